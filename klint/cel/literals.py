"""The values that literals stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from klint.cel.errors import CelSyntaxError
from klint.cel.values import UInt

if TYPE_CHECKING:
    from klint.cel.lexer import Token

INT_MIN, INT_MAX, UINT_MAX = -(2**63), 2**63 - 1, 2**64 - 1

_ESCAPE = (
    r"(?s)\\(?:(?P<mark>[abfnrtv\\?\"'`])|[xX](?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})"
    r"|U(?P<U>[0-9a-fA-F]{8})|(?P<octal>[0-3][0-7]{2})|(?P<wrong>.?))"
)
_CONTROLS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def number(token: Token, sign: str = "") -> int | float:
    """Of a token of kind `number`: int, UInt or float; CelSyntaxError beyond 64 bits."""
    text = token.text
    hexadecimal = text[:2] in ("0x", "0X")
    if not hexadecimal and not text.rstrip("uU").isdigit():
        return float(sign + text)
    unsigned = text[-1] in "uU"
    digits = text.rstrip("uU")
    if len(digits) > 40:  # far beyond 64 bits, and Python refuses to read thousands of digits
        raise CelSyntaxError("this number does not fit 64 bits", token.offset)
    value = int(sign + digits, 16 if hexadecimal else 10)
    if unsigned and sign == "" and value <= UINT_MAX:
        return UInt(value)
    if unsigned and sign:
        raise CelSyntaxError("an unsigned number has no sign", token.offset)
    if unsigned or not INT_MIN <= value <= INT_MAX:
        raise CelSyntaxError("this number does not fit 64 bits", token.offset)
    return value


def text(token: Token) -> str | bytes:
    """Of a token of kind `text`: str, or bytes for `b'...'`; CelSyntaxError for an unknown escape."""
    start = min(token.text.index(quote) for quote in "\"'" if quote in token.text)
    prefix, body = token.text[:start].lower(), token.text[start:]
    quotes = 3 if body[:3] in ('"""', "'''") and len(body) >= 6 else 1
    body = body[quotes:-quotes]
    if "r" in prefix or "\\" not in body:
        return body.encode() if "b" in prefix else body
    at = token.offset + start + quotes
    return _bytes(body, at) if "b" in prefix else _text(body, at)


def _text(body: str, at: int) -> str:
    def char(escape: re.Match[str]) -> str:
        if escape["mark"]:
            return _CONTROLS.get(escape["mark"], escape["mark"])
        code = int(escape["octal"], 8) if escape["octal"] else int(_digits(escape, at), 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise CelSyntaxError(f"'{escape[0]}' is no character", at + escape.start())
        return chr(code)

    return re.sub(_ESCAPE, char, body)


def _bytes(body: str, at: int) -> bytes:
    parts: list[bytes] = []
    end = 0
    for escape in re.finditer(_ESCAPE, body):
        parts.append(body[end : escape.start()].encode())
        end = escape.end()
        if escape["mark"]:
            parts.append(_CONTROLS.get(escape["mark"], escape["mark"]).encode())
        elif escape["octal"]:
            parts.append(bytes([int(escape["octal"], 8)]))
        elif escape["u"] or escape["U"]:
            raise CelSyntaxError(
                f"'{escape[0]}' stands for a character; bytes have none", at + escape.start()
            )
        else:
            parts.append(bytes([int(_digits(escape, at), 16)]))
    return b"".join((*parts, body[end:].encode()))


def _digits(escape: re.Match[str], at: int) -> str:
    digits: str | None = escape["x"] or escape["u"] or escape["U"]
    if digits is None:
        raise CelSyntaxError(f"'{escape[0]}' is no escape; write '\\\\' for a backslash", at + escape.start())
    return digits
