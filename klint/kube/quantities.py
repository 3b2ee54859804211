"""Kubernetes quantities (`100m`, `1.5Gi`, `2e3`), read exactly as `resource.ParseQuantity` reads them.

Source: k8s.io/apimachinery `pkg/api/resource`. The pattern in that package's error message is not what
it enforces: it also takes a sign, a point or a suffix alone as zero (`-`, `.`, `m`), and so does this.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

_FORM = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)")
_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_EXPONENT = re.compile(r"[eE][+-]?[0-9]+")
_NANO = 10**9
_GREATEST_BINARY = (2**63 - 1) * _NANO
_GREATEST_EXPONENT = 400  # keeps `1e999999999` from filling the memory; no resource comes near

_GREATEST_LENGTH = 1000

_known: dict[str | int | float, int | None] = {}


def nanos(value: object) -> int | None:
    """A quantity as a whole number of billionths, which no quantity is finer than; None if it is none.

    Strings and numbers are quantities; the API server reads a number as the text JSON gives it.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if value not in _known:
        _known[value] = _read(value.strip() if isinstance(value, str) else _text(value))
    return _known[value]


def quantity(value: object) -> int | Fraction:
    """A quantity as an exact number, whole ones as int; ValueError if it is none."""
    found = nanos(value)
    if found is None:
        raise ValueError(f"{value!r} is not a quantity")
    if found % _NANO == 0:
        return found // _NANO
    from fractions import Fraction  # costs 5 ms, and most quantities are whole

    return Fraction(found, _NANO)


def _text(number: float) -> str:
    """A number as JSON writes it; an integer without end is cut by `_read`."""
    if isinstance(number, int) and number.bit_length() > 3 * _GREATEST_LENGTH:
        return "9" * (_GREATEST_LENGTH + 1)
    return str(number)


def _read(text: str) -> int | None:
    form = _FORM.fullmatch(text)
    if not form or not text or len(text) > _GREATEST_LENGTH:
        return None
    sign, whole, part, suffix = form[1], form[2], form[3] or "", form[4]
    digits = int(whole + part or "0")
    scale = _scale(suffix)
    if scale is None:
        return None
    base, exponent = scale
    size = _in_nanos(digits, base, exponent, len(part))
    return -size if sign == "-" else size


def _scale(suffix: str) -> tuple[int, int] | None:
    if suffix in _DECIMAL:
        return 10, _DECIMAL[suffix]
    if suffix in _BINARY:
        return 2, _BINARY[suffix]
    if _EXPONENT.fullmatch(suffix):
        return 10, max(-_GREATEST_EXPONENT, min(int(suffix[1:]), _GREATEST_EXPONENT))
    return None


def _in_nanos(digits: int, base: int, exponent: int, places: int) -> int:
    """What is finer than a billionth is rounded up; binary quantities end at 2^63 - 1."""
    factor: int = base ** abs(exponent)
    above, below = digits * _NANO, 10**places
    if exponent > 0:
        above *= factor
    else:
        below *= factor
    size: int = -(-above // below)
    return min(size, _GREATEST_BINARY) if base == 2 else size
