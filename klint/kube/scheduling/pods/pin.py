"""Pods that may run on one node only, by its name: those of DaemonSets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.values import mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


def unpinned(spec: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """The spec without the name of its node, so that pods which differ in nothing else stay alike, and the name.

    Spread constraints look at the nodes that a pod could run on; with some, and without a pin, nothing changes.
    """
    affinity = mapping(spec, "affinity")
    near = mapping(affinity, "nodeAffinity")
    name = _pin(near.get(_REQUIRED))
    if not name or spec.get("topologySpreadConstraints"):
        return spec, ""
    near = {key: value for key, value in near.items() if key != _REQUIRED}
    return {**spec, "affinity": {**affinity, "nodeAffinity": near}}, name


def _pin(required: Any) -> str:
    match required:
        case {"nodeSelectorTerms": [{"matchFields": [field], **others}]} if not any(others.values()):
            match field:
                case {"key": "metadata.name", "operator": "In", "values": [str(name)]}:
                    return name
    return ""
