"""Whether a schema is structural: what the API server demands before it will prune, default and validate by it.

Follows k8s.io/apiextensions-apiserver 1.34, schema/validation and schema/complete: every value has
its type where the schema describes it; below `allOf`, `anyOf`, `oneOf` and `not` values are only
validated, never described.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.schema.crd.definition import mapping
from klint.schema.crd.expressions import RULES
from klint.schema.crd.intake import EMBEDDED, PRESERVE
from klint.schema.crd.keywords import INT_OR_STRING
from klint.schema.crd.lists import LIST_TYPE, MAP_KEYS
from klint.schema.patterns import InvalidPatternError, UnsupportedPatternError, pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.schema.violation import Path

    Schema = Mapping[str, Any]
    Fault = tuple[Path, str]

MAP_TYPE = "x-kubernetes-map-type"
JUNCTORS = ("allOf", "anyOf", "oneOf")
_INT_OR_STRING_FORM = [{"type": "integer"}, {"type": "string"}]
_LEVELS = {"root": "at the root", "item": "for the items of a list", "field": "for a field"}
_DESCRIPTIVE = (
    "additionalProperties", "type", "default", "title", "description", "nullable", PRESERVE, EMBEDDED, INT_OR_STRING, MAP_KEYS,
    LIST_TYPE, MAP_TYPE, RULES,
)  # fmt: skip


def structure(schema: Schema, path: Path) -> Iterator[Fault]:
    """What keeps a schema from being structural; each fault with its place."""
    yield from _described(schema, path, "root")
    yield from _complete(schema, schema, path)


def _described(schema: Schema, path: Path, level: str) -> Iterator[Fault]:
    """The faults of a part that describes values: outside all junctors."""
    if schema.get("type") == "array" and not isinstance(schema.get("items"), dict | list):
        yield (*path, "items"), "must be given for a list"
    for key, below in mapping(schema.get("properties")).items():
        yield from _described(mapping(below), (*path, "properties", key), "field")
    if isinstance(schema.get("items"), dict):
        yield from _described(schema["items"], (*path, "items"), "item")
    rest = schema.get("additionalProperties")
    if rest is not None and level == "root":
        yield (*path, "additionalProperties"), "must not be used at the root"
    if isinstance(rest, dict):
        yield from _described(rest, (*path, "additionalProperties"), "field")
    yield from _types(schema, path, level)
    yield from _extensions(schema, path)
    yield from _envelope(schema, path, level)
    yield from _validating(schema, path, described=True)


def _types(schema: Schema, path: Path, level: str) -> Iterator[Fault]:
    name = schema.get("type")
    free = schema.get(INT_OR_STRING) is True or schema.get(PRESERVE) is True
    if schema.get(EMBEDDED) is True:
        if name != "object":
            yield (*path, "type"), f"must be object with {EMBEDDED}"
    elif not name and not free:
        yield (*path, "type"), f"must be given {_LEVELS[level]}"
    if level == "root" and name and name != "object":
        yield (*path, "type"), "must be object at the root"


def _extensions(schema: Schema, path: Path) -> Iterator[Fault]:
    for key in (PRESERVE, EMBEDDED):
        if schema.get(INT_OR_STRING) is True and schema.get(key) is True:
            yield (*path, key), f"must not be true with {INT_OR_STRING}"
    if schema.get(EMBEDDED) is not True:
        return
    if schema.get("additionalProperties") is not None:
        yield (*path, "additionalProperties"), f"must not be used with {EMBEDDED}"
    if schema.get(PRESERVE) is not True and not schema.get("properties"):
        yield (*path, "properties"), f"must not be empty with {EMBEDDED} but without {PRESERVE}"


def _envelope(schema: Schema, path: Path, level: str) -> Iterator[Fault]:
    """apiVersion, kind and metadata are the API server's; a schema can say next to nothing of them."""
    properties = mapping(schema.get("properties"))
    root = level == "root"
    if not root and schema.get(EMBEDDED) is not True:
        return
    for key, wanted in (("apiVersion", "string"), ("kind", "string"), ("metadata", "object")):
        if key in properties and mapping(properties[key]).get("type") != wanted:
            yield (*path, "properties", key, "type"), f"must be {wanted}"
    if root and not _is_plain_metadata(mapping(properties.get("metadata"))):
        yield (*path, "properties", "metadata"), "must specify nothing but name and generateName"


