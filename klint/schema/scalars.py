"""How the API server decodes scalars: what it takes for each shape, and what is wrong with the rest.

Sources: sigs.k8s.io/json, and the `UnmarshalJSON` of Quantity, IntOrString, Time and MicroTime in
k8s.io/apimachinery. A number without a fraction is an integer however it is written (`1.0`, `1e3`),
because it reaches the server as JSON that has been written anew.
"""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, Any

from klint.kube.quantities import nanos

if TYPE_CHECKING:
    from collections.abc import Callable

    Fault = tuple[str, dict[str, Any]]

INT32 = -(2**31), 2**31 - 1
INT64 = -(2**63), 2**63 - 1

_TIME = re.compile(
    r"\d{4}-(\d\d)-(\d\d)T(\d\d?):([0-5]\d):([0-5]\d)(?:[.,]\d+)?(?:Z|[+-](\d\d):([0-5]\d))", re.ASCII
)
_MICRO_TIME = re.compile(r".*[.,]\d{6}(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_LONG_MONTHS = {1, 3, 5, 7, 8, 10, 12}

EXPECTED = {
    "any": "a value",
    "bool": "true or false",
    "bytes": "a base64 string",
    "int-or-string": "an integer or a string",
    "int32": "an integer",
    "int64": "an integer",
    "micro-time": "a time",
    "number": "a number",
    "quantity": "a quantity",
    "schema": "a schema",
    "string": "a string",
    "time": "a time",
}
FOUND = {bool: "a boolean", dict: "a mapping", float: "a decimal number", int: "an integer", list: "a list"}


def found(value: Any) -> str:
    return FOUND.get(type(value), "a string" if isinstance(value, str) else "null")


def is_bytes(text: str) -> bool:
    """Whether Go's base64.StdEncoding decodes it, which skips line breaks and nothing else."""
    try:
        binascii.a2b_base64(text.replace("\n", "").replace("\r", ""), strict_mode=True)
    except ValueError:
        return False
    return True


def is_time(text: str) -> bool:
    """Whether Go's time.Parse reads it as RFC 3339, which takes an hour of one digit and a comma."""
    form = _TIME.fullmatch(text)
    if not form or int(form[3]) > 23 or int(form[6] or 0) > 24:
        return False
    return 1 <= int(form[2]) <= _days(int(text[:4]), int(form[1]))


def is_micro_time(text: str) -> bool:
    return bool(_MICRO_TIME.fullmatch(text)) and is_time(text)


def _days(year: int, month: int) -> int:
    """Days of a month; -1 for no month, which has no day either."""
    if not 1 <= month <= 12:
        return -1
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 31 if month in _LONG_MONTHS else 30


def whole(low: int, high: int) -> Callable[[float], bool]:
    """A test for integers of a range, which a float may be as well."""

    def test(value: float) -> bool:
        return low <= value <= high and (type(value) is int or value == int(value))

    return test


def is_number(value: float) -> bool:  # noqa: ARG001
    return True


def is_quantity(value: Any) -> bool:
    return nanos(value) is not None


STRINGS: dict[str, Callable[[str], bool]] = {
    "bytes": is_bytes,
    "micro-time": is_micro_time,
    "quantity": is_quantity,
    "time": is_time,
}
"""Tests of the shapes that are written as strings of a certain form."""

NUMBERS: dict[str, Callable[[float], bool]] = {
    "int-or-string": whole(*INT32),
    "int32": whole(*INT32),
    "int64": whole(*INT64),
    "number": is_number,
    "quantity": is_quantity,
}
"""Tests of the shapes that may be written as a number."""

PLAIN = frozenset({"int-or-string", "string"})
"""Shapes that any string satisfies."""


def fault(shape: str, value: Any) -> Fault | None:
    """What is wrong with a value that is neither null nor shaped like a list, map or type."""
    kind = type(value)
    if shape == "any" or (shape == "schema" and kind in {bool, list}):
        return None
    if kind is str and (shape in PLAIN or shape in STRINGS):
        return None if shape in PLAIN else _malformed(shape, value)
    if kind in {int, float} and shape in NUMBERS:
        return None if NUMBERS[shape](value) else _misfit(shape, value)
    if kind is bool and shape == "bool":
        return None
    return mismatch(EXPECTED[shape], value)


def mismatch(expected: str, value: Any) -> Fault:
    return "wrong-type", {"expected": expected, "found": found(value), "shown": shown(value)}


def _malformed(shape: str, text: str) -> Fault | None:
    if STRINGS[shape](text):
        return None
    if shape == "quantity":
        return "bad-quantity", {"shown": shown(text)}
    if shape == "bytes":
        return "bad-base64", {"shown": shown(text), "reason": _reason(text)}
    example = "2006-01-02T15:04:05Z" if shape == "time" else "2006-01-02T15:04:05.000000Z"
    return "bad-time", {"shown": shown(text), "expected": example}


def _reason(text: str) -> str:
    bad = re.search(r"[^A-Za-z0-9+/=\r\n]", text)
    if bad:
        return f"it holds {shown(bad[0])}"
    return "its length or padding is wrong"


def _misfit(shape: str, value: float) -> Fault:
    low, high = INT64 if shape == "int64" else INT32
    if shape == "quantity":
        return "bad-quantity", {"shown": shown(value)}
    if low <= value <= high:
        return mismatch(EXPECTED[shape], value)
    return "out-of-range", {"shown": shown(value), "least": low, "greatest": high}


def shown(value: Any) -> str:
    """A value on one line, at most 40 characters of it."""
    if isinstance(value, dict | list):
        return "{...}" if isinstance(value, dict) else "[...]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int) and value.bit_length() > 128:
        return "a huge integer"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:36] + '..."' * isinstance(value, str)
