"""Mathematics (cel-go `ext/math.go`), which no release of Kubernetes has, but policy engines around it do."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from klint.cel.arithmetic import whole
from klint.cel.equality import NUMBERS, compare
from klint.cel.errors import EvaluationError, no_overload
from klint.cel.function import ANY, OUTSIDE, Function
from klint.cel.values import UInt

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_ARGUMENTS = 16
_WORD = 2**64


def _extreme(what: str, sign: int) -> Callable[..., Any]:
    def extreme(*values: Any) -> Any:
        if len(values) == 1 and isinstance(values[0], list):
            values = tuple(values[0])
        for value in values:
            if type(value) not in NUMBERS:
                raise no_overload(what, value)
        if not values:
            raise EvaluationError(f"{what} of an empty list")
        best = values[0]
        for value in values[1:]:
            if compare(what, value, best) * sign > 0:
                best = value
        return best

    return extreme


def _rounded(value: float) -> float:
    """Halves away from zero."""
    if not math.isfinite(value):
        return value
    return math.copysign(math.floor(abs(value) + 0.5) if abs(value) < 2**52 else abs(value), value)


def _if_finite(act: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: float(act(value)) if math.isfinite(value) else value


def _sign(value: float) -> Any:
    if value != value:  # noqa: PLR0124  # NaN
        return value
    return type(value)((value > 0) - (value < 0))


def _sqrt(value: float) -> float:
    return math.sqrt(value) if value >= 0 else math.nan


def _signed(bits: int) -> int:
    return bits - _WORD if bits >= _WORD // 2 else bits


def _shift_left(value: int, places: int) -> int:
    bits = (int(value) << _places(places)) % _WORD
    return UInt(bits) if type(value) is UInt else _signed(bits)


def _shift_right(value: int, places: int) -> int:
    """The sign is a bit like any other."""
    bits = (int(value) % _WORD) >> _places(places)
    return UInt(bits) if type(value) is UInt else _signed(bits)


def _places(places: int) -> int:
    if places < 0:
        raise EvaluationError(f"a shift by {places} places")
    return min(places, 64)


def _each_integer(name: str, act: Callable[[int, int], int]) -> tuple[Function, ...]:
    return (
        Function(name, (int, int), act, since=OUTSIDE),
        Function(name, (UInt, UInt), lambda one, other: UInt(act(one, other)), since=OUTSIDE),
    )


FUNCTIONS = (
    *(
        Function(name, (ANY,) * count, _extreme(f"{name}()", sign), since=OUTSIDE)
        for name, sign in (("math.greatest", 1), ("math.least", -1))
        for count in range(1, _MOST_ARGUMENTS)
    ),
    *(
        Function(name, (float,), act, since=OUTSIDE)
        for name, act in (
            ("math.ceil", _if_finite(math.ceil)),
            ("math.floor", _if_finite(math.floor)),
            ("math.round", _rounded),
            ("math.trunc", _if_finite(math.trunc)),
            ("math.isInf", math.isinf),
            ("math.isNaN", math.isnan),
            ("math.isFinite", math.isfinite),
        )
    ),
    *(
        Function(name, (kind,), act, since=OUTSIDE)
        for kind in (int, UInt, float)
        for name, act in (("math.sign", _sign), ("math.sqrt", _sqrt))
    ),
    Function("math.abs", (int,), lambda value: whole(abs(value)), since=OUTSIDE),
    Function("math.abs", (UInt,), lambda value: value, since=OUTSIDE),
    Function("math.abs", (float,), abs, since=OUTSIDE),
    *_each_integer("math.bitAnd", int.__and__),
    *_each_integer("math.bitOr", int.__or__),
    *_each_integer("math.bitXor", int.__xor__),
    Function("math.bitNot", (int,), lambda value: ~value, since=OUTSIDE),
    Function("math.bitNot", (UInt,), lambda value: UInt(_WORD - 1 - value), since=OUTSIDE),
    *(
        Function(name, (kind, int), act, since=OUTSIDE)
        for kind in (int, UInt)
        for name, act in (("math.bitShiftLeft", _shift_left), ("math.bitShiftRight", _shift_right))
    ),
)
