"""Whether the defaults in a schema satisfy the schema.

Follows k8s.io/apiextensions-apiserver 1.34, schema/defaulting: a default is judged alone, before
the defaults inside it are filled in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.schema.crd.definition import mapping
from klint.schema.crd.intake import EMBEDDED, META, intake
from klint.schema.crd.validator import validator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.release import Release
    from klint.schema.crd.structure import Fault, Schema
    from klint.schema.violation import Path, Violation

_PROBLEMS = {
    "bad-enum": "is none of {allowed}",
    "bad-format": "is not {expected}",
    "duplicate-list-key": "has the same {keys} as another item",
    "duplicate-set-item": "is in the set twice",
    "missing-field": "is required",
    "out-of-range": "is not {limit}",
    "unmet-choice": "{problem}",
    "wrong-size": "{problem}",
    "wrong-type": "is {found}, not {expected}",
}


def defaults(schema: Schema, path: Path, release: Release) -> Iterator[Fault]:
    """The faults of all defaults, each at the default's place; those in metadata are left alone."""
    yield from _defaults({**schema, EMBEDDED: True}, path, release)


def _defaults(schema: Schema, path: Path, release: Release) -> Iterator[Fault]:
    if schema.get("default") is not None:
        yield from _default(schema["default"], schema, (*path, "default"), release)
    if isinstance(schema.get("items"), dict):
        yield from _defaults(schema["items"], (*path, "items"), release)
    for key, below in mapping(schema.get("properties")).items():
        if schema.get(EMBEDDED) is not True or key not in META:
            yield from _defaults(mapping(below), (*path, "properties", key), release)


def _default(value: Any, schema: Schema, path: Path, release: Release) -> Iterator[Fault]:
    unknown: list[Path] = []
    intake(value, schema, lambda at, _: unknown.append(at), root=False)
    for at in unknown:
        yield (*path, *at), "is no field that the schema describes"
    found: list[Violation] = []
    validator(schema, release)(value, None, found)
    for violation in found:
        if violation.fault != "unknown-field":
            yield (*path, *violation.path), _PROBLEMS[violation.fault].format(**violation.values)
