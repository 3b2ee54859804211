"""Containers.

Source: kubernetes `pkg/api/pod/warnings.go`, `pkg/registry/core/pod/strategy.go` (applyAppArmorVersionSkew).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission.validation.fault import Key, down
from klint.kube.admission.warnings.notice import warn
from klint.kube.admission.warnings.sizes import fractional
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.admission.validation.fault import At
    from klint.kube.admission.validation.rules import Scope
    from klint.kube.admission.warnings.notice import Notice

_SECCOMP = "container.seccomp.security.alpha.kubernetes.io/"
_APPARMOR = "container.apparmor.security.beta.kubernetes.io/"
_SECCOMP_SINCE = Release(1, 27)
_ENV_SINCE = Release(1, 28)
_APPARMOR_SINCE = Release(1, 30)


def resources(container: Any, at: At) -> Iterator[Notice]:
    given = container.get("resources") or {}
    for name in ("memory", "ephemeral-storage"):
        for field in ("limits", "requests"):
            yield from fractional(given.get(field), name, down(at, "resources", field))


def env(container: Any, at: At, scope: Scope) -> Iterator[Notice]:
    """Variables that are given twice, unless the second builds on the first."""
    if scope.release < _ENV_SINCE:
        return
    # The reason came later than the warning.
    reason = ", which may be dropped when using apply" if scope.release >= _APPARMOR_SINCE else ""
    seen = set()
    for index, item in enumerate(container.get("env") or ()):
        variable = item or {}
        name, value = variable.get("name") or "", variable.get("value") or ""
        reference = f"$({name})"
        if name not in seen:
            seen.add(name)
        elif variable.get("valueFrom") is not None or value == reference or reference not in value:
            yield warn(down(at, "env", index), f'hides previous definition of "{name}"{reason}')


def seccomp(container: Any, annotations: Mapping[str, Any], at: At, scope: Scope) -> Iterator[Notice]:
    """An annotation in place of the field; `at` is the place of the annotations."""
    key = f"{_SECCOMP}{container.get('name') or ''}"
    is_set = (container.get("securityContext") or {}).get("seccompProfile") is not None
    if key in annotations and not is_set and scope.release >= _SECCOMP_SINCE:
        yield warn((at, Key(key)), 'non-functional in v1.27+; use the "seccompProfile" field instead')


def apparmor(
    container: Any, spec: Any, annotations: Mapping[str, Any], at: At, scope: Scope
) -> Iterator[Notice]:
    """An annotation in place of the field, unless it says what holds for the whole pod."""
    key = f"{_APPARMOR}{container.get('name') or ''}"
    is_set = (container.get("securityContext") or {}).get("appArmorProfile") is not None
    if key not in annotations or is_set or scope.release < _APPARMOR_SINCE:
        return
    of_pod = (spec.get("securityContext") or {}).get("appArmorProfile")
    meant = _profile(annotations[key] or "")
    if of_pod is None or meant is None or meant != _plain(of_pod):
        yield warn((at, Key(key)), 'deprecated since v1.30; use the "appArmorProfile" field instead')


def _profile(annotation: str) -> tuple[str, str] | None:
    """Type and name of the profile that an annotation means."""
    kind, _, name = annotation.partition("/")
    if annotation == "unconfined":
        return "Unconfined", ""
    if annotation == "runtime/default":
        return "RuntimeDefault", ""
    return ("Localhost", name) if kind == "localhost" and name else None


def _plain(profile: Any) -> tuple[str, str]:
    return profile.get("type") or "", profile.get("localhostProfile") or ""
