"""What the API server makes of a custom resource before it validates it.

Follows k8s.io/apiextensions-apiserver 1.34: schema/pruning drops what the schema does not name,
schema/defaulting drops nulls where null is not allowed and fills in defaults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.schema.crd.definition import mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from klint.schema.violation import Path

    Schema = Mapping[str, Any]
    Report = Callable[[Path, Schema], None]

META = frozenset({"apiVersion", "kind", "metadata"})
PRESERVE = "x-kubernetes-preserve-unknown-fields"
_DEEPEST = 200  # lists may nest where no schema says how deep; no honest one does
EMBEDDED = "x-kubernetes-embedded-resource"


def intake(value: Any, schema: Schema, report: Report, *, root: bool = True) -> Any:
    """The value as it would be validated, made anew; at the `root` it has metadata, of which no schema speaks.

    Every field that is dropped for being unknown is told to `report`, with the schema of what holds it.
    """
    return _Intake(report).take(value, schema, (), embedded=root)


class _Intake:
    def __init__(self, report: Report) -> None:
        self.report = report

    def take(
        self, value: Any, schema: Schema | None, path: Path, *, embedded: bool = False, keeps: bool = False
    ) -> Any:
        """`embedded`: it is an object of its own, with metadata; `keeps`: unknown fields stay."""
        if type(value) is dict:
            return self.fields(value, schema, path, embedded=embedded, keeps=keeps)
        if type(value) is list:
            return self.items(value, schema, path, keeps=keeps)
        return value

    def fields(
        self, value: dict[str, Any], schema: Schema | None, path: Path, *, embedded: bool, keeps: bool
    ) -> dict[str, Any]:
        known = mapping(schema)
        properties = mapping(known.get("properties"))
        rest = known.get("additionalProperties")
        keeps = keeps or known.get(PRESERVE) is True
        embedded = embedded or known.get(EMBEDDED) is True
        taken = {}
        for key, item in value.items():
            if key in properties:
                below: Schema | None = properties[key]
            elif embedded and key in META:
                below = None
            elif rest is not None:
                below = rest if isinstance(rest, dict) else None
            elif keeps:
                taken[key] = item
                continue
            else:
                self.report((*path, key), known)
                continue
            if embedded and key in META:
                taken[key] = item
                continue
            given = item if item is not None or _takes_null(below) else mapping(below).get("default")
            if given is not None or _takes_null(below):
                taken[key] = self.take(given, below, (*path, key))
        return self.defaults(taken, properties, path)

    def defaults(self, taken: dict[str, Any], properties: Mapping[str, Any], path: Path) -> dict[str, Any]:
        for key, below in properties.items():
            if key not in taken and (default := mapping(below).get("default")) is not None:
                taken[key] = self.take(default, below, (*path, key))
        return taken

    def items(self, value: list[Any], schema: Schema | None, path: Path, *, keeps: bool) -> list[Any]:
        if len(path) > _DEEPEST:
            return value
        below = mapping(schema).get("items")
        keeps = keeps or mapping(schema).get(PRESERVE) is True
        taken = []
        for index, item in enumerate(value):
            given = item if item is not None or _takes_null(below) else mapping(below).get("default")
            taken.append(self.take(given, below, (*path, index), keeps=keeps))
        return taken


def _takes_null(schema: Schema | None) -> bool:
    return schema is None or schema.get("nullable") is True
