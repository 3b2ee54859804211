"""Cluster API machines, where they say what their nodes will have.

Source: the annotations by which the cluster autoscaler scales from zero (cluster-autoscaler, provider clusterapi).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.inventory.mistakes import Mistake
from klint.kube.scheduling.inventory.pool import read_values
from klint.kube.scheduling.values import mapping, name_of, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.scheduling.world import Object
    from klint.yaml import Node

_PREFIX = "capacity.cluster-autoscaler.kubernetes.io/"
_RESOURCES = {"cpu": "cpu", "memory": "memory", "ephemeral-disk": "ephemeral-storage", "maxPods": "pods"}


def of_machine_set(machines: Node, mistakes: list[Mistake]) -> Iterator[Object]:
    """The Nodes of a MachineDeployment, MachineSet or MachinePool."""
    value = machines.value
    annotations = mapping(value, "metadata", "annotations")
    capacity = {
        name: annotations[_PREFIX + key] for key, name in _RESOURCES.items() if _PREFIX + key in annotations
    }
    if not {"cpu", "memory"} <= capacity.keys():
        kind = text(value.get("kind"))
        message = f"{kind} {name_of(value)} does not say what its nodes have; annotate it with {_PREFIX}cpu and memory"
        mistakes.append(Mistake(machines["metadata"]["annotations"], message))
        return
    if _PREFIX + "gpu-count" in annotations:
        kind = text(annotations.get(f"{_PREFIX}gpu-type")) or "nvidia.com/gpu"
        capacity[kind] = annotations[_PREFIX + "gpu-count"]
    yield from read_values(
        {
            "name": name_of(value),
            "count": whole(mapping(value, "spec").get("replicas"), 1),
            "labels": {**_labels(value), **_pairs(annotations.get(f"{_PREFIX}labels"))},
            "taints": [one for one in text(annotations.get(f"{_PREFIX}taints")).split(",") if one],
            "zones": [text(mapping(value, "spec", "template", "spec").get("failureDomain"))],
            "capacity": capacity,
        }
    )


def _labels(machines: Mapping[str, Any]) -> dict[str, Any]:
    return mapping(machines, "spec", "template", "metadata", "labels")


def _pairs(written: Any) -> dict[str, str]:
    """`a=1,b=2`."""
    pairs = (one.partition("=") for one in text(written).split(",") if one)
    return {key: value for key, _, value in pairs}
