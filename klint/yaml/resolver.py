"""What a scalar means to Kubernetes.

Follows goyaml.v2 as sigs.k8s.io/yaml 1.4 (kubectl 1.32) uses it: YAML 1.1 without sexagesimal
numbers and dates, and every number becomes what its JSON form is read as (`1e3` is the integer 1000).
"""

from __future__ import annotations

import math
import re

Scalar = str | int | float | bool | None

WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
}
_NUMERIC = frozenset("+-.0123456789")  # what a number starts with
_INTEGER = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9][0-9]*|0)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_POINTED = re.compile(r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?")
_SIGNED_BINARY = re.compile(r"0b([-+][01]{1,64})")  # a whim of goyaml: the sign after the prefix
_BASES = {"0x": 16, "0o": 8, "0b": 2}
INT64 = 1 << 63
_UINT64 = 1 << 64


def plain(text: str) -> Scalar:
    """The value of a scalar without quotes and tag; infinities and NaN come as such."""
    value = meaning(text)
    return in_json(value) if value.__class__ is float else value


def plain_key(text: str) -> str | None:
    """The JSON key that a scalar without quotes and tag becomes; None where it cannot be one."""
    return key_of(meaning(text))


def meaning(text: str) -> Scalar:
    if text in WORDS:
        return WORDS[text]
    if text[0] in _NUMERIC:
        number = _number(text)
        if number is not None:
            return number
    return text


def _number(text: str) -> int | float | None:
    """The number that goyaml reads; None for a text."""
    if text[0] == ".":
        return _finite(text) if _POINTED.fullmatch(text) else None
    bare = text.replace("_", "")
    number = _integer(bare) if _INTEGER.fullmatch(bare) else None
    if number is not None:
        return number
    if _FLOAT.fullmatch(bare):
        return _finite(bare)
    signed = _SIGNED_BINARY.fullmatch(bare)
    number = int(signed[1], 2) if signed else INT64
    return number if -INT64 <= number < INT64 else None


def _integer(bare: str) -> int | None:
    """An integer of 64 bits, which is unsigned only where it has no sign; else None."""
    digits = bare.lstrip("+-")
    base = _BASES.get(digits[:2].lower())
    if base:
        digits = digits[2:]
    else:
        base = 8 if digits[0] == "0" else 10
    digits = digits.lstrip("0") or "0"
    if len(digits) > 64:
        return None
    number = int(digits, base)
    if bare[0] == "-":
        return -number if number <= INT64 else None
    return number if number < (INT64 if bare[0] == "+" else _UINT64) else None


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def in_json(number: float) -> float:
    """The number that Go's JSON form of it is read as: whole ones below 1e21 are integers."""
    if not number.is_integer() or abs(number) >= 1e21:
        return number
    mantissa, _, exponent = repr(number).partition("e")
    whole, _, fraction = mantissa.partition(".")
    return int(whole + fraction.ljust(int(exponent), "0") if exponent else whole)


def key_of(value: Scalar) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float_key(value)
    return str(value) if value < INT64 else None


def _float_key(number: float) -> str:
    """Go's `%g` of the shortest digits that make the same number of 32 bits."""
    single = _single(number)
    if not math.isfinite(single):
        return ".nan" if math.isnan(single) else ".inf" if single > 0 else "-.inf"
    digits = next(form for n in range(10) if _single(float(form := f"{single:.{n}e}")) == single)
    mantissa, _, exponent = digits.partition("e")
    power = int(exponent)
    if -5 < power < 6:
        places = max(len(mantissa.lstrip("-").replace(".", "")) - 1 - power, 0)
        return f"{single:.{places}f}"
    return f"{mantissa}e{power:+03d}"


def _single(number: float) -> float:
    from struct import pack, unpack

    try:
        return float(unpack("f", pack("f", number))[0])
    except OverflowError:
        return math.copysign(math.inf, number)
