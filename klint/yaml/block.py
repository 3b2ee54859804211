"""Block scalars: literal `|` and folded `>`."""

from __future__ import annotations

import re
from itertools import repeat
from typing import TYPE_CHECKING

from klint.yaml.lines import DoubtError, check

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADER = re.compile(r"([|>](?:[1-9][-+]?|[-+][1-9]?)?) *(?:(?<= )#.*)?")


class Block:
    """The text that opens at `start` of line `number`, in a collection at `column`.

    `indicator` is what the line says of it, `rows` are its lines without their indentation up to
    the last that is not empty, and `last` is the number of that line.
    """

    __slots__ = ("_indent", "_opening", "closed", "empty", "indicator", "last", "rows")

    def __init__(self, lines: Sequence[str], number: int, start: int, column: int) -> None:
        header = _HEADER.fullmatch(lines[number], start)
        if header is None:
            raise DoubtError
        self.indicator = header[1]
        step = self.indicator.strip("|>+-")
        indent = column + int(step) if step else _indent(lines, number + 1, column)
        self._indent = indent
        self._opening = number, header.end(1)
        self.rows: list[str] = []
        self.last = number
        self.empty = 0  # lines after the last row
        margin = " " * indent
        tail = len(lines) - 1  # what stands behind the last line break
        for at in range(number + 1, tail + (lines[tail] != "")):
            line = lines[at]
            if line.startswith(margin) and len(line) > indent:
                if self.empty:
                    self.rows += repeat("", self.empty)
                    self.empty = 0
                self.rows.append(line[indent:])
                self.last = at
            elif line.strip(" "):
                if line.lstrip(" ")[0] == "\t":
                    raise DoubtError
                break
            elif at == tail:
                raise DoubtError
            else:
                self.empty += 1
        self.closed = self.last < tail  # the last row ends in a line break

    @property
    def value(self) -> str:
        text = "\n".join(self.rows) if self.indicator[0] == "|" else _folded(self.rows)
        check(text.replace("\n", "").replace("\t", ""))
        if "-" in self.indicator:
            return text
        end = "\n" if self.rows and self.closed else ""
        return text + end + ("\n" * self.empty if "+" in self.indicator else "")

    @property
    def end(self) -> tuple[int, int]:
        """The line and the column where its last line that is not blank ends, or its indicator."""
        for back, row in enumerate(reversed(self.rows)):
            if row.strip():
                return self.last - back, self._indent + len(row)
        return self._opening


def _indent(lines: Sequence[str], first: int, column: int) -> int:
    """The indentation of the first line with text; beyond every line if it belongs to no text."""
    widest = 0
    for at in range(first, len(lines)):
        line = lines[at]
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if text:
            if text[0] == "\t" or widest > indent > column:
                raise DoubtError
            return indent if indent > column else max(widest, column + 1)
        widest = max(widest, indent)
    return max(widest, column + 1, 1)


def _folded(rows: list[str]) -> str:
    text = line_break = ""
    breaks = 0
    indented = False
    for row in rows:
        if not row:
            breaks += 1
            continue
        blank = row[0] in " \t"
        text += (
            ("\n" * breaks or " ")
            if line_break and not indented and not blank
            else line_break + "\n" * breaks
        )
        text += row
        line_break, breaks, indented = "\n", 0, blank
    return text
