"""The Pod Security Standards: what they refuse, by level and version, in the server's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from klint.kube.admission.pod_security import Policy, Standard, faults, policy, refusal, violations
from klint.release import NEWEST, Release

if TYPE_CHECKING:
    from klint.kube.admission.pod_security import Violation

HARDENED = """
securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
containers:
  - name: app
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
"""


def judged(
    spec: str, level: str, version: int | None = None, release: Release = NEWEST, metadata: Any = ()
) -> list[Violation]:
    return violations(dict(metadata), yaml.safe_load(spec), Standard(level, version), release)


def ids(spec: str, level: str, version: int | None = None, release: Release = NEWEST) -> list[str]:
    return [one.check for one in judged(spec, level, version, release)]


def test_privileged_allows_everything() -> None:
    assert judged("{hostNetwork: true, hostPID: true}", "privileged") == []


def test_restricted_pod_passes_every_level() -> None:
    assert judged(HARDENED, "baseline") == judged(HARDENED, "restricted") == []


def test_server_lists_what_is_wrong() -> None:
    found = judged("{hostPID: true, containers: [{name: a}, {name: b}]}", "restricted")
    assert refusal(found, Standard("restricted")) == (
        'violates PodSecurity "restricted:latest": host namespaces (hostPID=true), '
        'allowPrivilegeEscalation != false (containers "a", "b" must set '
        "securityContext.allowPrivilegeEscalation=false), "
        'unrestricted capabilities (containers "a", "b" must set securityContext.capabilities.drop=["ALL"]), '
        'runAsNonRoot != true (pod or containers "a", "b" must set securityContext.runAsNonRoot=true), '
        'seccompProfile (pod or containers "a", "b" must set securityContext.seccompProfile.type to '
        '"RuntimeDefault" or "Localhost")'
    )


# A spec, and below it what the server says.
BASELINE = """\
hostNetwork: true
    host namespaces (hostNetwork=true)
containers: [{name: a, securityContext: {privileged: true}}]
    privileged (container "a" must not set securityContext.privileged=true)
initContainers: [{name: a, ports: [{hostPort: 80}, {hostPort: 9}, {hostPort: 0}]}]
    hostPort (container "a" uses hostPorts 80, 9)
ephemeralContainers: [{name: a, livenessProbe: {tcpSocket: {host: 10.0.0.1}}}]
    probe or lifecycle host (container "a" uses probe or lifecycle host "10.0.0.1")
volumes: [{name: v, hostPath: {path: /}}]
    hostPath volumes (volume "v")
containers: [{name: a, securityContext: {capabilities: {add: [SYS_ADMIN, KILL, NET_RAW]}}}]
    non-default capabilities (container "a" must not include "NET_RAW", "SYS_ADMIN" in securityContext.capabilities.add)
{securityContext: {seLinuxOptions: {type: spc_t, user: u}}, containers: [{name: a, securityContext: {seLinuxOptions: {role: r}}}]}
    seLinuxOptions (pod and container "a" set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set; role may not be set)
securityContext: {sysctls: [{name: kernel.msgmax}, {name: net.ipv4.tcp_rmem}]}
    forbidden sysctls (kernel.msgmax)
securityContext: {windowsOptions: {hostProcess: true}}
    hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)
containers: [{name: a, securityContext: {procMount: Unmasked}}]
    procMount (container "a" must not set securityContext.procMount to "Unmasked")
securityContext: {appArmorProfile: {type: Unconfined}}
    forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")
securityContext: {seccompProfile: {type: Unconfined}}
    seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")
