"""Characters and nothing else: one text as it was read, and places in it."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple


class Position(NamedTuple):
    """A place in a text: zero-based line and zero-based column in code points."""

    line: int
    column: int


class Span(NamedTuple):
    """A stretch of a text: half-open offsets in code points."""

    start: int
    end: int


class Edit(NamedTuple):
    """Replace what stands at `span` by `text`; an empty span inserts."""

    span: Span
    text: str


class Source:
    """One text as read.

    `path` is what the user sees: relative where it can be, always with `/`.
    `origin` is `disk`, `stdin`, `editor` or `render`.
    Lines end at LF or CRLF only; a lone CR stays a character of its line.
    """

    __slots__ = ("_starts", "origin", "path", "text")

    def __init__(self, path: str, text: str, origin: str = "disk") -> None:
        self.path = path
        self.text = text
        self.origin = origin
        self._starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Source({self.path!r}, {len(self.text)} characters)"

    @property
    def starts(self) -> list[int]:
        """Offset of the first character of every line."""
        if self._starts is None:
            starts = [0]
            find = self.text.find
            at = find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = find("\n", at + 1)
            self._starts = starts
        return self._starts

    def position(self, offset: int) -> Position:
        """Line and column of an offset; past the end it is the end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self.starts, offset) - 1
        return Position(line, offset - self.starts[line])

    def offset(self, position: Position) -> int:
        """Inverse of `position`; a column past the line's end is the line's end."""
        line, column = position
        if line >= len(self.starts):
            return len(self.text)
        return min(self.starts[line] + column, self.starts[line] + len(self.line(line)))

    def line(self, number: int) -> str:
        """Text of a zero-based line without its line break; empty past the end."""
        if not 0 <= number < len(self.starts):
            return ""
        start = self.starts[number]
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        return self.text[start:end].removesuffix("\r")
