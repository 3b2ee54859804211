"""The profiles that confine a pod: AppArmor, seccomp, SELinux."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.admission.pod_security.subject import (
    Offence,
    Verdict,
    assigned,
    containers,
    distinct,
    listed,
    number,
    setters,
    values,
    verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.pod_security.subject import Part, Subject

_CONFINED = ("RuntimeDefault", "Localhost")
_APPARMOR = "container.apparmor.security.beta.kubernetes.io/"
_SECCOMP_OF_POD = "seccomp.security.alpha.kubernetes.io/pod"
_SECCOMP = "container.seccomp.security.alpha.kubernetes.io/"
_SELINUX = ("", "container_t", "container_init_t", "container_kvm_t")


def apparmor(subject: Subject) -> Verdict | None:
    # The fields came with 1.30, and with them other words.
    has_fields = subject.release.minor >= 30
    fields = list(_unconfined(subject, "appArmorProfile")) if has_fields else []
    annotations = sorted(
        (key, value)
        for key, value in subject.annotations.items()
        if key.startswith(_APPARMOR) and value and not value.startswith("localhost/")
        if value != "runtime/default"
    )
    if not fields and not annotations:
        return None
    wrong = distinct(fields) + sorted(assigned(*one) for one in annotations)
    reason = number("forbidden AppArmor profile", wrong)
    paths = tuple(one.path for one in fields) + tuple(_annotation(key) for key, _ in annotations)
    if not has_fields:
        return Verdict(", ".join(wrong), paths, reason)
    guilty = [setters(fields)] if fields else []
    if annotations:
        guilty.append(number("annotation", annotations))
    detail = f"{' and '.join(guilty)} must not set AppArmor profile type to {listed(wrong)}"
    return Verdict(detail, paths, reason)


def _unconfined(subject: Subject, field: str) -> Iterator[Offence]:
    for part in subject.parts:
        profile = part.option(field)
        if profile is not None and profile.get("type") not in _CONFINED:
            yield Offence(part.at(field, "type"), part, profile.get("type") or "")


def _annotation(key: str) -> tuple[str, ...]:
    return "metadata", "annotations", key


def seccomp_annotations(subject: Subject) -> Verdict | None:
    names = {_SECCOMP_OF_POD, *(f"{_SECCOMP}{part.name}" for part in subject.containers)}
    found = sorted(
        (key, value)
        for key, value in subject.annotations.items()
        if key in names and not (value or "").startswith("localhost/")
        if value not in ("runtime/default", "docker/default")
    )
    if not found:
        return None
    shown = ", ".join(sorted(assigned(*one) for one in found))
    paths = tuple(_annotation(key) for key, _ in found)
    return Verdict(f"forbidden {number('annotation', found)} {shown}", paths)


def seccomp(subject: Subject) -> Verdict | None:
    found = list(_unconfined(subject, "seccompProfile"))
    if not found:
        return None
    return verdict(
        f"{setters(found)} must not set securityContext.seccompProfile.type to {values(found)}", found
    )


def required_seccomp(subject: Subject) -> Verdict | None:
    if refused := seccomp(subject):
        return refused
    if subject.pod.option("seccompProfile") is not None:
        return None
    found = [
        Offence(part.at("seccompProfile", "type"), part)
        for part in subject.containers
        if part.option("seccompProfile") is None
    ]
    if not found:
        return None
    wanted = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"'
    return verdict(f"pod or {containers(found)} {wanted}", found)


def selinux(subject: Subject) -> Verdict | None:
    types = (*_SELINUX, "container_engine_t") if subject.version >= 31 else _SELINUX
    found = [(field, one) for part in subject.parts for field, one in _selinux_options(part, types)]
    if not found:
        return None
    wrong_types = [one for field, one in found if field == "type"]
    faults = [f"{number('type', distinct(wrong_types))} {values(wrong_types)}"] if wrong_types else []
    fields = {field for field, _ in found}
    faults += [f"{field} may not be set" for field in ("user", "role") if field in fields]
    offences = [one for _, one in found]
    return verdict(
        f"{setters(offences)} set forbidden securityContext.seLinuxOptions: {'; '.join(faults)}", offences
    )


def _selinux_options(part: Part, types: tuple[str, ...]) -> Iterator[tuple[str, Offence]]:
    options = part.option("seLinuxOptions") or {}
    for field in ("type", "user", "role"):
        value = options.get(field) or ""
        if value not in types if field == "type" else value:
            yield field, Offence(part.at("seLinuxOptions", field), part, value)
