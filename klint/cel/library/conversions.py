"""Conversions between the basic types, and the size of what has one.

Follows cel-go `common/types`, which reads and prints numbers as Go's strconv does.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from klint.cel.arithmetic import whole
from klint.cel.errors import EvaluationError
from klint.cel.function import Function
from klint.cel.times import SECOND, Duration, Timestamp
from klint.cel.values import UInt

_WHOLE = re.compile(r"[+-]?[0-9]{1,40}")
_UNSIGNED = re.compile(r"[0-9]{1,40}")
_REAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?inf(inity)?|nan", re.IGNORECASE)
_BOOLS = {
    **dict.fromkeys(("1", "t", "T", "true", "TRUE", "True"), True),
    **dict.fromkeys(("0", "f", "F", "false", "FALSE", "False"), False),
}


def _same(value: Any) -> Any:
    return value


def _int(value: Any) -> int:
    """Of a number, towards zero."""
    if isinstance(value, float) and not (isfinite(value) and abs(value) < 2**63):
        raise EvaluationError("the number does not fit 64 bits")
    return whole(int(value))


def _int_of_text(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise EvaluationError(f"'{text[:80]}' is not a whole number")
    return whole(int(text))


def _uint(value: Any) -> int:
    if isinstance(value, float) and not (isfinite(value) and 0 <= value < 2**64):
        raise EvaluationError("the number does not fit 64 bits without a sign")
    return whole(int(value), UInt)


def _uint_of_text(text: str) -> int:
    if not _UNSIGNED.fullmatch(text):
        raise EvaluationError(f"'{text[:80]}' is not a whole number without a sign")
    return whole(int(text), UInt)


def _double_of_text(text: str) -> float:
    value = float(text) if _REAL.fullmatch(text) else None
    if value is None or (abs(value) == float("inf") and text[-1:].isdigit()):
        raise EvaluationError(f"'{text[:80]}' is not a number")
    return value


def _bool_of_text(text: str) -> bool:
    if text not in _BOOLS:
        raise EvaluationError(f"'{text[:80]}' is neither true nor false")
    return _BOOLS[text]


def text_of_double(value: float) -> str:
    """The shortest digits; with an exponent below 0.0001 and from a million on."""
    if not isfinite(value):
        return {"inf": "+Inf", "-inf": "-Inf"}.get(str(value), "NaN")
    if value == 0 or 1e-4 <= abs(value) < 1e6:
        return repr(value).removesuffix(".0")
    mantissa, _, power = repr(abs(value)).removesuffix(".0").partition("e")
    whole_part, _, fraction = mantissa.partition(".")
    digits = (whole_part + fraction).lstrip("0")
    exponent = int(power or 0) + len(whole_part) - 1
    digits = digits.rstrip("0")
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{'-' if value < 0 else ''}{digits[0]}{tail}e{'-' if exponent < 0 else '+'}{abs(exponent):02}"


def text_of_bytes(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise EvaluationError("the bytes are no UTF-8") from None


def utf8(text: str) -> bytes:
    """What is no character (half of a surrogate pair) becomes a question mark."""
    return text.encode(errors="replace")


def _seconds(value: Any) -> int:
    return int(value.nanos // SECOND)


FUNCTIONS = (
    Function("int", (int,), _same),
    Function("int", (UInt,), _int),
    Function("int", (float,), _int),
    Function("int", (str,), _int_of_text),
    Function("int", (Timestamp,), _seconds),
    Function("int", (Duration,), lambda value: value.nanos),
    Function("uint", (UInt,), _same),
    Function("uint", (int,), _uint),
    Function("uint", (float,), _uint),
    Function("uint", (str,), _uint_of_text),
    Function("double", (float,), _same),
    Function("double", (int,), float),
    Function("double", (UInt,), float),
    Function("double", (str,), _double_of_text),
    Function("bool", (bool,), _same),
    Function("bool", (str,), _bool_of_text),
    Function("bytes", (bytes,), _same),
    Function("bytes", (str,), utf8),
    Function("string", (str,), _same),
    Function("string", (bool,), lambda value: "true" if value else "false"),
    Function("string", (int,), str),
    Function("string", (UInt,), lambda value: str(int(value))),
    Function("string", (float,), text_of_double),
    Function("string", (bytes,), text_of_bytes),
    Function("string", (Timestamp,), str),
    Function("string", (Duration,), str),
    *(
        Function("size", (kind,), len, member=member)
        for member in (False, True)
        for kind in (str, bytes, list, dict)
    ),
)
