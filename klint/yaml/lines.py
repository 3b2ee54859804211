"""One line of block YAML taken apart; what is not plainly understood is left to the reference loader."""

from __future__ import annotations

import re
from typing import NamedTuple


class DoubtError(Exception):
    """The fast loader does not know for sure; the reference loader decides."""


class Parts(NamedTuple):
    """Columns of what a line holds; -1 where it holds no such thing.

    The value stands between `start` and `end`, behind its anchor: `start == end` for none on this
    line, and `end` is -1 where only reading it tells, as it may go on. `style` is its first
    character if that means something, else "" for plain text.
    """

    dash: int
    key: int
    key_end: int
    colon: int
    anchor: str | None
    start: int
    end: int
    style: str


WIDEST = 200  # columns of indentation; this bounds how deep collections nest, too
_LONGEST_KEY = 1000  # characters; the parser's limit is 1024
_PLAIN_KEY = r"(?:[^\x00- ,\[\]{}#&*!|>'\"%@`?:-]|-(?=[^ ]))(?:[^ :]|:(?=[^ ])| +(?=[^ :#])){0,1000}"
_HEAD = re.compile(
    rf"( *)(?:(-)(?: +|$))?(?:({_PLAIN_KEY}|'(?:[^']|''){{0,1000}}'|\"[^\"\\]{{0,1000}}\") *(:)(?: +|$))?(?:&([0-9A-Za-z_-]+)(?: +|$))?"
)
_ENDS = {
    "'": re.compile(r"'(?:[^']|'')*'(?!')"),
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
    "*": re.compile(r"\*[0-9A-Za-z_-]+"),
}
_SPECIAL = frozenset("[{|>!&%@`,]}#")
_AFTER = re.compile(r" *(?:(?<= )#.*)?")
# What YAML forbids, what ends a line or makes a column unsure.
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def check(text: str) -> None:
    """Doubt a text with characters that are more, or less, than text."""
    if not text.isprintable() and _ODD.search(text):
        raise DoubtError


def dissect(line: str) -> Parts:
    """The parts of a line on which a value stands or begins."""
    head = _HEAD.match(line)
    if head is None or head.end(1) > WIDEST or head.start(4) - head.start(3) > _LONGEST_KEY:
        raise DoubtError
    start = head.end()
    style = line[start : start + 1]
    if style in ("", "#"):
        style, end = "", start
    elif style in _ENDS:
        end = _marked_end(line, start, style)
    elif style in _SPECIAL:
        end = -1
    else:
        style, end = "", _plain_end(line, start)
    return Parts(head.start(2), head.start(3), head.end(3), head.start(4), head[5], start, end, style)


def _plain_end(line: str, start: int) -> int:
    stop = line.find(" #", start)
    end = len((line if stop < 0 else line[:stop]).rstrip(" "))
    if line[start] in "-?:" and line[start + 1 : start + 2] in ("", " "):
        raise DoubtError
    if line[end - 1] == ":" or line.find(": ", start, end) >= 0:
        raise DoubtError
    return end


def _marked_end(line: str, start: int, style: str) -> int:
    """Where a quoted text or an alias ends if it does so on its line, else -1."""
    found = _ENDS[style].match(line, start)
    if found is None:
        return -1
    after(line, found.end())
    return found.end()


def after(line: str, end: int) -> None:
    """Doubt that a value ends where more than a comment follows."""
    if not _AFTER.fullmatch(line, end):
        raise DoubtError
