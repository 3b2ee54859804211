"""What may have been meant, and since when it would have been right: the values of a violation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.release import NEWEST, Release
from klint.schema import facts
from klint.schema.near import nearest
from klint.schema.scalars import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klint.schema.field import Field


def word(type_name: str) -> str:
    """`core.v1.Container` is a Container."""
    return type_name.rpartition(".")[2]


def unknown(value: Mapping[str, Any], key: str, above: Sequence[str], release: Release) -> dict[str, Any]:
    """Values of `unknown-field`: `value` is the mapping that holds `key`, `above` the types around it."""
    hint = _other_release(above[-1], key, release)
    near, hint = (None, hint) if hint else _elsewhere(value, key, above, release)
    return {"parent": word(above[-1]), "field": key, "near": near, "hint": hint}


def bad_enum(value: str, field: Field, type_name: str, release: Release) -> dict[str, Any]:
    near = nearest(value, field.enum)
    hint = f"; did you mean {near}?" if near else ""
    later = facts.ever(type_name, field.name)
    if later and value in later.enum:
        hint = needs(_first_with(type_name, field.name, value, release), release)
    return {
        "shown": shown(value),
        "allowed": ", ".join(field.enum),
        "near": near,
        "hint": hint,
        "field": field.name,
    }


def needs(first: Release | None, release: Release) -> str:
    return f"; it needs Kubernetes {first}, the target is {release}"


def _first_with(type_name: str, name: str, value: str, release: Release) -> Release | None:
    later = (Release(1, minor) for minor in range(release.minor + 1, NEWEST.minor + 1))
    return next((one for one in later if value in facts.fields(type_name, one)[name].enum), None)


def _other_release(type_name: str, key: str, release: Release) -> str:
    known = facts.ever(type_name, key)
    if known is None:
        return ""
    if known.introduced and release < known.introduced:
        return needs(known.introduced, release)
    return f"; Kubernetes {known.removed} removed it" if known.removed else ""


def _elsewhere(
    value: Mapping[str, Any], key: str, above: Sequence[str], release: Release
) -> tuple[str | None, str]:
    """A field of nearly that name here, of that name one level down, or of that name further up."""
    fields = facts.fields(above[-1], release)
    near = nearest(key, (name for name in fields if name not in value)) or nearest(key, fields)
    if near:
        return (None, f"; {near} is there already") if near in value else (near, f"; did you mean {near}?")
    below = [name for name, field in fields.items() if key in facts.fields(field.type, release)]
    if below:
        field = fields[min(below, key=lambda name: (name not in value, name))]
        return None, f"; did you mean {field.name}{'[]' * field.shape.count('[]')}.{key}?"
    for outer in reversed(above[:-1]):
        if key in facts.fields(outer, release):
            return None, f"; it is a field of {word(outer)}"
    return None, ""
