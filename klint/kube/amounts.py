"""Quantities that can be added up and print as Kubernetes prints them.

A quantity remembers whether it was written with decimal suffixes, binary ones or an exponent, and its text
follows from that (`Quantity.String` of k8s.io/apimachinery). Sums take the form of what they started with.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from klint.kube.quantities import nanos

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DECIMAL, BINARY, EXPONENT = "decimal", "binary", "exponent"

_NANO = 10**9
_MICRO = 10**6
_PARTS = re.compile(r"[+-]?0*([0-9]*)(?:\.([0-9]*))?(.*)")
_DECIMAL_SUFFIXES = {-9: "n", -6: "u", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P", 18: "E"}
_SCALES = {suffix: scale for scale, suffix in _DECIMAL_SUFFIXES.items()}
_BINARY_SUFFIXES = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
_MOST_DIGITS = 18  # what surely fits 64 bits


class Amount(NamedTuple):
    """`nanos` billionths of one; `written` is the text where Kubernetes would print it as it was written."""

    nanos: int
    form: str = DECIMAL
    written: str = ""

    def __str__(self) -> str:
        return self.written or _canonical(self.nanos, self.form)

    @property
    def milli(self) -> int:
        """Thousandths, rounded up."""
        return -(-self.nanos // _MICRO)

    @property
    def value(self) -> int:
        """Whole ones, rounded up."""
        return -(-self.nanos // _NANO)

    def plus(self, other: Amount) -> Amount:
        return Amount(self.nanos + other.nanos, self.form if self.nanos else other.form)

    def minus(self, other: Amount) -> Amount:
        return Amount(self.nanos - other.nanos, self.form if self.nanos else other.form)


ZERO = Amount(0)


@lru_cache(maxsize=4096)
def amount(value: object) -> Amount:
    """Read a quantity; zero where it is none, which the schema reports."""
    size = nanos(value)
    if size is None:
        return ZERO
    text = str(int(value) if isinstance(value, float) and value == int(value) else value).strip()
    form = _form(text)
    written = text if _kept(text, form) else ""
    return Amount(size, DECIMAL if form == BINARY and 0 < size < _NANO else form, written)


def stored(value: object) -> Amount:
    """A quantity of a resource list as the API server stores it: rounded to thousandths, away from zero."""
    read = amount(value)
    if read.nanos % _MICRO == 0:
        return read
    size = -(-abs(read.nanos) // _MICRO) * _MICRO
    return Amount(-size if read.nanos < 0 else size, read.form)


def amounts(values: object) -> dict[str, Amount]:
    """A resource list as the API server stores it."""
    return {key: stored(value) for key, value in values.items()} if isinstance(values, dict) else {}


def added(one: Mapping[str, Amount], other: Mapping[str, Amount]) -> dict[str, Amount]:
    """Two resource lists added up by name."""
    sums = dict(one)
    for key, value in other.items():
        sums[key] = sums[key].plus(value) if key in sums else value
    return sums


def total(lists: Iterable[Mapping[str, Amount]]) -> dict[str, Amount]:
    sums: dict[str, Amount] = {}
    for one in lists:
        sums = added(sums, one)
    return sums


def greatest(one: Mapping[str, Amount], other: Mapping[str, Amount]) -> dict[str, Amount]:
    """The greater of two amounts by name; of equal ones the first."""
    most = dict(one)
    for key, value in other.items():
        if key not in most or value.nanos > most[key].nanos:
            most[key] = value
    return most


def _form(text: str) -> str:
    if text.endswith("i"):
        return BINARY
    return EXPONENT if re.search("[eE].", text) else DECIMAL


def _kept(text: str, form: str) -> bool:
    """Whether Kubernetes keeps the text: ParseQuantity does where it takes it for canonical."""
    whole, part, suffix = (found or "" for found in _PARTS.fullmatch(text).groups())  # type: ignore[union-attr]
    digits = (whole or "0") + part
    if text == "0":
        return True
    if form == BINARY:
        exponent = 10 * _BINARY_SUFFIXES.index(suffix)
        spare = 14 - len(whole or "0") - exponent * 3 // 10
        return "." not in text and spare >= 0 and int(digits) & 7 != 0
    scale = (int(suffix[1:]) if form == EXPONENT else _SCALES[suffix]) - len(part)
    canonical = scale % 3 == 0 and not digits.endswith("000") and digits[0] != "0"
    return canonical and len(digits) <= _MOST_DIGITS and scale >= -9


def _canonical(size: int, form: str) -> str:
    if size == 0:
        return "0"
    if form == BINARY and abs(size) >= 1024 * _NANO and size % _NANO == 0:
        return _scaled(size // _NANO)
    number, exponent = size, -9
    while number % 1000 == 0:
        number, exponent = number // 1000, exponent + 3
    if form == EXPONENT:
        return f"{number}e{exponent}" if exponent else str(number)
    return f"{number}{_DECIMAL_SUFFIXES.get(exponent, '')}"


def _scaled(size: int) -> str:
    step = 0
    while size % 1024 == 0 and step < len(_BINARY_SUFFIXES) - 1:
        size, step = size // 1024, step + 1
    return f"{size}{_BINARY_SUFFIXES[step]}"
