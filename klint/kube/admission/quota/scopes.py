"""Which objects a quota is about.

Source: kubernetes `pkg/quota/v1/evaluator/core` (podMatchesScopeFunc, pvcMatchesScopeFunc).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.amounts import amounts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Value = Mapping[str, Any]

_TERMS = ("requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution")


def in_scope(quota_spec: Value, value: Value, resource: str) -> bool:
    """Whether all scopes of a quota fit an object; only Pods and claims of storage have any."""
    wanted = [{"scopeName": name, "operator": "Exists"} for name in quota_spec.get("scopes") or ()]
    selector = quota_spec.get("scopeSelector") or {}
    wanted += [one or {} for one in selector.get("matchExpressions") or ()]
    return all(_fits(one, value, resource) for one in wanted)


def _fits(requirement: Value, value: Value, resource: str) -> bool:
    spec, name = value.get("spec") or {}, requirement.get("scopeName")
    if resource == "pods":
        if name == "PriorityClass":
            return _selected(requirement, spec.get("priorityClassName") or "")
        answers = {"Terminating": is_terminating, "BestEffort": is_best_effort}
        answer = answers.get(str(name).removeprefix("Not"))
        if answer:
            return answer(spec) != str(name).startswith("Not")
        return name == "CrossNamespacePodAffinity" and _reaches_out(spec)
    if resource == "persistentvolumeclaims" and name == "VolumeAttributesClass":
        return _selected(requirement, spec.get("volumeAttributesClassName") or "")
    return False


def _selected(requirement: Value, name: str) -> bool:
    values = requirement.get("values") or ()
    match requirement.get("operator"):
        case "In":
            return bool(name) and name in values
        case "NotIn":
            return name not in values
        case "Exists":
            return bool(name)
    return not name


def is_terminating(spec: Value) -> bool:
    return (spec.get("activeDeadlineSeconds") or 0) >= 0 and spec.get("activeDeadlineSeconds") is not None


def is_best_effort(spec: Value) -> bool:
    """Whether nothing in a pod requests or limits cpu or memory; its own resources go before its containers'."""
    if spec.get("resources") is not None:
        return not _any_compute(spec["resources"])
    listed = [one or {} for field in ("containers", "initContainers") for one in spec.get(field) or ()]
    return not any(_any_compute(one.get("resources") or {}) for one in listed)


def _any_compute(resources: Value) -> bool:
    return any(
        size.nanos > 0
        for field in ("requests", "limits")
        for name, size in amounts(resources.get(field)).items()
        if name in ("cpu", "memory")
    )


def _reaches_out(spec: Value) -> bool:
    """Whether a pod wants to be near or far from pods of other namespaces."""
    return any(term.get("namespaces") or term.get("namespaceSelector") is not None for term in _terms(spec))


def _terms(spec: Value) -> Iterator[Value]:
    affinity = spec.get("affinity") or {}
    for kind in ("podAffinity", "podAntiAffinity"):
        for field in _TERMS:
            for item in (affinity.get(kind) or {}).get(field) or ():
                term = item or {}
                yield (term.get("podAffinityTerm") or {}) if field == _TERMS[1] else term
