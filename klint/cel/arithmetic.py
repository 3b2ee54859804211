"""The operators that calculate and compare."""

from __future__ import annotations

from math import inf, nan
from typing import TYPE_CHECKING, Any

from klint.cel.equality import compare, contains, equal, has_key
from klint.cel.errors import EvaluationError, no_overload
from klint.cel.literals import INT_MAX, INT_MIN, UINT_MAX
from klint.cel.times import Duration, Timestamp
from klint.cel.values import UInt

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.cel.frame import Frame

    Operation = Callable[[Frame, Any, Any], Any]


def whole(value: int, kind: type = int) -> int:
    """The number, as an int or UInt; EvaluationError beyond 64 bits."""
    if kind is UInt:
        if 0 <= value <= UINT_MAX:
            return UInt(value)
    elif INT_MIN <= value <= INT_MAX:
        return value
    raise EvaluationError("the number does not fit 64 bits")


def add(frame: Frame, left: Any, right: Any) -> Any:
    kind = type(left)
    if kind is type(right):
        if kind is int or kind is UInt:
            return whole(left + right, kind)
        if kind is str or kind is bytes or kind is list:
            frame.charge((len(left) + len(right)) // 10)
            return left + right
        if kind is float:
            return left + right
        if kind is Duration:
            return Duration(left.nanos + right.nanos)
    if isinstance(left, list) and isinstance(right, list):
        frame.charge((len(left) + len(right)) // 10)
        return [*left, *right]
    if {kind, type(right)} == {Timestamp, Duration}:
        return Timestamp(left.nanos + right.nanos)
    raise no_overload("'+'", left, right)


def subtract(_frame: Frame, left: Any, right: Any) -> Any:
    kind, other = type(left), type(right)
    if kind is other:
        if kind is int or kind is UInt:
            return whole(left - right, kind)
        if kind is float:
            return left - right
        if kind is Duration or kind is Timestamp:
            return Duration(left.nanos - right.nanos)
    if kind is Timestamp and other is Duration:
        return Timestamp(left.nanos - right.nanos)
    raise no_overload("'-'", left, right)


def multiply(_frame: Frame, left: Any, right: Any) -> Any:
    kind = type(left)
    if kind is type(right):
        if kind is int or kind is UInt:
            return whole(left * right, kind)
        if kind is float:
            return left * right
    raise no_overload("'*'", left, right)


def divide(_frame: Frame, left: Any, right: Any) -> Any:
    kind = type(left)
    if kind is type(right):
        if kind is int or kind is UInt:
            if right == 0:
                raise EvaluationError("division by zero")
            size = abs(left) // abs(right)  # towards zero
            return whole(size if (left < 0) == (right < 0) else -size, kind)
        if kind is float:
            return left / right if right else _by_zero(left, right)
    raise no_overload("'/'", left, right)


def _by_zero(left: float, right: float) -> float:
    if left == 0 or left != left:  # noqa: PLR0124  # NaN
        return nan
    negative = (left < 0) != (str(right)[0] == "-")
    return -inf if negative else inf


def remainder(_frame: Frame, left: Any, right: Any) -> Any:
    kind = type(left)
    if kind is type(right) and (kind is int or kind is UInt):
        if right == 0:
            raise EvaluationError("remainder of a division by zero")
        size = abs(left) % abs(right)
        return whole(-size if left < 0 else size, kind)
    raise no_overload("'%'", left, right)


def negate(value: Any) -> Any:
    if type(value) is int:
        return whole(-value)
    if type(value) is float:
        return -value
    raise no_overload("'-'", value)


def is_in(frame: Frame, item: Any, items: Any) -> bool:
    if isinstance(items, dict):
        return type(item).__hash__ is not None and has_key(items, item)
    if isinstance(items, list):
        return contains(frame, items, item)
    raise no_overload("'in'", item, items)


def less(_frame: Frame, left: Any, right: Any) -> bool:
    return compare("'<'", left, right) < 0


def less_or_equal(_frame: Frame, left: Any, right: Any) -> bool:
    return compare("'<='", left, right) <= 0


def greater(_frame: Frame, left: Any, right: Any) -> bool:
    return compare("'>'", left, right) > 0


def greater_or_equal(_frame: Frame, left: Any, right: Any) -> bool:
    return compare("'>='", left, right) >= 0


def unequal(frame: Frame, left: Any, right: Any) -> bool:
    return not equal(frame, left, right)


OPERATIONS: dict[str, Operation] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
    "in": is_in,
    "==": equal,
    "!=": unequal,
    "<": less,
    "<=": less_or_equal,
    ">": greater,
    ">=": greater_or_equal,
}