def _is_plain_metadata(schema: Schema) -> bool:
    others = _said(schema).keys() - {"type", "default", "properties"}
    return not others and {*mapping(schema.get("properties"))} <= {"name", "generateName"}


def _said(schema: Schema) -> Schema:
    """A schema without what says nothing."""
    return {
        key: value
        for key, value in schema.items()
        if not (
            key in ("example", "externalDocs")
            or value in (None, "", [])
            or (value is False and key != "additionalProperties")
            or (value == {} and key == "properties")
        )
    }


def _validating(
    schema: Schema, path: Path, *, described: bool = False, skip: bool = False
) -> Iterator[Fault]:
    """The faults of what validates values.

    Where values are described, the alternatives integer and string may be spelled out, as `anyOf` or as that
    of the first of `allOf`; `skip` says that this `anyOf` is that one.
    """
    for key in JUNCTORS:
        parts = schema.get(key)
        skip_all = key == "anyOf" and (skip or (described and _is_int_or_string(parts)))
        for index, part in enumerate(parts if isinstance(parts, list) and not skip_all else ()):
            first = described and key == "allOf" and index == 0
            spelled = first and _is_int_or_string(mapping(part).get("anyOf"))
            yield from _nested(mapping(part), (*path, key, index), skip=spelled)
    if isinstance(schema.get("not"), dict):
        yield from _nested(schema["not"], (*path, "not"))
    yield from _pattern(schema, path)


def _pattern(schema: Schema, path: Path) -> Iterator[Fault]:
    text = schema.get("pattern")
    if not isinstance(text, str) or not text:
        return
    try:
        pattern(text)
    except InvalidPatternError as error:
        yield (*path, "pattern"), f"is no regular expression: {error}"
    except UnsupportedPatternError:
        return


def _is_int_or_string(alternatives: Any) -> bool:
    return (
        isinstance(alternatives, list)
        and [_said(mapping(part)) for part in alternatives] == _INT_OR_STRING_FORM
    )


def _nested(schema: Schema, path: Path, *, skip: bool = False) -> Iterator[Fault]:
    """The faults of a part below a junctor."""
    yield from _validating(schema, path, skip=skip)
    for key in _DESCRIPTIVE:
        value = schema.get(key)
        if value or (key in ("default", "additionalProperties") and value not in (None, False)):
            yield (*path, key), "must not be used below allOf, anyOf, oneOf or not"
    if isinstance(schema.get("items"), dict):
        yield from _nested(schema["items"], (*path, "items"))
    for key, below in mapping(schema.get("properties")).items():
        yield from _nested(mapping(below), (*path, "properties", key))
        if key == "metadata":
            yield (*path, "properties", key), "must not be validated below allOf, anyOf, oneOf or not"


def _complete(validating: Schema, described: Schema | None, path: Path) -> Iterator[Fault]:
    """What is validated below a junctor has to be described outside it."""
    for key in JUNCTORS:
        parts = validating.get(key)
        for index, part in enumerate(parts if isinstance(parts, list) else ()):
            yield from _known(mapping(part), described, (*path, key, index))
    if isinstance(validating.get("not"), dict):
        yield from _known(validating["not"], described, (*path, "not"))


def _known(validating: Schema, described: Schema | None, path: Path) -> Iterator[Fault]:
    if described is None:
        yield path, "validates what the schema does not describe outside"
        return
    yield from _complete(validating, described, path)
    if isinstance(validating.get("items"), dict):
        yield from _known(validating["items"], described.get("items"), (*path, "items"))
    properties = mapping(described.get("properties"))
    for key, below in mapping(validating.get("properties")).items():
        yield from _known(mapping(below), properties.get(key), (*path, "properties", key))
