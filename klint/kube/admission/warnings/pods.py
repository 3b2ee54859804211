"""Pods and templates of pods.

Source: kubernetes `pkg/api/pod/warnings.go`, `pkg/registry/core/pod/strategy.go`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission.validation.fault import Key, down
from klint.kube.admission.validation.pod.view import containers
from klint.kube.admission.warnings import addresses, labels, volumes
from klint.kube.admission.warnings.containers import apparmor, env, resources, seccomp
from klint.kube.admission.warnings.notice import warn
from klint.kube.admission.warnings.paths import overlaps
from klint.kube.admission.warnings.ports import ports
from klint.kube.admission.warnings.sizes import fractional, of_claim
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At
    from klint.kube.admission.validation.rules import Scope
    from klint.kube.admission.warnings.notice import Notice

_GRACE_SINCE = Release(1, 27)
_SECCOMP_SINCE = Release(1, 27)
_SELECTORS_SINCE = Release(1, 28)
_PATHS_SINCE = Release(1, 32)

_SECCOMP = "seccomp.security.alpha.kubernetes.io/pod"
_ANNOTATIONS = {
    "scheduler.alpha.kubernetes.io/critical-pod": (
        'non-functional in v1.16+; use the "priorityClassName" field instead'
    ),
    "security.alpha.kubernetes.io/sysctls": 'non-functional in v1.11+; use the "sysctls" field instead',
    "security.alpha.kubernetes.io/unsafe-sysctls": (
        'non-functional in v1.11+; use the "sysctls" field instead'
    ),
}
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def template(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    """Metadata and spec of a pod."""
    spec, here = value.get("spec") or {}, (at, "spec")
    affinity = spec.get("affinity") or {}
    yield from labels.in_map(spec.get("nodeSelector"), (here, "nodeSelector"), scope)
    yield from _node_affinity(
        affinity.get("nodeAffinity") or {}, down(here, "affinity", "nodeAffinity"), scope
    )
    yield from _spread(spec, here, scope)
    yield from _volumes(spec, here, scope)
    yield from _lists(spec, here, scope)
    yield from _containers(value, at, scope)
    yield from ports(spec, here, scope)
    yield from _grace(spec, here, scope)
    for field in ("podAffinity", "podAntiAffinity"):
        yield from _pod_affinity(affinity.get(field) or {}, down(here, "affinity", field), scope)


def _node_affinity(affinity: Any, at: At, scope: Scope) -> Iterator[Notice]:
    required = affinity.get(_REQUIRED) or {}
    for index, term in enumerate(required.get("nodeSelectorTerms") or ()):
        here = down(at, _REQUIRED, "nodeSelectorTerms", index)
        yield from labels.in_expressions(term or {}, here, scope)
    for index, term in enumerate(affinity.get(_PREFERRED) or ()):
        preference = (term or {}).get("preference") or {}
        here = down(at, _PREFERRED, index, "preference")
        yield from labels.in_expressions(preference, here, scope, values=True)


def _spread(spec: Any, at: At, scope: Scope) -> Iterator[Notice]:
    for index, item in enumerate(spec.get("topologySpreadConstraints") or ()):
        constraint, here = item or {}, down(at, "topologySpreadConstraints", index)
        key = constraint.get("topologyKey")
        if words := labels.deprecation(key, scope):
            yield warn((here, "topologyKey"), f"{key} is {words}")
        yield from _null_selector(constraint, here, scope)


def _null_selector(term: Any, at: At, scope: Scope) -> Iterator[Notice]:
    if term.get("labelSelector") is None and scope.release >= _SELECTORS_SINCE:
        yield warn((at, "labelSelector"), "a null labelSelector results in matching no pod")


def _pod_affinity(affinity: Any, at: At, scope: Scope) -> Iterator[Notice]:
    for index, term in enumerate(affinity.get(_REQUIRED) or ()):
        yield from _null_selector(term or {}, down(at, _REQUIRED, index), scope)
    for index, term in enumerate(affinity.get(_PREFERRED) or ()):
        here = down(at, _PREFERRED, index, "podAffinityTerm")
        yield from _null_selector((term or {}).get("podAffinityTerm") or {}, here, scope)


def _volumes(spec: Any, at: At, scope: Scope) -> Iterator[Notice]:
    for index, item in enumerate(spec.get("volumes") or ()):
        volume, here = item or {}, down(at, "volumes", index)
        yield from volumes.deprecated(volume, here, scope)
        claim = (volume.get("ephemeral") or {}).get("volumeClaimTemplate")
        if claim is not None:
            inside = down(here, "ephemeral", "volumeClaimTemplate", "spec")
            yield from of_claim(claim.get("spec") or {}, inside)
        if scope.release >= _PATHS_SINCE:
            yield from overlaps(volume, here)


def _lists(spec: Any, at: At, scope: Scope) -> Iterator[Notice]:
    """Host aliases, pull secrets and name servers."""
    for field, key in (("hostAliases", "ip"), ("imagePullSecrets", "name")):
        seen = set()
        for index, item in enumerate(spec.get(field) or ()):
            value, here = (item or {}).get(key) or "", down(at, field, index, key)
            if value in seen:
                yield warn(here, f'duplicate {key} "{value}"')
            seen.add(value)
            if key == "name" and not value:
                yield warn(here, 'invalid empty name ""')
            elif key == "ip":
                yield from addresses.of_ip(value, here, scope)
    for index, server in enumerate((spec.get("dnsConfig") or {}).get("nameservers") or ()):
        yield from addresses.of_ip(server or "", down(at, "dnsConfig", "nameservers", index), scope)


def _containers(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    spec, here = value.get("spec") or {}, (at, "spec")
    annotations = (value.get("metadata") or {}).get("annotations") or {}
    noted = down(at, "metadata", "annotations")
    for key, words in _ANNOTATIONS.items():
        if key in annotations:
            yield warn((noted, Key(key)), words)
    is_set = (spec.get("securityContext") or {}).get("seccompProfile") is not None
    if _SECCOMP in annotations and not is_set and scope.release >= _SECCOMP_SINCE:
        yield warn((noted, Key(_SECCOMP)), 'non-functional in v1.27+; use the "seccompProfile" field instead')
    for name in ("memory", "ephemeral-storage"):
        yield from fractional(spec.get("overhead"), name, (here, "overhead"))
    for container, place in containers(spec, here):
        if annotations:
            yield from seccomp(container, annotations, noted, scope)
            yield from apparmor(container, spec, annotations, noted, scope)
        yield from resources(container, place)
        yield from env(container, place, scope)


def _grace(spec: Any, at: At, scope: Scope) -> Iterator[Notice]:
    if (spec.get("terminationGracePeriodSeconds") or 0) < 0 and scope.release >= _GRACE_SINCE:
        words = "must be >= 0; negative values are invalid and will be treated as 1"
        yield warn((at, "terminationGracePeriodSeconds"), words)
