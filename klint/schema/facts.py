"""What Kubernetes knows about its kinds and their fields, for every release klint knows.

The data lies in `schemas/kubernetes/` and is built by `scripts/build_schemas.py`. Files are read when
first needed and understood line by line: looking up one kind costs a third of a millisecond once.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from klint.schema import field as _field
from klint.schema import kind as _kind
from klint.schema.table import Table
from klint.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.release import Release
    from klint.schema.field import Field
    from klint.schema.kind import Kind
    from klint.schema.violation import Path


@cache
def _kinds() -> Table:
    return Table(shipped("schemas", "kubernetes", "kinds.json"))


@cache
def _types() -> Table:
    return Table(shipped("schemas", "kubernetes", "types.json"))


@cache
def groups() -> frozenset[str]:
    """The API groups of Kubernetes itself, of any time; "" is the core group."""
    return frozenset(key.partition("/")[0] if key.count("/") == 2 else "" for key in _kinds())


@cache
def kind(group: str, version: str, name: str) -> Kind | None:
    """A kind of Kubernetes itself, of any time since 1.15; None for any other."""
    key = f"{group}/{version}/{name}" if group else f"{version}/{name}"
    row = _kinds().get(key)
    return _kind.read(key, row) if row else None


def kinds(release: Release | None = None) -> Iterator[Kind]:
    """All kinds, or those `release` serves, ordered by group, version and name."""
    for key in _kinds():
        *group, version, name = key.split("/")
        found = kind("".join(group), version, name)
        if found and (release is None or found.served(release)):
            yield found


@cache
def versions(group: str, name: str) -> tuple[Kind, ...]:
    """Every version of a kind, the one the API server prefers first."""
    found = (one for one in kinds() if (one.group, one.name) == (group, name))
    return tuple(sorted(found, key=lambda one: one.rank, reverse=True))


def replacement(old: Kind, release: Release) -> Kind | None:
    """What to write instead of a removed or deprecated kind: the best version `release` serves."""
    if old.moved:
        *group, version, name = old.moved.split("/")
        return kind("".join(group), version, name)
    newer = (one for one in versions(old.group, old.name) if one.served(release) and one.rank > old.rank)
    return next((one for one in newer if not one.optional), None)


def type_names() -> Iterator[str]:
    """Every type that an object of some kind is made of in some release, `core.v1.PodSpec`."""
    return iter(_types())


@cache
def fields(type_name: str, release: Release) -> Mapping[str, Field]:
    """The fields of a type (`core.v1.PodSpec`) in a release; empty for a scalar or an unknown type."""
    lines = _types().get(type_name) or {}
    found = ((name, _field.read(name, lines[name], release.minor)) for name in lines)
    return {name: one for name, one in found if one}


def ever(type_name: str, name: str) -> Field | None:
    """A field as the newest release that has it knows it, be the target older or younger."""
    lines = (_types().get(type_name) or {}).get(name)
    return _field.read(name, lines) if lines else None


def field(owner: Kind, path: Path, release: Release) -> Field | None:
    """What is known of the field at `path` in an object; of the list or map, for a path to an item."""
    shape, found = owner.type, None
    for step in path:
        if shape.startswith("[]" if isinstance(step, int) else "{}"):
            shape = shape[2:]
        else:
            found = fields(shape, release).get(str(step))
            if not found:
                return None
            shape = found.shape
    return found
