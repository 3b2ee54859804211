"""How a line of a manifest looks on a terminal: which cells each character takes, and what must not reach it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAB = 4
_CUT = "…"
_UNSEEN = "\ufffd"
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_PLAIN = re.compile(r"[ -~]*\Z")


class Excerpt(NamedTuple):
    """A line as shown. `cells` are those of its characters from `first` on, and one more for the end."""

    text: str
    cells: Sequence[int]
    first: int = 0

    def under(self, start: int, end: int) -> tuple[int, int]:
        """First cell and number of cells (at least one) below the characters from `start` to `end`."""
        last = len(self.cells) - 1
        left = self.cells[min(max(start - self.first, 0), last)]
        right = self.cells[min(max(end - self.first, 0), last)]
        return left, max(right - left, 1)


def excerpt(line: str, width: int, start: int = 0, end: int = 0) -> Excerpt:
    """At most `width` cells of a line, such that the characters from `start` on are seen."""
    if len(line) <= width and _PLAIN.match(line):
        return Excerpt(line, range(len(line) + 1))
    before = max(0, start - 2 * width)  # a minified file is one line of megabytes: look at a part only
    part = line[before : start + 2 * width]
    text, cells = _laid(part)
    if len(part) == len(line) and cells[-1] <= width:
        return Excerpt(text, cells)
    left = cells[start - before] - width // 3
    if not before and cells[min(end, len(part))] < width:
        left = 0
    low = max(0, bisect_right(cells, max(left, 0)) - 1)
    mark = _CUT if before + low else ""
    high = bisect_right(cells, cells[low] + width - len(mark) - 1) - 1
    text, cells = _laid(part[low:high])
    tail = _CUT if before + high < len(line) else ""
    return Excerpt(mark + text + tail, [cell + len(mark) for cell in cells], before + low)


def clipped(line: str, width: int) -> str:
    """At most `width` cells of a line's start."""
    if len(line) > width or not _PLAIN.match(line):
        return excerpt(line, width).text
    return line


def printable(text: str) -> str:
    """A name or a message on one line, without what a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(" " if character in "\t\n\r" else _shown(character)[0] for character in text)


def _laid(line: str) -> tuple[str, Sequence[int]]:
    if _PLAIN.match(line):
        return line, range(len(line) + 1)
    texts = []
    cells = [0]
    at = 0
    for character in line:
        if character == "\t":
            text, width = " " * (_TAB - at % _TAB), _TAB - at % _TAB
        else:
            text, width = _shown(character)
        texts.append(text)
        at += width
        cells.append(at)
    return "".join(texts), cells


@lru_cache(maxsize=4096)
def _shown(character: str) -> tuple[str, int]:
    """What is printed for a character and how many cells it takes (Unicode annex 11, and no control codes)."""
    from unicodedata import category, east_asian_width

    kind = category(character)
    if character < " ":
        return chr(0x2400 + ord(character)), 1
    if kind in ("Cc", "Cs", "Zl", "Zp") or character in _BIDI:
        return _UNSEEN, 1
    if (
        kind in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff"
    ):  # Hangul vowels join the consonant before
        return character, 0
    return character, 2 if east_asian_width(character) in "WF" else 1
