"""What a pod's processes may do: privileges, capabilities, users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.admission.pod_security.subject import Offence, containers, setters, values, verdict

if TYPE_CHECKING:
    from collections.abc import Container

    from klint.kube.admission.pod_security.subject import Subject, Verdict

_USUAL = frozenset(
    {
        "AUDIT_WRITE",
        "CHOWN",
        "DAC_OVERRIDE",
        "FOWNER",
        "FSETID",
        "KILL",
        "MKNOD",
        "NET_BIND_SERVICE",
        "SETFCAP",
        "SETGID",
        "SETPCAP",
        "SETUID",
        "SYS_CHROOT",
    }
)
_RESTRICTED = frozenset({"NET_BIND_SERVICE"})


def privileged(subject: Subject) -> Verdict | None:
    found = [Offence(part.at("privileged"), part) for part in subject.containers if part.option("privileged")]
    if not found:
        return None
    return verdict(f"{containers(found)} must not set securityContext.privileged=true", found)


def escalation(subject: Subject) -> Verdict | None:
    found = [
        Offence(part.at("allowPrivilegeEscalation"), part)
        for part in subject.containers
        if part.option("allowPrivilegeEscalation") is not False
    ]
    if not found:
        return None
    return verdict(f"{containers(found)} must set securityContext.allowPrivilegeEscalation=false", found)


def usual_capabilities(subject: Subject) -> Verdict | None:
    found = _added(subject, _USUAL)
    return verdict(_must_not_add(found), found) if found else None


def dropped_capabilities(subject: Subject) -> Verdict | None:
    keeping = [
        Offence(part.at("capabilities", "drop"), part)
        for part in subject.containers
        if "ALL" not in ((part.option("capabilities") or {}).get("drop") or ())
    ]
    added = _added(subject, _RESTRICTED)
    details = []
    if keeping:
        details.append(f'{containers(keeping)} must set securityContext.capabilities.drop=["ALL"]')
    if added:
        details.append(_must_not_add(added))
    return verdict("; ".join(details), keeping + added) if details else None


def _added(subject: Subject, allowed: Container[str]) -> list[Offence]:
    return [
        Offence(part.at("capabilities", "add", index), part, capability or "")
        for part in subject.containers
        for index, capability in enumerate((part.option("capabilities") or {}).get("add") or ())
        if capability not in allowed
    ]


def _must_not_add(found: list[Offence]) -> str:
    return f"{containers(found)} must not include {values(found)} in securityContext.capabilities.add"


def non_root(subject: Subject) -> Verdict | None:
    refused = [
        Offence(part.at("runAsNonRoot"), part)
        for part in subject.parts
        if part.option("runAsNonRoot") is False
    ]
    if refused:
        return verdict(f"{setters(refused)} must not set securityContext.runAsNonRoot=false", refused)
    if subject.pod.option("runAsNonRoot"):
        return None
    silent = [
        Offence(part.at("runAsNonRoot"), part)
        for part in subject.containers
        if part.option("runAsNonRoot") is None
    ]
    if not silent:
        return None
    return verdict(f"pod or {containers(silent)} must set securityContext.runAsNonRoot=true", silent)


def root_user(subject: Subject) -> Verdict | None:
    found = [Offence(part.at("runAsUser"), part) for part in subject.parts if part.option("runAsUser") == 0]
    return verdict(f"{setters(found)} must not set runAsUser=0", found) if found else None
