"""Pods as controllers make them from a template; replicas share what they are made of."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.scheduling.values import items, labels_of, mapping, name_of, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from klint.cluster import Pod
    from klint.kube.scheduling.world import Object


class Made(NamedTuple):
    """Pods, and other objects that are made for them."""

    pods: Sequence[Object]
    others: Sequence[Object] = ()


class Mould(NamedTuple):
    """What a controller makes pods from."""

    namespace: str
    labels: Mapping[str, str]
    spec: dict[str, Any]
    owners: list[Mapping[str, Any]]

    @classmethod
    def of(cls, template: Pod, owner: Object, added: Mapping[str, str] | None = None) -> Mould:
        """`owner` is the controller, `added` the labels it puts on its pods."""
        labels = {**labels_of(template.value), **(added or {})}
        return cls(template.namespace, labels, mapping(template.value, "spec"), [reference(owner)])

    def pod(self, name: str, **changed: Any) -> Object:
        """One pod; what is `changed` takes the place of the mould's."""
        made = self._replace(**changed) if changed else self
        metadata = {
            "name": name,
            "namespace": made.namespace,
            "labels": made.labels,
            "ownerReferences": made.owners,
        }
        return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": made.spec}


def reference(owner: Object) -> Mapping[str, Any]:
    """The ownerReference of what a controller makes."""
    return {
        "apiVersion": text(owner.get("apiVersion")),
        "kind": text(owner.get("kind")),
        "name": name_of(owner),
        "controller": True,
    }


def template_hash(template: Pod) -> str:
    """Stands for pod-template-hash: the same for equal templates, though not the number Kubernetes gives."""
    return format(zlib.crc32(json.dumps(template.value, sort_keys=True, default=str).encode()), "08x")


def with_own_claims(pod: Object) -> Iterator[Object]:
    """The pod, and the claims that the ephemeral volume controller makes for it."""
    volumes = [one for one in items(pod, "spec", "volumes") if isinstance(one.get("ephemeral"), dict)]
    if not volumes:
        yield pod
        return
    metadata = mapping(pod, "metadata")
    uid = f"{metadata['namespace']}/{metadata['name']}"
    pod = {**pod, "metadata": {**metadata, "uid": uid}}
    yield pod
    for volume in volumes:
        wanted = mapping(volume, "ephemeral", "volumeClaimTemplate")
        name = f"{metadata['name']}-{text(volume.get('name'))}"
        yield claim(name, wanted, metadata["namespace"], [{**reference(pod), "uid": uid}])


def claim(
    name: str, template: Mapping[str, Any], namespace: str, owners: Sequence[Mapping[str, Any]] = ()
) -> Object:
    """A PersistentVolumeClaim from a template."""
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {
            **mapping(template, "metadata"),
            "name": name,
            "namespace": namespace,
            "ownerReferences": list(owners),
        },
        "spec": mapping(template, "spec"),
    }
