"""Volumes of pods and what containers mount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.finding import Hit
from klint.manifest import has_placeholder
from klint.manifest.shape import entries, mapping
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
            for index, mount in entries(container.value, field):
                name = mount.get("name")
                if not isinstance(name, str) or not name:
                    continue
                if declared is None:
                    declared = dict(_declared(pod))
                if name not in declared and not has_placeholder(name):
                    yield _hit(container[field][index]["name"], name, container.name, declared)


def _declared(pod: Pod) -> Iterator[tuple[str, Node]]:
    for index, volume in entries(pod.spec.value, "volumes"):
        if isinstance(volume.get("name"), str):
            yield volume["name"], pod.spec["volumes"][index]["name"]
    for index, claim in entries(pod.owner.value, "spec", "volumeClaimTemplates"):
        name = mapping(claim, "metadata").get("name")
        if isinstance(name, str):
            yield name, pod.owner["spec"]["volumeClaimTemplates"][index]["metadata"]["name"]


def _hit(at: Node, volume: str, container: str, declared: Mapping[str, Node]) -> Hit:
    near = nearest(volume, declared)
    related = [(declared[near], "the nearest volume")] if near else []
    hint = f"; did you mean {near}?" if near else ""
    return Hit(at, *related, container=container, volume=volume, hint=hint)
