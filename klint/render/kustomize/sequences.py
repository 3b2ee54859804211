"""Lists that a strategic merge patch merges item by item.

Follows kyaml 0.18, walkAssociativeSequence and ElementSetter, step by step: what comes out where keys are missing or
doubled is nobody's intention, but it is what reaches the cluster.
"""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING

from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import resolve, text, written
from klint.render.origin import made

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from klint.render.kustomize.mergekeys import Shape
    from klint.render.origin import Traced

    Merge = Callable[[Traced | None, Traced | None, Shape | None], Traced | None]

_SCALARS = ("",)  # the key of lists of scalars: the item itself


def merge_items(base: Traced, patch: Traced | None, shape: Shape, merge: Merge) -> Traced:
    """The items of `patch` before those of `base`, each merged with its equal."""
    keys = list(shape.keys or _SCALARS)
    itself = patch is not None and patch.value is base.value
    items = list(base.items())
    patches = [] if patch is None else list(patch.items())
    rows = _rows(patches, keys) + _rows(items, keys)
    rows = [row for index, row in enumerate(rows) if row not in rows[:index]]
    if len(keys) > 1:
        rows = _completed(rows)
    added: list[Traced] = []
    names = keys
    for row in rows:
        names, values = _known(rows, row, keys)
        patches = items if itself else patches
        old, new = _find(items, names, values), _find(patches, names, values)
        merged = merge(
            None if old is None else items[old], None if new is None else patches[new], shape.items
        )
        if merged is None or merged.value is None or merged.value == {}:
            items = without(items, names, values)
            continue
        merged = _with_keys(merged, names, values)
        if old is not None and (itself or new is None or not _replaces(patches[new].value)):
            items[old] = merged
        added = _set(added, merged, names, values)
    result = _appended(added, items, names) if rows else items
    return base if patch is None and _same(base.value, result) else base.listing(result)


def _same(values: list[Any], items: list[Traced]) -> bool:
    return len(values) == len(items) and all(map(is_, values, (item.value for item in items)))


def _replaces(patch: Any) -> bool:
    """Whether the item of a patch takes the place of an equal one; that one is nevertheless set again at the end."""
    return isinstance(patch, dict) and patch.get("$patch") == "replace"


def without(items: Sequence[Traced], keys: Sequence[str], values: Sequence[str]) -> list[Traced]:
    """A list less the items with these values, and less those that are empty."""
    return _placed(items, None, keys, values)[0]


def _rows(items: Sequence[Traced], keys: Sequence[str]) -> list[list[str]]:
    return [[_field(item.value, key) for key in keys] for item in items]


def _field(item: Any, key: str) -> str:
    if not key:
        return text(item)
    return text(item.get(key)) if isinstance(item, dict) else ""


def _completed(rows: list[list[str]]) -> list[list[str]]:
    """Rows that agree as far as they go become one: a port without protocol is the port."""
    rows = list(rows)
    for first, row in enumerate(rows):  # not looked up again where it changes meanwhile
        for second in range(len(rows)):
            pairs = list(zip(row, rows[second], strict=True))
            agree = any(one == other for one, other in pairs)
            if agree and all(one == other or not one or not other for one, other in pairs):
                rows[first] = rows[second] = [one or other for one, other in pairs]
    return rows


def _known(rows: list[list[str]], row: list[str], keys: list[str]) -> tuple[list[str], list[str]]:
    """The keys that some row has a value for, and what this row says of them."""
    used = [any(one[index] for one in rows) for index in range(len(keys))]
    if not any(used):
        return keys, row
    names = [key for key, valid in zip(keys, used, strict=True) if valid]
    return names, [value for value, valid in zip(row, used, strict=True) if valid]


def _find(items: Sequence[Traced], keys: list[str], values: list[str]) -> int | None:
    """The first item with these values, of which the empty ones do not count."""
    keys, values = _known([values], values, keys)
    for index, item in enumerate(items):
        if not keys[0]:
            if text(item.value) == values[0]:
                return index
        elif isinstance(item.value, dict) and all(
            key in item.value and written(item.at(key)) == wanted
            for key, wanted in zip(keys, values, strict=True)
        ):
            return index
    return None


def _with_keys(item: Traced, keys: list[str], values: list[str]) -> Traced:
    for key, value in zip(keys, values, strict=True):
        if key and value and isinstance(item.value, dict) and key not in item.value:
            item = item.put(key, made(resolve(value), item.origin))
    return item


def _placed(
    items: Sequence[Traced], new: Traced | None, keys: Sequence[str], values: Sequence[str]
) -> tuple[list[Traced], bool]:
    """The list with `new` for each item of these values, or without them; and whether there were any."""
    mappings = bool(keys and keys[0] and values and values[0])
    kept: list[Traced] = []
    found = False
    for item in items:
        value = item.value
        if value is None or value == {}:
            continue
        if not isinstance(value, dict) and mappings:
            kept.append(item)
        elif not _matches(item, keys, values):
            if values:
                kept.append(item)
        else:
            found = True
            if new is not None:
                kept.append(new)
    return kept, found


def _matches(item: Traced, keys: Sequence[str], values: Sequence[str]) -> bool:
    if not values:
        return False
    for key, wanted in zip(keys, values, strict=False):
        if not key:
            if text(item.value) != wanted:
                return False
        elif not isinstance(item.value, dict):
            raise RefusalError("mismatch", f"the items of this list need a {key}", item.origin.node)
        elif key not in item.value or (wanted and written(item.at(key)) != wanted):
            return False
    return True


def _set(items: Sequence[Traced], new: Traced, keys: Sequence[str], values: Sequence[str]) -> list[Traced]:
    kept, found = _placed(items, new, keys, values)
    return kept if found else [*kept, new]


def _appended(items: list[Traced], more: Sequence[Traced], keys: Sequence[str]) -> list[Traced]:
    for item in more:
        values: list[str] = []
        for key in keys:
            if not key:
                values.append(text(item.value))
            elif isinstance(item.value, dict) and key in item.value:
                values.append(written(item.at(key)))
            else:
                items = [*items, item]
        if len(keys) > 1:
            items = without(items, keys, values)
        items = _set(items, item, keys, values)
    return items
