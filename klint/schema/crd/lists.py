"""Lists that are sets or maps: `x-kubernetes-list-type` and its keys.

Follows k8s.io/apiextensions-apiserver 1.34, schema/listtype.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.schema.crd.keywords import path
from klint.schema.scalars import shown
from klint.schema.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.schema.crd.keywords import Check, Schema, Trail

LIST_TYPE = "x-kubernetes-list-type"
MAP_KEYS = "x-kubernetes-list-map-keys"


def uniqueness(schema: Schema) -> Iterator[Check]:
    """What a list's type asks of its items together."""
    if schema.get(LIST_TYPE) == "set":
        yield _distinct
    elif schema.get(LIST_TYPE) == "map":
        keys = schema.get(MAP_KEYS)
        yield _keyed(tuple(key for key in keys if isinstance(key, str)) if isinstance(keys, list) else ())


def _distinct(value: list[Any], trail: Trail, found: list[Violation]) -> None:
    for first, index in _repeated([identity(item) for item in value]):
        at = path(trail)
        related = (((*at, first), "first here"),)
        found.append(Violation("duplicate-set-item", (*at, index), {"shown": shown(value[index])}, related))


def _keyed(keys: tuple[str, ...]) -> Check:
    def check(value: list[Any], trail: Trail, found: list[Violation]) -> None:
        if not all(isinstance(item, dict) or item is None for item in value):
            return  # the items are of the wrong type, which is said of them
        rows = [[(item or {}).get(key) for key in keys] for item in value]
        for first, index in _repeated([identity(row) for row in rows]):
            at = path(trail)
            values = {"keys": ", ".join(keys), "shown": ", ".join(map(_plain, rows[index]))}
            related = (((*at, first), "first here"),)
            last = keys[:1] if keys and keys[0] in (value[index] or {}) else ()
            found.append(Violation("duplicate-list-key", (*at, index, *last), values, related))

    return check


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else shown(value)


def _repeated(identities: list[Any]) -> Iterator[tuple[int, int]]:
    """Of every identity that occurs more than once, the first place and the second."""
    seen: dict[Any, int] = {}
    for index, one in enumerate(identities):
        first = seen.setdefault(one, index)
        if first >= 0 and first != index:
            yield first, index
            seen[one] = -1  # the server too names every identity once


def identity(value: Any) -> Any:
    """Something hashable that is equal for equal JSON; 1, 1.0 and true are three values."""
    if isinstance(value, dict):
        return dict, frozenset((key, identity(item)) for key, item in value.items())
    if isinstance(value, list):
        return list, tuple(map(identity, value))
    return type(value), value
