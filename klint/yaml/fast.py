"""The fast loader: reads line by line what is plainly understood, and gives up at the first doubt."""

from __future__ import annotations

from array import array
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any

from klint.yaml.document import Document
from klint.yaml.lines import DoubtError, dissect
from klint.yaml.places import Places
from klint.yaml.records import (
    DASH,
    ITEM,
    ITEM_OPEN,
    ITEM_PAIR,
    LATER,
    OPEN,
    PAIR,
    START,
    TEXT,
    inline,
    record,
    records,
)
from klint.yaml.texts import plain_folded, plain_last

if TYPE_CHECKING:
    from klint.text import Source


def read(source: Source) -> list[Document] | None:
    """The documents of a text without any problem; None where the reference loader has to look."""
    text = source.text
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            return None
    try:
        return _Reader(source, text.split("\n")).read()
    except DoubtError:
        return None


class _Reader:
    def __init__(self, source: Source, lines: list[str]) -> None:
        self.source = source
        self.lines = lines
        self.documents: list[Document] = []
        self.start = -1  # the line of the document's `---`

    def read(self) -> list[Document]:  # noqa: C901, PLR0912, PLR0915 - one loop, for speed
        """Follow the lines.

        `node` is the innermost collection and `here` its level; `outer` are those around it.
        `pending` says that the last value of `node` may still be given by the lines to come.
        """
        lines = self.lines
        steps = enumerate(lines)
        root: list[Any] = [None]
        node: Any = root
        here = -1
        outer: list[tuple[Any, int]] = []
        pending = True
        numbers = array("i")
        mark = numbers.append
        for number, line in steps:
            try:
                step = records[line]
            except KeyError:
                step = record(line)
            if step is None:
                continue
            kind, level, key, value, inner = step

            if level > here:
                if not pending or kind == TEXT:
                    last = self._text(number, node, here, numbers, pending=pending)
                    next(islice(steps, last - number, last - number), None)
                    pending = False
                    continue
                if here < 0:
                    mark(-1)
                child: Any = [] if level & 1 else {}
                node[-1 if here & 1 else next(reversed(node))] = child
                outer.append((node, here))
                node, here = child, level
            elif level < here:
                if kind == START:
                    self._finish(root, numbers, number)
                    node = root = [None]
                    here = -1
                    outer.clear()
                    pending = True
                    numbers = array("i")
                    mark = numbers.append
                    continue
                while level < here:
                    node, here = outer.pop()
                if level != here:
                    raise DoubtError

            mark(number)
            if kind == PAIR:
                if key in node:
                    raise DoubtError
                node[key] = value
                pending = False
            elif kind == ITEM_PAIR or kind == ITEM_OPEN:
                mark(number)
                child = {key: value}
                node.append(child)
                outer.append((node, here))
                node, here = child, inner
                pending = kind == ITEM_OPEN
            elif kind == OPEN:
                if key in node:
                    raise DoubtError
                node[key] = None
                pending = True
            elif kind == ITEM:
                node.append(value)
                pending = False
            elif kind == DASH:
                node.append(None)
                pending = True
            else:
                pending = False
                if kind == ITEM_PAIR + LATER:
                    mark(number)
                    child = {}
                    node.append(child)
                    outer.append((node, here))
                    node, here = child, inner
                value, inside, last = value.read(lines, number, here >> 1)
                if kind == ITEM + LATER:
                    node.append(value)
                elif key in node:
                    raise DoubtError
                else:
                    node[key] = value
                numbers.extend(repeat(number, inside))
                next(islice(steps, last - number, last - number), None)
        self._finish(root, numbers, len(lines))
        return self.documents

    def _finish(self, root: list[Any], numbers: array[int], end: int) -> None:
        """The document is over; the next one's `---` is on line `end`."""
        if numbers or self.start >= 0:
            places = Places(self.source, numbers, self.start, end)
            self.documents.append(Document(self.source, len(self.documents), root[0], places))
        self.start = end

    def _text(self, number: int, node: Any, here: int, numbers: array[int], *, pending: bool) -> int:
        """Put the text on line `number` where it belongs; the number of its last line."""
        lines = self.lines
        column = max(here >> 1, 0)
        first = number if pending else numbers[-1]
        line = lines[first]
        parts = dissect(line)
        if pending and (parts.key >= 0 or parts.dash >= 0 or parts.start <= here >> 1):
            raise DoubtError
        value, kind = inline(line, parts)
        inside, last = 0, first
        if kind == LATER and pending:
            value, inside, last = value.read(lines, first, column)
        elif kind == 0 and parts.style == "" and parts.end == len(line.rstrip(" ")):
            last = plain_last(lines, first, column)
            if last > first:
                value = plain_folded(line[parts.start : parts.end], lines, first, last)
        if last < number:
            raise DoubtError
        if here < 0:
            numbers.append(number)
        numbers.extend(repeat(numbers[-1], inside))
        node[-1 if here & 1 else next(reversed(node))] = value
        return last
