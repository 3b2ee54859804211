"""Disks in pods that cannot be shared as one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.values import mapping, text, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.kube.scheduling.pods.template import Template
    from klint.kube.scheduling.state.nodes import Nodes

_DISKS = ("gcePersistentDisk", "awsElasticBlockStore", "iscsi", "rbd")


def exclusive(template: Template) -> list[dict[str, Any]]:
    """The volumes of a pod that are such disks."""
    return [volume for volume in template.volumes if any(field in volume for field in _DISKS)]


class Disks:
    """Where pods with such disks run."""

    def __init__(self, nodes: Nodes) -> None:
        self._bits = nodes.bits
        self._counts: dict[Template, dict[int, int]] = {}

    def move(self, template: Template, node: int, sign: int) -> None:
        """A pod comes (1) or goes (-1)."""
        if exclusive(template):
            counts = self._counts.setdefault(template, {})
            counts[node] = counts.get(node, 0) + sign

    def conflicting(self, disks: Sequence[dict[str, Any]]) -> int:
        """The nodes where one of the disks is in use in a way that bears no other."""
        found = 0
        for template, counts in self._counts.items():
            if any(_conflict(own, other) for own in disks for other in template.volumes):
                for node, count in counts.items():
                    if count:
                        found |= self._bits[node]
        return found


def _conflict(volume: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two volumes are one disk that cannot be shared."""
    field = next((field for field in _DISKS if field in volume and field in other), "")
    own, its = mapping(volume, field), mapping(other, field)
    if field == "awsElasticBlockStore":
        return _same(own, its, "volumeID")
    shared = own.get("readOnly") is True and its.get("readOnly") is True
    match field:
        case "gcePersistentDisk":
            return _same(own, its, "pdName") and not shared
        case "iscsi":
            return _same(own, its, "iqn") and not shared
        case "rbd":
            monitors = set(texts(own.get("monitors"))) & set(texts(its.get("monitors")))
            pools = {text(one.get("pool")) or "rbd" for one in (own, its)}
            return bool(monitors) and len(pools) == 1 and _same(own, its, "image") and not shared
    return False


def _same(own: dict[str, Any], other: dict[str, Any], field: str) -> bool:
    return text(own.get(field)) == text(other.get(field))
