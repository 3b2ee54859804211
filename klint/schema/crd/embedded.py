"""What every object has: apiVersion, kind and metadata, at the root and where a schema embeds one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.schema.accept import accepts
from klint.schema.crd.intake import EMBEDDED
from klint.schema.crd.keywords import WORDS, kind, path
from klint.schema.explain import explain
from klint.schema.scalars import shown
from klint.schema.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.release import Release
    from klint.schema.crd.keywords import Check, Schema, Trail

_META = "meta.v1.ObjectMeta"


def envelope(schema: Schema, release: Release) -> Iterator[Check]:
    """What `x-kubernetes-embedded-resource` asks for."""
    if schema.get(EMBEDDED) is not True:
        return

    def check(value: dict[str, Any], trail: Trail, found: list[Violation]) -> None:
        for key in ("apiVersion", "kind"):
            name = value.get(key)
            if not name:
                values = {"parent": "an embedded object", "field": key}
                found.append(Violation("missing-field", (*path(trail), key), values))
            elif not isinstance(name, str):
                values = {"expected": WORDS["string"], "found": WORDS[kind(name)], "shown": shown(name)}
                found.append(Violation("wrong-type", (*path(trail), key), values))
        found.extend(metadata(value, trail, release))

    yield check


def metadata(value: dict[str, Any], trail: Trail, release: Release) -> Iterator[Violation]:
    """What is wrong with the metadata of an object, by the type that all objects share."""
    meta = value.get("metadata")
    if meta is None or accepts(_META, release)(meta):
        return
    at = (*path(trail), "metadata")
    for one in explain(meta, _META, release):
        related = tuple(((*at, *other), label) for other, label in one.related)
        yield one._replace(path=(*at, *one.path), related=related)
