"""Where a custom resource does not satisfy its CustomResourceDefinition.

Follows what the API server does on create with strict field validation (kubectl's default):
unknown fields are refused, nulls and defaults are seen to, then the schema is applied. Expressions
(`x-kubernetes-validations`) are not evaluated here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from klint.schema.crd.definition import definition, mapping
from klint.schema.crd.embedded import metadata
from klint.schema.crd.intake import intake
from klint.schema.crd.keywords import types
from klint.schema.crd.validator import validator
from klint.schema.near import nearest
from klint.schema.scalars import INT32, shown
from klint.schema.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.manifest import Resource
    from klint.release import Release
    from klint.schema.crd.definition import Definition, Version
    from klint.schema.crd.keywords import Check
    from klint.schema.violation import Path


def violations(resource: Resource, crd: Resource, release: Release) -> list[Violation]:
    """All violations of a custom resource by the CustomResourceDefinition of its kind."""
    try:
        return _violations(resource, crd, release)
    except RecursionError:
        return [Violation("too-deep", ())]


def _violations(resource: Resource, crd: Resource, release: Release) -> list[Violation]:
    known = definition(crd)
    version = known.version(resource.version)
    if not known.versions:
        return []  # of a definition that says nothing
    if version is None or not version.served:
        return [_not_served(resource, known)]
    found = list(_standing(resource, known, version))
    value = resource.value
    if version.schema is not None:
        if version.prunes:
            value = intake(value, version.schema, _Unknown(found))
        if version.status:
            value = {key: item for key, item in value.items() if key != "status"}
        _check(crd, version.name, release)(value, None, found)
    found.extend(metadata(value, None, release))
    found.extend(_replicas(value, version))
    return [_owned(violation, resource.kind) for violation in found]


@lru_cache(maxsize=4096)
def _check(crd: Resource, name: str, release: Release) -> Check:
    version = definition(crd).version(name)
    return validator(mapping(version.schema if version else None), release)


def _owned(violation: Violation, kind: str) -> Violation:
    """The violation with the name of what holds the field, where the schema gives it none."""
    if violation.values.get("parent") != "":
        return violation
    values = {**violation.values, "parent": owner(kind, violation.path[:-1])}
    return violation._replace(values=values)


class _Unknown:
    """Notes fields that a schema does not name."""

    def __init__(self, found: list[Violation]) -> None:
        self.found = found

    def __call__(self, path: Path, schema: Mapping[str, Any]) -> None:
        allowed = types(schema)
        if allowed and "object" not in allowed:
            return  # a mapping in the wrong place, which is said of the whole of it
        key = str(path[-1])
        near = nearest(key, mapping(schema.get("properties")))
        values = {
            "parent": "",
            "field": key,
            "near": near,
            "hint": f"; did you mean {near}?" if near else "",
        }
        self.found.append(Violation("unknown-field", path, values, on_key=True))


def owner(kind: str, path: Path) -> str:
    """What holds a field, in a word or two: `Certificate`, `Certificate spec`, `listeners`."""
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return kind
    return f"{kind} {names[0]}" if len(names) == 1 else names[-1]


def _not_served(resource: Resource, known: Definition) -> Violation:
    served = known.served
    hint = f"; it serves {', '.join(served)}" if served else ""
    values = {"api": resource.api_version, "kind": resource.kind, "hint": hint}
    return Violation("version-not-served", ("apiVersion",), values)


def _standing(resource: Resource, known: Definition, version: Version) -> Iterator[Violation]:
    if not version.deprecated:
        return
    newer = next((other for other in known.versions if other.served and not other.deprecated), None)
    replacement = f"{known.group}/{newer.name}" if newer else None
    hint = f"; use {replacement}" if replacement else ""
    yield Violation(
        "deprecated-api",
        ("apiVersion",),
        {
            "api": resource.api_version,
            "kind": resource.kind,
            "deprecated": None,
            "removed": None,
            "replacement": replacement,
            "hint": f"; {version.warning}" if version.warning else hint,
        },
    )


def _replicas(value: Mapping[str, Any], version: Version) -> Iterator[Violation]:
    """The scale subresource takes its replicas for a 32-bit integer."""
    count: Any = value
    for step in version.replicas:
        count = mapping(count).get(step)
    if version.replicas and isinstance(count, int) and not 0 <= count <= INT32[1]:
        values = {"shown": shown(count), "limit": f"at least 0 and at most {INT32[1]}"}
        yield Violation("out-of-range", version.replicas, values)
