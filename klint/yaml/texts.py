"""Texts of several lines, plain and quoted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from klint.yaml.lines import DoubtError, after, check

if TYPE_CHECKING:
    from collections.abc import Sequence

_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.?))", re.DOTALL)
_CLOSING = {"'": re.compile(r"(?:[^']|'')*'(?!')"), '"': re.compile(r'(?:[^"\\]|\\.)*"')}


def unescaped(text: str) -> str:
    """What a double-quoted text on one line says."""
    return _ESCAPE.sub(_escape, text) if "\\" in text else text


def _escape(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code is None:
        if found[4] not in _ESCAPES:
            raise DoubtError
        return _ESCAPES[found[4]]
    number = int(code, 16)
    if 0xD800 <= number < 0xE000 or number > 0x10FFFF:
        raise DoubtError
    return chr(number)


def plain_last(lines: Sequence[str], number: int, column: int) -> int:
    """The last line of a plain text that stands on line `number`, in a collection at `column`."""
    last = number
    for at in range(number + 1, len(lines)):
        text = lines[at].lstrip(" ")
        if not text:
            continue
        if len(lines[at]) - len(text) <= column or text[0] == "#":
            break
        last = at
    return last


def plain_folded(first: str, lines: Sequence[str], number: int, last: int) -> str:
    """A plain text: `first` on line `number` and the lines after it up to `last`."""
    parts = [first]
    for at in range(number + 1, last + 1):
        part = lines[at].strip(" ")
        check(part)
        if " #" in part or ": " in part or part[-1:] == ":":
            raise DoubtError
        parts.append(part)
    return folded(parts)


def folded(parts: list[str]) -> str:
    """Lines joined by a space, or by as many line breaks as empty lines stand between them."""
    text = parts[0]
    breaks = 0
    for part in parts[1:-1]:
        if part:
            text += ("\n" * breaks or " ") + part
            breaks = 0
        else:
            breaks += 1
    return text + ("\n" * breaks or " ") + parts[-1]


def quoted_last(lines: Sequence[str], number: int, start: int) -> tuple[int, int]:
    """The last line of a quoted text that opens at `start` of a line, and the column where it ends."""
    closing = _CLOSING[lines[number][start]]
    begin = start + 1
    for at in range(number, len(lines)):
        line = lines[at]
        if at > number and line[:3] in ("---", "..."):
            raise DoubtError
        found = closing.match(line, begin)
        if found:
            after(line, found.end())
            return at, found.end()
        begin = 0
    raise DoubtError


def quoted_folded(lines: Sequence[str], number: int, start: int) -> tuple[str, int]:
    """A quoted text of several lines, and the last of them."""
    last, end = quoted_last(lines, number, start)
    parts = [lines[number][start + 1 :], *lines[number + 1 : last], lines[last][: end - 1]]
    for part in parts:
        check(part)
    quote = lines[number][start]
    parts = [parts[0].rstrip(" "), *(part.strip(" ") for part in parts[1:-1]), parts[-1].lstrip(" ")]
    if quote == "'":
        return folded(parts).replace("''", "'"), last
    if any(_ends_escaped(part) for part in parts[:-1]):
        raise DoubtError
    return unescaped(folded(parts)), last


def _ends_escaped(part: str) -> bool:
    return (len(part) - len(part.rstrip("\\"))) % 2 == 1
