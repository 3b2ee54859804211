"""When two values are equal, and which of two comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.errors import EvaluationError, no_overload
from klint.cel.times import Duration, Timestamp
from klint.cel.values import BoolMap, Message, Optional, UInt

if TYPE_CHECKING:
    from klint.cel.frame import Frame

NUMBERS = frozenset((int, UInt, float))
_PLAIN = frozenset((str, bool, bytes, type(None)))
_ORDERED = frozenset((str, bytes, bool))
_LONG = 1000
_EXACT_INT = 2**53  # to here a double tells whole numbers apart
_GREATEST_INT, _GREATEST_UINT = float(2**63), float(2**64)


def equal(frame: Frame, left: Any, right: Any) -> bool:
    """CEL's `==`: numbers of different types by value, values of otherwise different types never."""
    kind, other = type(left), type(right)
    if kind in NUMBERS:
        return other in NUMBERS and (left == right if kind is other else _equal_numbers(left, right))
    if kind in _PLAIN:
        if kind is str and len(left) > _LONG:
            frame.charge(len(left) // 10)
        return kind is other and bool(left == right)
    if isinstance(left, list):
        return isinstance(right, list) and _equal_lists(frame, left, right)
    if isinstance(left, dict):
        return isinstance(right, dict) and _equal_maps(frame, left, right)
    if isinstance(left, Optional):
        return isinstance(right, Optional) and _equal_optionals(frame, left, right)
    return kind is other and bool(left == right)


def _equal_lists(frame: Frame, left: list[Any], right: list[Any]) -> bool:
    frame.charge(min(len(left), len(right)))
    return len(left) == len(right) and all(
        equal(frame, one, other) for one, other in zip(left, right, strict=True)
    )


def _equal_maps(frame: Frame, left: dict[Any, Any], right: dict[Any, Any]) -> bool:
    frame.charge(min(len(left), len(right)))
    if len(left) != len(right) or isinstance(left, Message) != isinstance(right, Message):
        return False
    if isinstance(left, Message) and isinstance(right, Message) and left.name != right.name:
        return False
    return all(has_key(right, key) and equal(frame, left[key], right[key]) for key in left)


def _equal_optionals(frame: Frame, left: Optional, right: Optional) -> bool:
    if not left or not right:
        return bool(left) == bool(right)
    return equal(frame, left.value, right.value)


def has_key(entries: dict[Any, Any], key: Any) -> bool:
    """Whether a map has the key; numbers of different types are one key, a bool is no number."""
    if type(key) is bool and not isinstance(entries, BoolMap):
        return False
    return key in entries


def contains(frame: Frame, items: list[Any], item: Any) -> bool:
    """CEL's `in` of a list."""
    kind = type(item)
    frame.charge(len(items) // 10)
    if kind is str or kind is bytes:
        return item in items
    if kind is int and item not in items and abs(item) < _EXACT_INT:
        return False  # to Python more numbers are equal than to CEL, not fewer
    frame.charge(len(items))
    return any(equal(frame, other, item) for other in items)


def _equal_numbers(left: float, right: float) -> bool:
    return left == left and right == right and _order(left, right) == 0  # noqa: PLR0124  # NaN equals nothing


def compare(what: str, left: Any, right: Any) -> int:
    """Negative, zero or positive; EvaluationError where there is no order, as with NaN."""
    kind, other = type(left), type(right)
    if kind in NUMBERS and other in NUMBERS:
        return _order(left, right)
    if kind is other and kind in _ORDERED:
        return int(left > right) - int(left < right)
    if kind is other and kind in (Timestamp, Duration):
        return int(left.nanos > right.nanos) - int(left.nanos < right.nanos)
    raise no_overload(what, left, right)


def _order(left: float, right: float) -> int:
    """As cel-go does: a whole number beside a double becomes a double, unless it cannot be in range."""
    if left != left or right != right:  # noqa: PLR0124  # NaN
        raise EvaluationError("NaN comes neither before nor after a number")
    if isinstance(left, float) and not isinstance(right, float):
        return -_order(right, left)
    if isinstance(right, float) and not isinstance(left, float):
        low, high = (0.0, _GREATEST_UINT) if isinstance(left, UInt) else (-_GREATEST_INT, _GREATEST_INT)
        if right < low or right > high:
            return 1 if right < low else -1
        left = float(left)
    return (left > right) - (left < right)
