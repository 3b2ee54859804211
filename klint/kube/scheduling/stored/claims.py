"""Which StorageClass a claim gets that names none (DefaultStorageClass admission, 1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.scheduling.values import mapping, name_of, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klint.kube.scheduling.world import Object

CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class"

_DEFAULT = (
    "storageclass.kubernetes.io/is-default-class",
    "storageclass.beta.kubernetes.io/is-default-class",
)


def stored_claims(claims: Iterable[Object], classes: Sequence[Object]) -> list[Object]:
    default = default_class(classes)
    return [_with_class(claim, default) if default else claim for claim in claims]


def default_class(classes: Sequence[Object]) -> str:
    """The newest of those marked as default, by name among equally new ones; empty for none."""
    marked = [one for one in classes if _is_default(one)]
    marked.sort(key=name_of)
    marked.sort(key=lambda one: text(mapping(one, "metadata").get("creationTimestamp")), reverse=True)
    return name_of(marked[0]) if marked else ""


def _is_default(storage_class: Object) -> bool:
    annotations = mapping(storage_class, "metadata", "annotations")
    return any(annotations.get(key) == "true" for key in _DEFAULT)


def _with_class(claim: Object, default: str) -> Object:
    spec = mapping(claim, "spec")
    if spec.get("storageClassName") is not None or CLASS_ANNOTATION in mapping(
        claim, "metadata", "annotations"
    ):
        return claim
    return {**claim, "spec": {**spec, "storageClassName": default}}
