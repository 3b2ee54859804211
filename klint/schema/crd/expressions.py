"""What a schema asks for beyond what klint evaluates, so that silence does not pass for consent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.schema.crd.definition import mapping
from klint.schema.patterns import InvalidPatternError, UnsupportedPatternError, pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.schema.violation import Path

RULES = "x-kubernetes-validations"
_LISTS = ("allOf", "anyOf", "oneOf")


class Expressions(NamedTuple):
    """The CEL rules at one place of a schema; `path` leads there through the schema."""

    path: Path
    rules: tuple[Mapping[str, Any], ...]


def expressions(schema: Mapping[str, Any]) -> Iterator[Expressions]:
    """All rules of a schema; they stand only outside `allOf`, `anyOf`, `oneOf` and `not`."""
    for path, part in subschemas(schema):
        rules = part.get(RULES)
        if isinstance(rules, list) and rules:
            yield Expressions(path, tuple(map(mapping, rules)))


def unsupported_patterns(schema: Mapping[str, Any]) -> Iterator[Path]:
    """The places of patterns that are right as far as klint can tell, but that it cannot evaluate."""
    for path, part in subschemas(schema):
        try:
            pattern(str(part.get("pattern") or ""))
        except InvalidPatternError:
            continue
        except UnsupportedPatternError:
            yield (*path, "pattern")


def unevaluated(schema: Mapping[str, Any]) -> Mapping[str, int]:
    """What klint does not judge an object by, in words, and how much of it a schema holds."""
    counts = {
        "CEL rules": sum(len(place.rules) for place in expressions(schema)),
        "regular expressions": sum(1 for _ in unsupported_patterns(schema)),
    }
    return {what: count for what, count in counts.items() if count}


def subschemas(schema: Any, path: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """A schema and all schemas in it, with their paths."""
    if not isinstance(schema, dict):
        return
    yield path, schema
    for key in ("items", "additionalProperties", "not"):
        yield from subschemas(schema.get(key), (*path, key))
    for name, part in mapping(schema.get("properties")).items():
        yield from subschemas(part, (*path, "properties", name))
    for key in _LISTS:
        parts = schema.get(key)
        for index, part in enumerate(parts if isinstance(parts, list) else ()):
            yield from subschemas(part, (*path, key, index))
