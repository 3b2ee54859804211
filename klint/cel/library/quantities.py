"""Quantities (k8s.io/apiserver `pkg/cel/library/quantity.go`, from 1.28 on)."""

from __future__ import annotations

import re

from klint.cel.arithmetic import whole
from klint.cel.errors import EvaluationError
from klint.cel.function import Function
from klint.cel.literals import INT_MAX, INT_MIN
from klint.cel.values import named
from klint.kube.quantities import nanos

_SINCE = (1, 28)
_NANO = 10**9
_FORM = re.compile(r"[+-]?([0-9]*)\.?([0-9]*)(.*)")
_POWERS = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}


@named("kubernetes.Quantity")
class Quantity:
    """An exact amount in billionths.

    `scale` is the power of ten in whose units Go keeps the number; None where it does not keep it in an
    int64. Only that decides whether the number counts as an integer: `1000m` and `1Pi` do not.
    """

    __slots__ = ("nanos", "scale")

    def __init__(self, amount: int, scale: int | None) -> None:
        self.nanos = amount
        self.scale = scale

    def __repr__(self) -> str:
        return f"Quantity({self.nanos} billionths)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self.nanos == other.nanos

    def __hash__(self) -> int:
        return hash((Quantity, self.nanos))

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """EvaluationError if the text is no quantity."""
        amount = nanos(text) if text == text.strip() else None
        if amount is None:
            raise EvaluationError(f"'{text[:80]}' is not a quantity")
        return cls(amount, _scale(text))

    @classmethod
    def of(cls, number: int) -> Quantity:
        return cls(number * _NANO, 0)

    def plus(self, other: Quantity, sign: int = 1) -> Quantity:
        return Quantity(self.nanos + sign * other.nanos, self._common_scale(other))

    def _common_scale(self, other: Quantity) -> int | None:
        if self.scale is None or other.scale is None:
            return None
        if not other.nanos:
            return self.scale
        return min(self.scale, other.scale) if self.nanos else other.scale

    def order(self, other: Quantity) -> int:
        return (self.nanos > other.nanos) - (self.nanos < other.nanos)

    def is_integer(self) -> bool:
        return self.scale is not None and self.scale >= 0 and INT_MIN <= self.nanos // _NANO <= INT_MAX

    def as_integer(self) -> int:
        if not self.is_integer():
            raise EvaluationError("the quantity is not an integer of 64 bits")
        return whole(self.nanos // _NANO)

    def as_float(self) -> float:
        return self.nanos / _NANO


def _scale(text: str) -> int | None:
    """Go keeps up to 18 digits in an int64, of binary quantities about 15 before the factor is applied."""
    found = _FORM.fullmatch(text)
    if not found:
        return None
    digits, places, suffix = len(found[1].lstrip("0")), len(found[2]), found[3]
    if suffix in _BINARY:
        fits = not places and digits + _BINARY[suffix] * 3 // 10 < 15
        return 0 if fits else None
    power = _POWERS[suffix] if suffix in _POWERS else int(suffix[1:])
    return power - places if digits + places <= 18 and power - places >= -9 else None


def _is_quantity(text: str) -> bool:
    return text == text.strip() and nanos(text) is not None


FUNCTIONS = (
    Function("quantity", (str,), Quantity.parse, since=_SINCE),
    Function("isQuantity", (str,), _is_quantity, since=_SINCE),
    Function("sign", (Quantity,), lambda one: one.order(Quantity.of(0)), since=_SINCE),
    *(
        Function(name, parameters, call, member=True, since=_SINCE)
        for name, parameters, call in (
            ("isGreaterThan", (Quantity, Quantity), lambda one, other: one.nanos > other.nanos),
            ("isLessThan", (Quantity, Quantity), lambda one, other: one.nanos < other.nanos),
            ("compareTo", (Quantity, Quantity), Quantity.order),
            ("asApproximateFloat", (Quantity,), Quantity.as_float),
            ("asInteger", (Quantity,), Quantity.as_integer),
            ("isInteger", (Quantity,), Quantity.is_integer),
            ("add", (Quantity, Quantity), Quantity.plus),
            ("add", (Quantity, int), lambda one, number: one.plus(Quantity.of(number))),
            ("sub", (Quantity, Quantity), lambda one, other: one.plus(other, -1)),
            ("sub", (Quantity, int), lambda one, number: one.plus(Quantity.of(number), -1)),
        )
    ),
)
