"""Annotations of pods that were fields before they were fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from klint.kube.admission.validation.fault import Key, forbidden, invalid
from klint.kube.admission.validation.paths import below
from klint.kube.admission.validation.pod.view import containers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/"
SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod"
SECCOMP = "container.seccomp.security.alpha.kubernetes.io/"
_MIRROR = "kubernetes.io/config.mirror"
_DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
_LOCAL = "localhost/"
_MARKS = (APP_ARMOR, SECCOMP_POD, SECCOMP, _MIRROR, _DELETION_COST)


def pod_annotations(
    value: Mapping[str, Any], spec: Mapping[str, Any], at: At, scope: Scope
) -> Iterator[Fault]:
    """What is wrong with annotations; `at` is the place of the annotations."""
    for key, item in value.items():
        if not key.startswith(_MARKS):
            continue
        content = item or ""
        if key == _MIRROR and not spec.get("nodeName"):
            words = "must set spec.nodeName if mirror pod annotation is set"
            yield invalid((at, Key(key)), content, words)
        elif key == _DELETION_COST and not _is_cost(content):
            yield invalid((at, Key(key)), content, "must be a 32bit integer")
        elif key == SECCOMP_POD or key.startswith(SECCOMP):
            yield from _seccomp(content, (at, key), scope)
        elif key.startswith(APP_ARMOR):
            yield from _app_armor(key, content, spec, (at, Key(key)))


def _is_cost(content: str) -> bool:
    return bool(re.fullmatch("-[0-9]+|0|[1-9][0-9]*", content)) and -(2**31) <= int(content) < 2**31


def _seccomp(content: str, at: At, scope: Scope) -> Iterator[Fault]:
    if content in ("runtime/default", "docker/default", "unconfined"):
        return
    if content.startswith(_LOCAL):
        yield from below(content.removeprefix(_LOCAL), at, scope)
    else:
        yield invalid(at, content, "must be a valid seccomp profile")


def _app_armor(key: str, content: str, spec: Mapping[str, Any], at: At) -> Iterator[Fault]:
    name = key.removeprefix(APP_ARMOR)
    if not any(container.get("name") == name for container, _ in containers(spec, None)):
        yield invalid(at, name, "container not found")
    if content not in ("", "runtime/default", "unconfined") and not content.startswith(_LOCAL):
        yield invalid(at, content, f'invalid AppArmor profile name: "{content}"')


def annotations_and_fields(value: Mapping[str, Any], spec: Mapping[str, Any], at: At) -> Iterator[Fault]:
    """Where an annotation and the field it became say different things; `at` is the place of the spec."""
    if not any(key.startswith((APP_ARMOR, SECCOMP_POD, SECCOMP)) for key in value):
        return
    context = spec.get("securityContext") or {}
    profile = context.get("seccompProfile")
    if profile is not None and SECCOMP_POD in value:
        here = ((at, "securityContext"), "seccompProfile")
        yield from _same("seccomp", value[SECCOMP_POD] or "", profile, here)
    windows = (spec.get("os") or {}).get("name") == "windows"
    for container, place in containers(spec, at):
        own = container.get("securityContext") or {}
        name = container.get("name") or ""
        if own.get("seccompProfile") is not None and SECCOMP + name in value:
            here = ((place, "securityContext"), "seccompProfile")
            yield from _same("seccomp", value[SECCOMP + name] or "", own["seccompProfile"], here)
        armor = own.get("appArmorProfile") or context.get("appArmorProfile")
        if armor is not None and not windows and APP_ARMOR + name in value:
            here = ((place, "securityContext"), "appArmorProfile")
            yield from _same("apparmor", value[APP_ARMOR + name] or "", armor, here)


_SAME = {"Unconfined": ("unconfined",), "RuntimeDefault": ("runtime/default", "docker/default")}


def _same(what: str, annotation: str, profile: Mapping[str, Any], at: At) -> Iterator[Fault]:
    kind = profile.get("type")
    known = _SAME.get(kind or "")
    if known and what == "apparmor":
        known = known[:1]
    if (known and annotation not in known) or (kind == "Localhost" and not annotation.startswith(_LOCAL)):
        yield forbidden((at, "type"), f"{what} type in annotation and field must match")
    elif kind == "Localhost" and annotation.removeprefix(_LOCAL) != profile.get("localhostProfile"):
        yield forbidden((at, "localhostProfile"), f"{what} profile in annotation and field must match")
