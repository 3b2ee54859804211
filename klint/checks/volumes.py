"""Volumes of pods and what containers mount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.finding import Hit
from klint.manifest import has_placeholder
from klint.schema.near import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.cluster import Pod
    from klint.yaml import Node


def missing(pod: Pod) -> Iterator[Hit]:
    """A mount of a volume that the pod does not have; a StatefulSet's claims are volumes of its pods."""
    declared: dict[str, Node] | None = None
    for container in pod.all_containers:
        for field in ("volumeMounts", "volumeDevices"):
            for mount in container[field]:
                name = mount["name"].value
                if not isinstance(name, str) or not name or has_placeholder(name):
                    continue
                if declared is None:
                    declared = dict(_declared(pod))
                if name not in declared:
                    yield _hit(mount["name"], name, container.name, declared)


def _declared(pod: Pod) -> Iterator[tuple[str, Node]]:
    claims = [claim["metadata"] for claim in pod.owner["spec"]["volumeClaimTemplates"]]
    for holder in (*pod.spec["volumes"], *claims):
        name = holder["name"]
        if isinstance(name.value, str):
            yield name.value, name


def _hit(at: Node, volume: str, container: str, declared: Mapping[str, Node]) -> Hit:
    near = nearest(volume, declared)
    related = [(declared[near], "the nearest volume")] if near else []
    hint = f"; did you mean {near}?" if near else ""
    return Hit(at, *related, container=container, volume=volume, hint=hint)