"""


@pytest.mark.parametrize(
    ("spec", "words"), list(zip(BASELINE.splitlines()[::2], BASELINE.splitlines()[1::2], strict=True))
)
def test_baseline(spec: str, words: str) -> None:
    assert list(map(str, judged(spec, "baseline"))) == [words.strip()]


def test_paths_lead_to_the_fields() -> None:
    (found,) = judged("containers: [{name: a, ports: [{}, {hostPort: 1}]}]", "baseline")
    assert found.paths == (("spec", "containers", 0, "ports", 1, "hostPort"),)


VERSIONS = [
    ("baseline", "hostProbesAndHostLifecycle", "containers: [{livenessProbe: {httpGet: {host: h}}}]", 34),
    ("restricted", "allowPrivilegeEscalation", HARDENED.replace("Escalation: false", "Escalation: true"), 8),
    ("restricted", "capabilities_restricted", HARDENED.replace("[ALL]", "[]"), 22),
    ("restricted", "runAsUser", HARDENED.replace("runAsNonRoot:", "runAsUser: 0, runAsNonRoot:"), 23),
    ("restricted", "seccompProfile_restricted", HARDENED.replace("RuntimeDefault", "Nothing"), 19),
]


@pytest.mark.parametrize(("level", "check", "spec", "since"), VERSIONS)
def test_since(level: str, check: str, spec: str, since: int) -> None:
    assert check not in ids(spec, level, since - 1)
    assert ids(spec, level, since) == [check]


@pytest.mark.parametrize(
    ("spec", "since"),
    [
        ("securityContext: {seLinuxOptions: {type: container_engine_t}}", 31),
        ("securityContext: {sysctls: [{name: net.ipv4.tcp_wmem}]}", 32),
        ("{hostUsers: false, containers: [{securityContext: {procMount: Unmasked}}]}", 35),
    ],
)
def test_allowed_since(spec: str, since: int) -> None:
    assert ids(spec, "baseline", since - 1) != []
    assert ids(spec, "baseline", since) == []


def test_restricted_check_stands_for_that_of_the_baseline() -> None:
    spec = HARDENED + "volumes: [{name: v, hostPath: {path: /}}]"
    assert ids(spec, "baseline") == ["hostPathVolumes"]
    assert ids(spec, "restricted") == ["restrictedVolumes"]


def test_pods_for_windows_need_not_set_what_windows_has_not() -> None:
    spec = "{os: {name: windows}, securityContext: {runAsNonRoot: true}, containers: [{name: a}]}"
    assert len(ids(spec, "restricted", 24)) == 3
    assert ids(spec, "restricted", 25) == []


def test_root_inside_a_user_namespace() -> None:
    spec = HARDENED.replace("runAsNonRoot: true", "runAsUser: 0") + "hostUsers: false"
    assert ids(spec, "restricted", 34) == ["runAsNonRoot", "runAsUser"]
    assert ids(spec, "restricted", 35) == []


def test_a_server_knows_no_newer_policy_than_its_own() -> None:
    spec = "containers: [{name: a, livenessProbe: {httpGet: {host: h}}}]"
    assert ids(spec, "baseline", 36, Release(1, 33)) == ids(spec, "baseline", None, Release(1, 33)) == []
    assert ids(spec, "baseline", None, Release(1, 34)) == ["hostProbesAndHostLifecycle"]


def test_annotations_count_as_profiles() -> None:
    key = "container.apparmor.security.beta.kubernetes.io/app"
    metadata = {"annotations": {key: "unconfined"}}
    (found,) = judged(HARDENED, "baseline", metadata=metadata)
    assert found.detail == f'annotation must not set AppArmor profile type to "{key}="unconfined""'
    assert found.paths == (("metadata", "annotations", key),)
    (found,) = judged(HARDENED, "baseline", release=Release(1, 29), metadata=metadata)
    assert found.detail == f'{key}="unconfined"'


def test_policy_of_a_namespace() -> None:
    labels = {
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.30",
        "pod-security.kubernetes.io/audit": "baseline",
    }
    assert policy({}) == Policy()
    strict = Standard("restricted", 30)
    assert policy(labels) == Policy(strict, Standard("baseline"), warn=strict)
    assert str(strict) == "restricted:v1.30"


def test_unreadable_labels() -> None:
    labels = {
        "pod-security.kubernetes.io/enforce": "strict",
        "pod-security.kubernetes.io/enforce-version": "1.30",
        "pod-security.kubernetes.io/warn": "no",
    }
    assert policy(labels) == Policy(enforce=Standard("restricted"))
    place = "metadata.labels[pod-security.kubernetes.io/"
    assert list(map(str, faults(labels))) == [
        f'{place}enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted',
        f'{place}enforce-version]: Invalid value: "1.30": must be "latest" or "v1.x"',
        f'{place}warn]: Invalid value: "no": must be one of privileged, baseline, restricted',
    ]
