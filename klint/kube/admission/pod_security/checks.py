"""The checks of the Pod Security Standards: of which level, since which version of the policy.

Source: `policy/check_*.go` of k8s.io/pod-security-admission; the numbers are minor versions of the policy.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from klint.kube.admission.pod_security import host, privileges, profiles, volumes

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.kube.admission.pod_security.subject import Subject, Verdict

    Judge = Callable[[Subject], Verdict | None]

FOREVER = 1 << 30


class Check(NamedTuple):
    """`instead_of` names the check of the baseline that this one makes needless.

    Pods for Windows, or pods with a user namespace of their own, need not heed it from some version on.
    """

    id: str
    reason: str
    judge: Judge
    since: int = 0
    instead_of: str = ""
    not_for_windows: int = FOREVER
    not_for_user_namespaces: int = FOREVER

    def spares(self, subject: Subject) -> bool:
        return (subject.is_windows and subject.version >= self.not_for_windows) or (
            subject.has_user_namespace and subject.version >= self.not_for_user_namespaces
        )


def _seccomp(subject: Subject) -> Verdict | None:
    return profiles.seccomp(subject) if subject.version >= 19 else profiles.seccomp_annotations(subject)


# Sorted by id, as the server's messages are.
BASELINE = (
    Check("appArmorProfile", "", profiles.apparmor),
    Check("capabilities_baseline", "non-default capabilities", privileges.usual_capabilities),
    Check("hostNamespaces", "host namespaces", host.namespaces),
    Check("hostPathVolumes", "hostPath volumes", host.path_volumes),
    Check("hostPorts", "hostPort", host.ports),
    Check("hostProbesAndHostLifecycle", "probe or lifecycle host", host.probed_hosts, since=34),
    Check("privileged", "privileged", privileges.privileged),
    Check("procMount", "procMount", host.proc_mount, not_for_user_namespaces=35),
    Check("seLinuxOptions", "seLinuxOptions", profiles.selinux),
    Check("seccompProfile_baseline", "seccompProfile", _seccomp),
    Check("sysctls", "forbidden sysctls", host.sysctls),
    Check("windowsHostProcess", "hostProcess", host.processes),
)
RESTRICTED = (
    Check(
        "allowPrivilegeEscalation",
        "allowPrivilegeEscalation != false",
        privileges.escalation,
        since=8,
        not_for_windows=25,
    ),
    Check(
        "capabilities_restricted",
        "unrestricted capabilities",
        privileges.dropped_capabilities,
        since=22,
        instead_of="capabilities_baseline",
        not_for_windows=25,
    ),
    Check("procMount_restricted", "procMount", host.proc_mount, since=35, instead_of="procMount"),
    Check("restrictedVolumes", "restricted volume types", volumes.restricted, instead_of="hostPathVolumes"),
    Check("runAsNonRoot", "runAsNonRoot != true", privileges.non_root, not_for_user_namespaces=35),
    Check("runAsUser", "runAsUser=0", privileges.root_user, since=23, not_for_user_namespaces=35),
    Check(
        "seccompProfile_restricted",
        "seccompProfile",
        profiles.required_seccomp,
        since=19,
        instead_of="seccompProfile_baseline",
        not_for_windows=25,
    ),
)


@cache
def of_level(level: str, version: int) -> tuple[Check, ...]:
    """The checks of `baseline` or `restricted`, in the server's order."""
    restricted = [one for one in RESTRICTED if version >= one.since] if level == "restricted" else []
    needless = {one.instead_of for one in restricted}
    baseline = [one for one in BASELINE if version >= one.since and one.id not in needless]
    return (*baseline, *restricted)
