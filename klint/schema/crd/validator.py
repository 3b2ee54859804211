"""A schema compiled to a check of values; every part when the first value comes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.schema.crd import keywords
from klint.schema.crd.definition import mapping
from klint.schema.crd.embedded import envelope
from klint.schema.crd.junctors import junctors
from klint.schema.crd.keywords import kind, misses_type, path, wrong_type
from klint.schema.crd.lists import uniqueness
from klint.schema.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.release import Release
    from klint.schema.crd.keywords import Check, Schema, Trail


def validator(schema: Schema, release: Release) -> Check:
    """The check of one schema, for values that `intake` has gone over."""
    parts: dict[str, tuple[Check, ...]] = {}

    def check(value: Any, trail: Trail, found: list[Violation]) -> None:
        name = "string" if type(value) is str else kind(value)
        if name not in parts:
            parts[name] = tuple(_parts(schema, name, release))
        for part in parts[name]:
            part(value, trail, found)

    return check


def _parts(schema: Schema, name: str, release: Release) -> Iterator[Check]:
    """What a schema asks of values of one type."""
    if misses_type(schema, release, name):
        yield wrong_type(schema)
    yield from keywords.enumeration(schema)
    if name == "null":
        return
    yield from junctors(schema, lambda part: validator(part, release))
    if name == "string":
        yield from keywords.text(schema, release)
    elif name in ("integer", "number"):
        yield from keywords.number(schema)
    elif name == "array":
        yield from _list(schema, release)
    elif name == "object":
        yield from _object(schema, release)


def _list(schema: Schema, release: Release) -> Iterator[Check]:
    if isinstance(schema.get("items"), dict):
        each = validator(schema["items"], release)

        def check(value: list[Any], trail: Trail, found: list[Violation]) -> None:
            for index, item in enumerate(value):
                each(item, (trail, index), found)

        yield check
    yield from keywords.size(schema, "minItems", "maxItems", "items")
    yield from uniqueness(schema)


def _object(schema: Schema, release: Release) -> Iterator[Check]:
    yield from envelope(schema, release)
    yield from keywords.size(schema, "minProperties", "maxProperties", "fields")
    yield from _fields(schema, release)
    yield from _required(schema)


def _fields(schema: Schema, release: Release) -> Iterator[Check]:
    properties = mapping(schema.get("properties"))
    rest = schema.get("additionalProperties")
    if not properties and (rest is None or rest is True):
        return
    checks: dict[str, Check] = {}
    other = validator(rest, release) if isinstance(rest, dict) else None

    def check(value: dict[str, Any], trail: Trail, found: list[Violation]) -> None:
        for key, item in value.items():
            each = checks.get(key)
            if each is None and key in properties:
                each = checks[key] = validator(mapping(properties[key]), release)
            each = each or other
            if each:
                each(item, (trail, key), found)
            elif rest is False and key not in properties:
                values = {"parent": "", "field": key, "near": None, "hint": ""}
                found.append(Violation("unknown-field", (*path(trail), key), values, on_key=True))

    yield check


def _required(schema: Schema) -> Iterator[Check]:
    names = schema.get("required")
    if not isinstance(names, list) or not names:
        return

    def check(value: dict[str, Any], trail: Trail, found: list[Violation]) -> None:
        for name in names:
            if name not in value:
                values = {"parent": "", "field": str(name)}
                found.append(Violation("missing-field", (*path(trail), str(name)), values))

    yield check
