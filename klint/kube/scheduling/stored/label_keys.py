"""matchLabelKeys and mismatchLabelKeys, merged into selectors when a pod is created (pod strategy, 1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.values import items, mapping, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
_SPREAD = "topologySpreadConstraints"


def with_label_keys(spec: dict[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    """The spec with the values of the pod's own labels in its selectors."""
    if spec.get(_SPREAD):
        spec = {**spec, _SPREAD: [_merged(one, labels) for one in items(spec, _SPREAD)]}
    affinity = mapping(spec, "affinity")
    sides = {
        side: _side(affinity[side], labels) for side in ("podAffinity", "podAntiAffinity") if side in affinity
    }
    return {**spec, "affinity": {**affinity, **sides}} if sides else spec


def _side(side: Any, labels: Mapping[str, str]) -> dict[str, Any]:
    found = dict(mapping(side))
    if _REQUIRED in found:
        found[_REQUIRED] = [_merged(term, labels) for term in items(found, _REQUIRED)]
    if _PREFERRED in found:
        found[_PREFERRED] = [
            {**weighted, "podAffinityTerm": _merged(mapping(weighted, "podAffinityTerm"), labels)}
            for weighted in items(found, _PREFERRED)
        ]
    return found


def _merged(term: dict[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    selector = term.get("labelSelector")
    added = [*_keys(term, "matchLabelKeys", "In", labels), *_keys(term, "mismatchLabelKeys", "NotIn", labels)]
    if not added or not isinstance(selector, dict):
        return term
    return {
        **term,
        "labelSelector": {**selector, "matchExpressions": [*items(selector, "matchExpressions"), *added]},
    }


def _keys(
    term: dict[str, Any], field: str, operator: str, labels: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for key in texts(term.get(field)):
        if key in labels:
            yield {"key": key, "operator": operator, "values": [labels[key]]}
