"""The slow answer: everything that is wrong with an object, where, and what may have been meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.schema import facts, hints, scalars
from klint.schema.accept import SCHEMA, in_status, keys_of
from klint.schema.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from klint.release import Release
    from klint.schema.field import Field
    from klint.schema.violation import Path


def explain(value: Any, type_name: str, release: Release) -> list[Violation]:
    """All violations of an object by its type, roughly in the order of the document."""
    return list(_Walk(release).struct(value, type_name, ()))


class _Walk:
    """Follows a value and its shape down; `above` are the types on the way, the nearest last."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.above: list[str] = []

    def struct(self, value: Any, type_name: str, path: Path, *, status: bool = False) -> Iterator[Violation]:
        if not isinstance(value, dict | None):
            yield _violation(scalars.mismatch("a mapping", value), path)
            return
        value = value or {}  # null is decoded as a zero value, and so lacks what is required
        fields = facts.fields(type_name, self.release)
        self.above.append(type_name)
        for key, item in value.items():
            field = fields.get(key)
            if field is None:
                values = hints.unknown(value, key, self.above, self.release)
                yield Violation("unknown-field", (*path, key), values, on_key=True)
            elif item is not None:
                yield from self._field(item, field, (*path, key), status=in_status(field, status=status))
        self.above.pop()
        parent = hints.word(type_name)
        for name, field in fields.items():
            if field.required and not status and value.get(name) is None:
                yield Violation("missing-field", (*path, name), {"parent": parent, "field": name})

    def _field(self, item: Any, field: Field, path: Path, *, status: bool) -> Iterator[Violation]:
        if field.deprecated:
            values = {"parent": hints.word(self.above[-1]), "field": field.name}
            yield Violation("deprecated-field", path, values, on_key=True)
        yield from self._value(item, field.shape, field, path, status=status)
        if isinstance(item, list):
            yield from _duplicates(item, field, path)

    def _value(
        self, value: Any, shape: str, field: Field, path: Path, *, status: bool
    ) -> Iterator[Violation]:
        if shape.startswith(("[]", "{}")):
            yield from self._items(value, shape, field, path, status=status)
        elif shape == field.type:
            yield from self.struct(value, shape, path, status=status)
        elif shape == "schema" and isinstance(value, dict):
            yield from self._schema(value, path)
        elif value is None:
            return
        elif fault := scalars.fault(shape, value):
            yield _violation(fault, path)
        elif value and field.enum and value not in field.enum and not status:
            values = hints.bad_enum(value, field, self.above[-1], self.release)
            yield Violation("bad-enum", path, values)

    def _schema(self, value: dict[str, Any], path: Path) -> Iterator[Violation]:
        """A schema within a schema: the API server drops a field it doesn't know there without a word."""
        for one in self.struct(value, SCHEMA, path):
            yield one._replace(certain=False) if one.fault == "unknown-field" else one

    def _items(
        self, value: Any, shape: str, field: Field, path: Path, *, status: bool
    ) -> Iterator[Violation]:
        wanted, expected = (list, "a list") if shape.startswith("[]") else (dict, "a mapping")
        if value is None:
            return
        if not isinstance(value, wanted):
            yield _violation(scalars.mismatch(expected, value), path)
            return
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, item in steps:
            if item is not None or wanted is list:  # null in a list is a zero value, in a map nothing
                yield from self._value(item, shape[2:], field, (*path, step), status=status)


def _violation(fault: scalars.Fault, path: Path) -> Violation:
    return Violation(fault[0], path, fault[1])


def _duplicates(items: Sequence[Any], field: Field, path: Path) -> Iterator[Violation]:
    """Items equal in their keys; the API server refuses them in some lists, and lets them be in others."""
    first: dict[Any, int] = {}
    for index, item in enumerate(items):
        key = _key(item, field)
        if key is None:
            continue
        if key not in first:
            first[key] = index
            continue
        related = (((*path, first[key]), "first here"),)
        if field.keys:
            at = (*path, index, field.keys[0]) if field.keys[0] in item else (*path, index)
            shown = ", ".join(f"{part}" for part in key)
            values = {"keys": ", ".join(field.keys), "shown": shown, "field": field.name}
            yield Violation("duplicate-list-key", at, values, related, certain=field.unique)
        else:
            values = {"shown": scalars.shown(item), "field": field.name}
            yield Violation("duplicate-set-item", (*path, index), values, related, certain=field.unique)


def _key(item: Any, field: Field) -> Any:
    """What may be there only once; None for what is broken anyway or may be repeated."""
    if field.keys and isinstance(item, dict):
        key = keys_of(item, field.keys)
        return key if key[0] is not None and not any(isinstance(part, dict | list) for part in key) else None
    if (field.set or field.unique) and not field.keys and not isinstance(item, dict | list):
        return item
    return None
