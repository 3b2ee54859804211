"""Fields of maps and items of lists, also of those that may be absent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.equality import has_key
from klint.cel.errors import EvaluationError, no_overload
from klint.cel.literals import INT_MAX
from klint.cel.values import NONE, Optional, UInt, type_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEYS = frozenset((str, int, UInt, bool, float))
_ABSENT = object()


def field(operand: Any, name: str) -> Any:
    """`operand.name`; of an optional value, an optional one."""
    return element(operand, name)


def has_field(operand: Any, name: str) -> bool:
    """`has(operand.name)`. What has no fields at all, such as null, has not this one either."""
    if isinstance(operand, Optional):
        return bool(operand) and has_field(operand.value, name)
    if isinstance(operand, dict):
        return name in operand
    return _find(operand, name) is not _ABSENT


def element(operand: Any, key: Any) -> Any:
    """`operand[key]`; of an optional value, an optional one."""
    if isinstance(operand, Optional):
        return optional_element(operand, key) if operand else NONE
    found = _find(operand, key)
    if found is not _ABSENT:
        return found
    if isinstance(operand, list):
        raise EvaluationError(f"the list has {len(operand)} items, none at {key}")
    what = "field" if isinstance(key, str) else "key"
    if isinstance(operand, dict):
        raise EvaluationError(f"there is no {what} {_shown(key)}")
    raise EvaluationError(f"{type_name(operand)} has no {what} {_shown(key)}")


def optional_element(operand: Any, key: Any) -> Optional:
    """`operand[?key]`."""
    if isinstance(operand, Optional):
        return optional_element(operand.value, key) if operand else NONE
    found = _find(operand, key)
    return NONE if found is _ABSENT else Optional(found)


def _find(operand: Any, key: Any) -> Any:
    """As cel-go does at run time: what is neither map nor list has no field, which is no other fault."""
    if isinstance(operand, dict):
        if type(key) not in _KEYS:
            raise no_overload("the key of a map", key)
        return operand[key] if has_key(operand, key) else _ABSENT
    if not isinstance(operand, list):
        return _ABSENT
    place = _place(key)
    return operand[place] if 0 <= place < len(operand) else _ABSENT


def _place(key: Any) -> int:
    kind = type(key)
    if kind is int or kind is UInt:
        return int(key)
    if kind is float and key.is_integer() and abs(key) < INT_MAX:
        return int(key)
    raise no_overload("the index of a list", key)


def _shown(key: Any) -> str:
    return f"'{key}'" if isinstance(key, str) else str(key).lower()


def iterable(what: str, source: Any) -> Iterable[Any]:
    """What a macro with one variable goes over: items or keys."""
    if isinstance(source, list | dict):
        return source
    raise no_overload(f"{what}()", source)


def pairs(what: str, source: Any) -> Iterable[tuple[Any, Any]]:
    """What a macro with two variables goes over: indexes and items, or keys and values."""
    if isinstance(source, list):
        return enumerate(source)
    if isinstance(source, dict):
        return ((key, source[key]) for key in source)
    raise no_overload(f"{what}()", source)
