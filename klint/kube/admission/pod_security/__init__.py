"""Pod Security Standards: what the PodSecurity admission plugin refuses a pod for, by level and version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.admission.pod_security.checks import of_level
from klint.kube.admission.pod_security.policy import (
    BASELINE,
    LEVELS,
    PRIVILEGED,
    RESTRICTED,
    Policy,
    Standard,
    faults,
    policy,
)
from klint.kube.admission.pod_security.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.release import Release

__all__ = [
    "BASELINE",
    "LEVELS",
    "PRIVILEGED",
    "RESTRICTED",
    "Policy",
    "Standard",
    "Violation",
    "faults",
    "policy",
    "refusal",
    "violations",
]


class Violation(NamedTuple):
    """`reason` and `detail` are the server's words. `paths` lead from the pod to the fields, set or missing."""

    check: str
    reason: str
    detail: str
    paths: tuple[tuple[str | int, ...], ...]

    def __str__(self) -> str:
        return f"{self.reason} ({self.detail})" if self.detail else self.reason


def violations(metadata: Any, spec: Any, standard: Standard, release: Release) -> list[Violation]:
    """What breaks the standard, in the server's order.

    The pod is one with its defaults, a template's metadata and spec where it is one. A server of some release
    knows no newer version of the policy than its own.
    """
    if standard.level == PRIVILEGED:
        return []
    newest = release.minor
    version = newest if standard.version is None else min(standard.version, newest)
    subject = Subject(metadata, spec, version, release)
    found = []
    for check in of_level(standard.level, version):
        verdict = None if check.spares(subject) else check.judge(subject)
        if verdict:
            reason = verdict.reason or check.reason
            found.append(Violation(check.id, reason, verdict.detail, verdict.paths))
    return found


def refusal(found: Iterable[Violation], standard: Standard) -> str:
    """The server's sentence for all violations; one that only warns puts "would violate" for "violates"."""
    return f'violates PodSecurity "{standard}": {", ".join(map(str, found))}'
