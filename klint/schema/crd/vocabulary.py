"""Keywords that a CustomResourceDefinition may not use, or not so.

Follows k8s.io/apiextensions-apiserver 1.34, apis/apiextensions/validation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.schema.crd.definition import mapping
from klint.schema.crd.expressions import RULES
from klint.schema.crd.intake import EMBEDDED, META, PRESERVE
from klint.schema.crd.keywords import WORDS
from klint.schema.crd.lists import LIST_TYPE, MAP_KEYS
from klint.schema.crd.structure import MAP_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.schema.crd.structure import Fault, Schema
    from klint.schema.violation import Path

_UNSUPPORTED = (
    "id",
    "$schema",
    "$ref",
    "patternProperties",
    "dependencies",
    "additionalItems",
    "definitions",
)
_TYPES = tuple(name for name in WORDS if name != "null")
_REASONS = ("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired")
_ROOT_WITH_STATUS = frozenset(
    ("description", "type", "format", "title", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
     "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "multipleOf", "required",
     "items", "properties", "externalDocs", "example", PRESERVE, RULES)
)  # fmt: skip


def unsupported(schema: Schema, path: Path) -> Iterator[Fault]:
    """Keywords of JSON Schema that the API server refuses outright."""
    for key in _UNSUPPORTED:
        if schema.get(key) not in (None, "", {}):
            yield (*path, key), "is not supported"
    if isinstance(schema.get("items"), list):
        yield (*path, "items"), "must be a schema, not a list of schemas"
    if schema.get(PRESERVE) is False:
        yield (*path, PRESERVE), "must be true or left out"


def root(schema: Schema, path: Path, *, status: bool) -> Iterator[Fault]:
    """What may stand at the root; with a status subresource less, as the status is cut out for it."""
    if schema.get("nullable") is True:
        yield (*path, "nullable"), "must not be true at the root"
    for key, value in schema.items() if status else ():
        if key not in _ROOT_WITH_STATUS and value not in (None, False, "", [], {}):
            yield (*path, key), "must not be used at the root together with the status subresource"


def usage(schema: Schema, path: Path) -> Iterator[Fault]:
    """What is wrong with the keywords of one schema, wherever it stands."""
    name = schema.get("type")
    if name and name not in _TYPES:
        yield (*path, "type"), "must be nullable instead" if name == "null" else "is no type of OpenAPI"
    if schema.get("uniqueItems") is True:
        yield (*path, "uniqueItems"), f"must not be true; {LIST_TYPE}: set does the same"
    if schema.get("properties") and schema.get("additionalProperties") not in (None, True):
        yield (*path, "additionalProperties"), "must not be used together with properties"
    yield from _map_type(schema, path)
    yield from _list_type(schema, path)
    yield from _rules(schema, path)


def _map_type(schema: Schema, path: Path) -> Iterator[Fault]:
    wanted = schema.get(MAP_TYPE)
    if wanted is None:
        return
    if schema.get("type") != "object":
        yield (*path, "type"), f"must be object with {MAP_TYPE}"
    if wanted not in ("atomic", "granular"):
        yield (*path, MAP_TYPE), "must be atomic or granular"


def _list_type(schema: Schema, path: Path) -> Iterator[Fault]:
    wanted, keys = schema.get(LIST_TYPE), schema.get(MAP_KEYS)
    if keys and wanted != "map":
        yield (*path, LIST_TYPE), f"must be map with {MAP_KEYS}"
    if wanted is None:
        return
    if wanted not in ("atomic", "set", "map"):
        yield (*path, LIST_TYPE), "must be atomic, set or map"
    items = schema.get("items")
    item = mapping(items)
    if schema.get("type") != "array":
        yield (*path, "type"), f"must be array with {LIST_TYPE}"
    elif wanted == "set":
        yield from _set(item, (*path, "items"))
    if wanted == "map":
        yield from _map(schema, item, path)
    if wanted in ("set", "map") and item.get("nullable") is True:
        yield (*path, "items", "nullable"), f"must not be true for the items of a {wanted}"


def _set(item: Schema, path: Path) -> Iterator[Fault]:
    if item.get("type") == "array" and item.get(LIST_TYPE) not in (None, "atomic"):
        yield (*path, LIST_TYPE), "must be atomic for the items of a set"
    if item.get("type") == "object" and item.get(MAP_TYPE) != "atomic":
        yield (*path, MAP_TYPE), "must be atomic for the items of a set"


def _map(schema: Schema, item: Schema, path: Path) -> Iterator[Fault]:
    keys = schema.get(MAP_KEYS)
    if not isinstance(keys, list) or not keys:
        yield (*path, MAP_KEYS), f"must be given with {LIST_TYPE}: map"
        keys = []
    if item.get("type") != "object":
        yield (*path, "items", "type"), "must be object for the items of a map"
        return
    if len({*map(str, keys)}) < len(keys):
        yield (*path, MAP_KEYS), "must not name a key twice"
    for key in keys:
        yield from _key(str(key), item, path)


def _key(key: str, item: Schema, path: Path) -> Iterator[Fault]:
    """A field that tells the items of a list apart."""
    properties = mapping(item.get("properties"))
    if key not in properties:
        yield (*path, MAP_KEYS), f"must name fields of the items, which have no {key}"
        return
    field, place = mapping(properties[key]), (*path, "items", "properties", key)
    if field.get("type") in ("array", "object"):
        yield (*place, "type"), "must be a scalar for a key of the list"
    required = item.get("required")
    if field.get("default") is None and not (isinstance(required, list) and key in required):
        yield (*place, "default"), "must be given, or the field be required, for a key of the list"
    if field.get("nullable") is True:
        yield (*place, "nullable"), "must not be true for a key of the list"


def _rules(schema: Schema, path: Path) -> Iterator[Fault]:
    """The form of CEL rules; their expressions are another matter."""
    rules = schema.get(RULES)
    for index, entry in enumerate(rules if isinstance(rules, list) else ()):
        rule, place = mapping(entry), (*path, RULES, index)
        text, message = (_text(rule, key) for key in ("rule", "message"))
        if not text.strip():
            yield (*place, "rule"), "must not be empty"
        elif message and not message.strip():
            yield (*place, "message"), "must not be blank"
        elif _breaks(message.strip()):
            yield (*place, "message"), "must not contain line breaks"
        elif _breaks(text.strip()) and not message.strip():
            yield (*place, "message"), "must be given for a rule of several lines"
        if _text(rule, "messageExpression") and not _text(rule, "messageExpression").strip():
            yield (*place, "messageExpression"), "must not be blank"
        if rule.get("reason") is not None and rule["reason"] not in _REASONS:
            yield (*place, "reason"), f"must be one of {', '.join(_REASONS)}"
        if _breaks(_text(rule, "fieldPath")):
            yield (*place, "fieldPath"), "must not contain line breaks"


def forbidden_defaults(schema: Schema, path: Path) -> Iterator[Fault]:
    """Defaults and objects inside metadata, for which no schema may stand in."""
    yield from _in_metadata(schema, path, root=True)


def _in_metadata(
    schema: Schema, path: Path, *, root: bool = False, inside: bool = False, why: str = ""
) -> Iterator[Fault]:
    if why and schema.get("default") is not None:
        yield (*path, "default"), f"must not be given {why}"
    if inside and schema.get(EMBEDDED) is True:
        yield (*path, EMBEDDED), "must not be used inside metadata"
    for key, below in mapping(schema.get("properties")).items():
        meta = key in META and (root or schema.get(EMBEDDED) is True)
        reason = f"in the {key} of an object" if meta and root else why
        yield from _in_metadata(mapping(below), (*path, "properties", key), inside=inside or meta, why=reason)
    rest = schema.get("additionalProperties")
    if isinstance(rest, dict):
        reason = "in a map inside metadata" if inside else why
        yield from _in_metadata(rest, (*path, "additionalProperties"), inside=inside, why=reason)
    if isinstance(schema.get("items"), dict):
        yield from _in_metadata(schema["items"], (*path, "items"), inside=inside, why=why)


def _text(value: Schema, key: str) -> str:
    text: Any = value.get(key)
    return text if isinstance(text, str) else ""


def _breaks(text: str) -> bool:
    return "\n" in text or "\r" in text
