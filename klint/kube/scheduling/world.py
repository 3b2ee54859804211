"""What kube-scheduler would see: plain API objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from klint.kube.scheduling.values import items, text
from klint.manifest.groups import BUILTIN_GROUPS

Object = Mapping[str, Any]

_LISTS = {
    "CSIDriver": "csi_drivers",
    "CSINode": "csi_nodes",
    "CSIStorageCapacity": "csi_storage_capacities",
    "DeviceClass": "device_classes",
    "LimitRange": "limit_ranges",
    "Namespace": "namespaces",
    "Node": "nodes",
    "PersistentVolume": "volumes",
    "PersistentVolumeClaim": "claims",
    "Pod": "pods",
    "PodDisruptionBudget": "disruption_budgets",
    "PriorityClass": "priority_classes",
    "ReplicaSet": "replica_sets",
    "ReplicationController": "replication_controllers",
    "ResourceClaim": "resource_claims",
    "ResourceClaimTemplate": "resource_claim_templates",
    "ResourceSlice": "resource_slices",
    "RuntimeClass": "runtime_classes",
    "Service": "services",
    "StatefulSet": "stateful_sets",
    "StorageClass": "storage_classes",
    "VolumeAttachment": "volume_attachments",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Objects by kind, each list in an order of the caller's choice.

    Pods with `spec.nodeName` are running, all others are waiting and are placed in their order.
    """

    nodes: Sequence[Object] = ()
    pods: Sequence[Object] = ()
    namespaces: Sequence[Object] = ()
    services: Sequence[Object] = ()
    replication_controllers: Sequence[Object] = ()
    replica_sets: Sequence[Object] = ()
    stateful_sets: Sequence[Object] = ()
    claims: Sequence[Object] = ()
    volumes: Sequence[Object] = ()
    storage_classes: Sequence[Object] = ()
    csi_nodes: Sequence[Object] = ()
    csi_drivers: Sequence[Object] = ()
    csi_storage_capacities: Sequence[Object] = ()
    volume_attachments: Sequence[Object] = ()
    limit_ranges: Sequence[Object] = ()
    priority_classes: Sequence[Object] = ()
    runtime_classes: Sequence[Object] = ()
    disruption_budgets: Sequence[Object] = ()
    resource_claims: Sequence[Object] = ()
    resource_claim_templates: Sequence[Object] = ()
    resource_slices: Sequence[Object] = ()
    device_classes: Sequence[Object] = ()

    @classmethod
    def of(cls, objects: Iterable[Object]) -> World:
        """Sort objects by kind, Lists opened; kinds that the scheduler never looks at are dropped."""
        lists: dict[str, list[Object]] = {field.name: [] for field in fields(cls)}
        for one in objects:
            for item in items(one, "items") if text(one.get("kind")).endswith("List") else [one]:
                name = _LISTS.get(_said("kind", item, one))
                group, _, _ = _said("apiVersion", item, one).rpartition("/")
                if name and group in BUILTIN_GROUPS:
                    lists[name].append(item)
        return cls(**lists)


def _said(field: str, item: Object, parent: Object) -> str:
    """In a typed list the items need not say what they are."""
    return text(item.get(field)) or text(parent.get(field)).removesuffix("List")
