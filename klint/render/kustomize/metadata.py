"""The metadata of finished objects: annotations that kustomize takes away and those it adds."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from klint.render.document import origin_of
from klint.render.kustomize.dialect import settled
from klint.render.kustomize.fieldspec import FieldSpec
from klint.render.kustomize.scalars import text_of, written
from klint.render.kustomize.transformers import entries
from klint.render.origin import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from klint.render.kustomize.item import Item, Transformation
    from klint.render.origin import Origin, Traced
    from klint.yaml import Node

_ORIGIN = "config.kubernetes.io/origin"
_CHANGES = "alpha.config.kubernetes.io/transformations"
_MANAGED = "app.kubernetes.io/managed-by"
_VERSION = "kustomize-(devel)"  # what the kustomize inside kubectl calls itself
_INTERNAL = "internal.config.kubernetes.io/"
_DROPPED = frozenset(
    (
        *(
            _INTERNAL + name
            for name in ("previousKinds", "previousNames", "previousNamespaces", "prefixes", "suffixes")
        ),
        *(_INTERNAL + name for name in ("allowNameChange", "allowKindChange", "refBy", "generatorBehavior")),
        *(_INTERNAL + name for name in ("needsHashSuffix", "path", "index", "seqindent", "id")),
        f"{_INTERNAL}annotations-migration-resource-id",
        "config.kubernetes.io/path",
        "config.kubernetes.io/index",
        "config.k8s.io/id",
        _ORIGIN,
        _CHANGES,
    )
)


def labelled(items: Iterable[Item], origin: Origin) -> list[Item]:
    """The objects with the label that `managedByLabel` asks for."""
    spec = FieldSpec("metadata/labels", create=True)
    return [
        item._replace(traced=entries.labelled(item.traced, spec, _MANAGED, made(_VERSION, origin)))
        for item in items
    ]


def finished(item: Item, options: Mapping[str, Node], folder: str) -> Traced:
    """The object without kustomize's own annotations; all others have become texts.

    `folder` is that of the kustomization that is built, from where paths count.
    """
    traced = item.traced if item.style else settled(item.traced)
    metadata = traced.get("metadata") or made({}, traced.origin)
    annotations = metadata.get("annotations")
    kept = made({}, metadata.origin) if annotations is None else annotations
    as_text = text_of if item.style else written
    entries_ = _texts(kept, as_text) if isinstance(kept.value, dict) else made({}, metadata.origin)
    entries_ = _recorded(entries_, item, options, folder)
    if not entries_.value:
        return traced.put("metadata", metadata.without("annotations"))
    if entries_ is annotations:
        return traced
    return traced.put("metadata", metadata.put("annotations", entries_))


def _texts(annotations: Traced, as_text: Callable[[Traced], str]) -> Traced:
    changes: dict[str, Traced | None] = {}
    for key, value in annotations.value.items():
        if key in _DROPPED:
            changes[key] = None
        elif not isinstance(value, str):
            entry = annotations.at(key)
            changes[key] = entry._replace(value=as_text(entry))
    return annotations.updated(changes) if changes else annotations


def _recorded(annotations: Traced, item: Item, options: Mapping[str, Node], folder: str) -> Traced:
    if "originAnnotations" in options and item.made:
        value = "".join(line + "\n" for line in _lines(item.made, folder))
        annotations = annotations.put(_ORIGIN, made(value, origin_of(options["originAnnotations"])))
    if "transformerAnnotations" in options and item.changes:
        value = "".join(_listed(_lines(change, folder)) for change in item.changes)
        annotations = annotations.put(_CHANGES, made(value, origin_of(options["transformerAnnotations"])))
    return annotations


def _listed(lines: list[str]) -> str:
    return "".join(("  " if number else "- ") + line + "\n" for number, line in enumerate(lines))


def _lines(record: Transformation, folder: str) -> list[str]:
    path = posixpath.relpath(posixpath.normpath(record.file), folder or ".")
    if not record.kind:
        return [f"path: {path}"]
    by = {
        "apiVersion": record.api_version,
        "kind": record.kind,
        "name": record.name,
        "namespace": record.namespace,
    }
    return [
        f"configuredIn: {path}",
        "configuredBy:",
        *(f"  {key}: {value}" for key, value in by.items() if value),
    ]
