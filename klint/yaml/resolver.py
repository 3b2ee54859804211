"""What a scalar means to Kubernetes.

Follows goyaml.v2 as sigs.k8s.io/yaml 1.4 (kubectl 1.32) uses it: YAML 1.1 without sexagesimal
numbers and dates, and every number becomes what its JSON form is read as (`1e3` is the integer 1000).
"""

from __future__ import annotations

import math
import re
from base64 import b64decode
from struct import pack, unpack

Scalar = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}
_INTEGER = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9][0-9]*|0)", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_POINTED = re.compile(r"\.[0-9]+(?:[eE][-+]?[0-9]+)?", re.ASCII)
_SIGNED_BINARY = re.compile(r"0b[-+][01]+")
_TIMESTAMP = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"(?:[Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})"
    r"|[ ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]+)?)?",
    re.ASCII,
)
_TAGS = "tag:yaml.org,2002:"
_MARKED = frozenset("+-.0123456789")


class BadTagError(ValueError):
    """The text is not what its tag says."""


def plain(text: str) -> Scalar:
    """The value of an unquoted scalar; infinities and NaN come as such."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _MARKED:
        return text
    number = _number(text)
    return text if number is None else _json(number)


def plain_key(text: str) -> str | None:
    """The JSON key that an unquoted scalar becomes; None where it cannot be one."""
    if text in _WORDS:
        value = _WORDS[text]
    elif text[0] not in _MARKED:
        return text
    else:
        value = _number(text)
        if value is None:
            return text
    return scalar_key(value)


def tagged(text: str, tag: str) -> Scalar:
    """The value of a scalar with an explicit tag; BadTagError where the two do not agree."""
    kind = tag.removeprefix(_TAGS)
    if kind == "binary":
        return _binary(text)
    if tag == kind or kind == "str" or kind not in _EXPECTED:
        return text
    if kind == "timestamp":
        if _TIMESTAMP.fullmatch(text):
            return text
        raise BadTagError(f"'{text}' is no timestamp")
    value = _WORDS[text] if text in _WORDS else _number(text) if text[0] in _MARKED else text
    if value is None and text not in _WORDS:
        value = text
    if kind == "float" and type(value) is int and -(1 << 63) <= value < 1 << 63:
        value = float(value)
    if type(value) is not _EXPECTED[kind]:
        raise BadTagError(f"'{text}' is no {kind}")
    return _json(value) if isinstance(value, float) else value


_EXPECTED: dict[str, type] = {
    "bool": bool,
    "int": int,
    "float": float,
    "null": type(None),
    "timestamp": str,
}


def _binary(text: str) -> str:
    try:
        return b64decode("".join(text.split("\n")).replace("\r", ""), validate=True).decode("utf-8", "replace")
    except ValueError:
        raise BadTagError("this is not valid base64") from None


def _number(text: str) -> int | float | None:
    """The int or float that goyaml reads; None for a text. Floats are not yet in their JSON form."""
    if text[0] == ".":
        return _finite(text) if _POINTED.fullmatch(text) else None
    bare = text.replace("_", "")
    if _INTEGER.fullmatch(bare):
        number = _integer(bare)
        if number is not None:
            return number
    if _FLOAT.fullmatch(bare):
        return _finite(bare)
    if _SIGNED_BINARY.fullmatch(bare):
        number = int(bare[2:], 2)
        return number if -(1 << 63) <= number < 1 << 63 else None
    return None


def _integer(bare: str) -> int | None:
    """An integer of 64 bits (unsigned where it has no sign)."""
    digits = bare.lstrip("+-")
    if len(digits) > 66:
        digits = _without_leading_zeros(digits)
        if len(digits) > 66:
            return None
    octal = digits[0] == "0" and digits.isdecimal()
    number = int(digits, 8 if octal else 0)
    if bare[0] == "-":
        number = -number
    limit = 1 << 63 if bare[0] in "+-" else 1 << 64
    return number if -(1 << 63) <= number < limit else None


def _without_leading_zeros(digits: str) -> str:
    if digits[1] in "xXbBoO":
        return digits[:2] + (digits[2:].lstrip("0") or "0")
    return "0" + digits.lstrip("0")


def _finite(text: str) -> float | None:
    number = float(text)
    return number if number - number == 0 else None


def _json(number: float) -> float:
    """The number that Go's JSON form of it is read as: whole numbers below 1e21 are integers."""
    if type(number) is int or not number.is_integer() or abs(number) >= 1e21:
        return number
    digits = repr(number)
    if "e" not in digits:
        return int(number)
    mantissa, _, exponent = digits.partition("e")
    whole, _, fraction = mantissa.partition(".")
    return int(whole + fraction.ljust(int(exponent), "0"))


def scalar_key(value: Scalar) -> str | None:
    """The JSON key that a value becomes; None where it cannot be one."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float_key(value)
    if isinstance(value, int):
        return str(value) if value < 1 << 63 else None
    return value


def _float_key(number: float) -> str:
    """Go's `%g` of the shortest digits that make the same number of 32 bits."""
    single = _single(number)
    if single - single != 0:
        return ".nan" if math.isnan(single) else ".inf" if single > 0 else "-.inf"
    digits = next(form for n in range(10) if _single(float(form := f"{single:.{n}e}")) == single)
    mantissa, _, exponent = digits.partition("e")
    power = int(exponent)
    if -5 < power < 6:
        places = max(len(mantissa.lstrip("-").replace(".", "")) - 1 - power, 0)
        return f"{single:.{places}f}"
    return f"{mantissa}e{power:+03d}"


def _single(number: float) -> float:
    try:
        return float(unpack("f", pack("f", number))[0])
    except OverflowError:
        return math.copysign(math.inf, number)
