"""Whether the API server takes a CustomResourceDefinition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.schema.crd import vocabulary
from klint.schema.crd.defaults import defaults
from klint.schema.crd.definition import definition
from klint.schema.crd.expressions import subschemas
from klint.schema.crd.spec import spec
from klint.schema.crd.structure import structure
from klint.schema.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.manifest import Resource
    from klint.release import Release
    from klint.schema.crd.definition import Version
    from klint.schema.crd.structure import Fault
    from klint.schema.violation import Path


def faults(crd: Resource, release: Release) -> Iterator[Violation]:
    """What the API server would refuse a CustomResourceDefinition (apiextensions.k8s.io/v1) for.

    `invalid-definition` for what is outside its schemas and `non-structural-schema` for what is in them,
    both with `place`, as the server writes it, and `problem`, what must be otherwise. Unknown
    and mistyped fields are found by the kind's own schema; expressions are not compiled.
    """
    if crd.version != "v1":
        return
    for path, problem in spec(crd.value):
        yield Violation("invalid-definition", path, {"place": place(path), "problem": problem})
    try:
        yield from _of_schemas(crd, release)
    except RecursionError:
        yield Violation("too-deep", ())


def _of_schemas(crd: Resource, release: Release) -> Iterator[Violation]:
    for version in definition(crd).versions:
        start = len(version.path)
        for path, problem in _schema(version, release):
            where = f"{version.name} {place(path[start:])}".strip()
            yield Violation("non-structural-schema", path, {"place": where, "problem": problem})


def _schema(version: Version, release: Release) -> Iterator[Fault]:
    """The faults of one schema; what can only be told of a sound schema waits for the rest."""
    schema, path = version.schema, version.path
    if schema is None:
        return
    parts = [((*path, *below), part) for below, part in subschemas(schema)]
    refused = [fault for below, part in parts for fault in vocabulary.unsupported(part, below)]
    yield from refused
    yield from vocabulary.root(schema, path, status=version.status)
    yield from vocabulary.forbidden_defaults(schema, path)
    for below, part in parts:
        yield from vocabulary.usage(part, below)
    if refused:
        return
    loose = list(structure(schema, path))
    yield from loose
    if not loose:
        yield from defaults(schema, path, release)


def place(path: Path) -> str:
    """A path as the server writes it: names of fields that users chose stand in brackets."""
    text, chosen = "", False
    for step in path:
        if chosen or isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
        chosen = not chosen and step in ("properties", "annotations")
    return text
