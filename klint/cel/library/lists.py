"""Lists: Kubernetes' own functions, and those of cel-go `ext/lists.go` (in Kubernetes from 1.34 on)."""

from __future__ import annotations

from functools import cmp_to_key
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from klint.cel.arithmetic import add
from klint.cel.equality import NUMBERS, compare, equal
from klint.cel.errors import EvaluationError, no_overload
from klint.cel.function import ANY, Function
from klint.cel.times import Duration
from klint.cel.values import NONE, Optional

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klint.cel.frame import Frame

_EXTENDED = (1, 34)
_OPTIONAL_ENDS = (1, 33)
_INCLUDES = (1, 37)
_LONGEST_RANGE = 1_000_000
_SUMMABLE = NUMBERS | {Duration}


def _is_sorted(frame: Frame, items: list[Any]) -> bool:
    frame.charge(len(items))
    return all(compare("isSorted()", one, other) <= 0 for one, other in pairwise(items))


def _sum(frame: Frame, items: list[Any]) -> Any:
    frame.charge(len(items))
    if not items:
        return 0
    total, *rest = items
    if type(total) not in _SUMMABLE:
        raise no_overload("sum()", total)
    for item in rest:
        total = add(frame, total, item)
    return total


def _extreme(what: str, sign: int) -> Callable[[Frame, list[Any]], Any]:
    def extreme(frame: Frame, items: list[Any]) -> Any:
        frame.charge(len(items))
        if not items:
            raise EvaluationError(f"{what} of an empty list")
        best = items[0]
        for item in items:
            if compare(what, item, best) * sign > 0:
                best = item
        return best

    return extreme


def _index_of(frame: Frame, items: list[Any], item: Any) -> int:
    return _find(frame, items, item, range(len(items)))


def _last_index_of(frame: Frame, items: list[Any], item: Any) -> int:
    return _find(frame, items, item, range(len(items) - 1, -1, -1))


def _find(frame: Frame, items: list[Any], item: Any, places: Sequence[int]) -> int:
    frame.charge(len(items))
    return next((place for place in places if equal(frame, items[place], item)), -1)


def _includes(frame: Frame, value: Any, item: Any) -> bool:
    """A value that is no list includes itself only."""
    if isinstance(value, list):
        return _index_of(frame, value, item) >= 0
    return equal(frame, value, item)


def _slice(frame: Frame, items: list[Any], start: int, end: int) -> list[Any]:
    if not 0 <= start <= end <= len(items):
        raise EvaluationError(f"there is no part from {start} to {end} in a list of {len(items)}")
    frame.charge((end - start) // 10)
    return items[start:end]


def _flatten(frame: Frame, items: list[Any], depth: int = 1) -> list[Any]:
    if depth < 0:
        raise EvaluationError("flatten() takes no negative depth")
    frame.charge(len(items))
    flat: list[Any] = []
    for item in items:
        if isinstance(item, list) and depth:
            flat.extend(_flatten(frame, item, depth - 1))
        else:
            flat.append(item)
    return flat


def _range(frame: Frame, length: int) -> list[int]:
    if not 0 <= length <= _LONGEST_RANGE:
        raise EvaluationError(f"lists.range() takes 0 to {_LONGEST_RANGE}, not {length}")
    frame.charge(length)
    return list(range(length))


def _distinct(frame: Frame, items: list[Any]) -> list[Any]:
    if all(type(item) is str for item in items):
        frame.charge(len(items))
        return list(dict.fromkeys(items))
    found: list[Any] = []
    for item in items:
        frame.charge(len(found) + 1)
        if not any(equal(frame, item, other) for other in found):
            found.append(item)
    return found


def _sort(frame: Frame, items: list[Any]) -> list[Any]:
    return sorted_by(frame, items, items)


def sorted_by(frame: Frame, items: list[Any], keys: list[Any]) -> list[Any]:
    """The items in the order of their keys, which are of one type; stable."""
    frame.charge(len(items) * (len(items).bit_length() + 1))
    kinds = {type(key) for key in keys}
    if len(kinds) > 1:
        raise EvaluationError("only values of one type can be sorted")
    if keys:
        compare("sort()", keys[0], keys[0])  # what has no order is an error even alone

    def order(one: int, other: int) -> int:
        return compare("sort()", keys[one], keys[other])

    return [items[place] for place in sorted(range(len(items)), key=cmp_to_key(order))]


def _first(items: list[Any]) -> Optional:
    return Optional(items[0]) if items else NONE


def _last(items: list[Any]) -> Optional:
    return Optional(items[-1]) if items else NONE


def _unwrapped(frame: Frame, items: list[Any]) -> list[Any]:
    frame.charge(len(items))
    for item in items:
        if not isinstance(item, Optional):
            raise no_overload("optional.unwrap()", item)
    return [item.value for item in items if item]


FUNCTIONS = (
    Function("isSorted", (list,), _is_sorted, member=True, metered=True),
    Function("sum", (list,), _sum, member=True, metered=True),
    Function("min", (list,), _extreme("min()", -1), member=True, metered=True),
    Function("max", (list,), _extreme("max()", 1), member=True, metered=True),
    Function("indexOf", (list, ANY), _index_of, member=True, metered=True),
    Function("lastIndexOf", (list, ANY), _last_index_of, member=True, metered=True),
    Function("includes", (ANY, ANY), _includes, member=True, metered=True, since=_INCLUDES),
    Function("slice", (list, int, int), _slice, member=True, metered=True, since=_EXTENDED),
    Function("flatten", (list,), _flatten, member=True, metered=True, since=_EXTENDED),
    Function("flatten", (list, int), _flatten, member=True, metered=True, since=_EXTENDED),
    Function("distinct", (list,), _distinct, member=True, metered=True, since=_EXTENDED),
    Function("reverse", (list,), lambda items: items[::-1], member=True, since=_EXTENDED),
    Function("sort", (list,), _sort, member=True, metered=True, since=_EXTENDED),
    Function("lists.range", (int,), _range, metered=True, since=_EXTENDED),
    Function("first", (list,), _first, member=True, since=_OPTIONAL_ENDS),
    Function("last", (list,), _last, member=True, since=_OPTIONAL_ENDS),
    Function("unwrapOpt", (list,), _unwrapped, member=True, metered=True, since=_OPTIONAL_ENDS),
    Function("optional.unwrap", (list,), _unwrapped, metered=True, since=_OPTIONAL_ENDS),
)
