"""The fast loader: reads line by line what is plainly understood, document by document."""

from __future__ import annotations

from array import array
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.yaml.document import Document
from klint.yaml.lines import DoubtError, after, dissect
from klint.yaml.places import Places, size
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
    from collections.abc import Iterator

    from klint.text import Source
    from klint.yaml.problems import Problem
    from klint.yaml.records import Later


def read(source: Source) -> tuple[list[Document], list[Problem]]:
    """The documents of a text and the problems in it, in the order of the text."""
    text = source.text
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if "\r" in text or text.startswith("%") or "\n%" in text:  # more line breaks than LF; directives
        from klint.yaml import reference

        return reference.read(source)
    reader = _Reader(source, text.split("\n"))
    reader.read()
    return reader.documents, reader.problems


def _skip(steps: Iterator[tuple[int, str]], count: int) -> None:
    if count:
        next(islice(steps, count, count), None)


class _Anchor(NamedTuple):
    """A value is found in what holds it, as it may not be there yet."""

    ordinal: int
    holder: Any
    step: Any


class _Reader:
    def __init__(self, source: Source, lines: list[str]) -> None:
        self.source = source
        self.lines = lines
        self.documents: list[Document] = []
        self.problems: list[Problem] = []

    def read(self) -> None:
        lines = self.lines
        steps = enumerate(lines)
        start = -1
        while start < len(lines):
            draft = _Draft(lines)
            try:
                end = draft.follow(steps, start)
            except DoubtError:
                end = self._hand_over(start)
                _skip(steps, end - draft.at)
            else:
                if draft.numbers or start >= 0:
                    places = Places(self.source, draft.numbers, draft.targets, start, end)
                    self.documents.append(Document(self.source, len(self.documents), draft.root[0], places))
            start = end

    def _hand_over(self, start: int) -> int:
        """Let the reference loader read the document that starts on a line; the line of the next one."""
        from klint.yaml import reference

        lines = self.lines
        end = start + 1
        while end < len(lines) and not (lines[end][:3] == "---" and lines[end][3:4] in ("", " ", "\t")):
            end += 1
        starts = self.source.starts
        stop = starts[end] if end < len(starts) else len(self.source.text)
        documents, problems = reference.read_piece(self.source, starts[start] if start > 0 else 0, stop, len(self.documents))
        self.documents += documents
        self.problems += problems
        return end


class _Draft:
    """A document as far as it is read."""

    __slots__ = ("anchors", "at", "lines", "numbers", "repeated", "root", "targets")

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.root: list[Any] = [None]
        self.numbers = array("i")  # the line that introduces each value, in preorder
        self.targets: dict[int, int] = {}  # ordinal of an alias -> that of its value
        self.anchors: dict[str, _Anchor] = {}
        self.repeated = 0  # values that stand in aliases
        self.at = -1  # the last line taken

    def follow(self, steps: Iterator[tuple[int, str]], start: int) -> int:  # noqa: C901, PLR0912, PLR0915 - one loop, for speed
        """Follow the lines to the next document; its line.

        `node` is the innermost collection and `here` its level; `outer` are those around it.
        `pending` says that the last value of `node` may still be given by the lines to come.
        """
        if start >= 0:
            self.at = start
            after(self.lines[start], 3)
        node: Any = self.root
        here = -1
        outer: list[tuple[Any, int]] = []
        pending = True
        numbers = self.numbers
        mark = numbers.append
        number = start
        try:
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
                        last = self._text(number, node, here, pending=pending)
                        _skip(steps, last - number)
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
                        return number
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
                elif kind == ITEM_PAIR or kind == ITEM_OPEN:  # noqa: PLR1714 - faster
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
                    kind -= LATER
                    if kind == ITEM_PAIR or kind == ITEM_OPEN:  # noqa: PLR1714
                        mark(number)
                        child = {}
                        node.append(child)
                        outer.append((node, here))
                        node, here = child, inner
                    pending = bool(kind & 1)
                    if not here & 1:
                        if key in node:
                            raise DoubtError
                        node[key] = None
                    else:
                        node.append(None)
                    last = self._later(value, number, node, here, outer)
                    _skip(steps, last - number)
        except DoubtError:
            self.at = number
            raise
        return len(self.lines)

    def _text(self, number: int, node: Any, here: int, *, pending: bool) -> int:
        """Put the text on line `number` where it belongs; the number of its last line."""
        lines, numbers = self.lines, self.numbers
        column = max(here >> 1, 0)
        first = number if pending else numbers[-1]
        line = lines[first]
        parts = dissect(line)
        if pending and (parts.key >= 0 or parts.dash >= 0 or parts.anchor or parts.start <= here >> 1):
            raise DoubtError
        value, kind = inline(line, parts)
        inside, last = 0, first
        if kind == LATER and pending:
            value, inside, last = value.read(lines, first, column)
        elif parts.start < parts.end == len(line.rstrip(" ")) and parts.style == "":
            last = plain_last(lines, first, column)
            if last > first:
                value = plain_folded(line[parts.start : parts.end], lines, first, last)
        if last < number or parts.anchor:
            raise DoubtError
        if here < 0:
            numbers.append(number)
        numbers.extend(repeat(numbers[-1], inside))
        node[-1 if here & 1 else next(reversed(node))] = value
        return last

    def _later(self, later: Later, number: int, node: Any, here: int, outer: list[tuple[Any, int]]) -> int:
        """Read a value into the last place of `node`; the number of its last line."""
        ordinal = len(self.numbers) - 1
        step = len(node) - 1 if here & 1 else next(reversed(node))
        if later.alias is not None:
            node[step] = self._aliased(later.alias, ordinal, [node, *(around for around, _ in outer)])
            return number
        if later.anchor:
            self.anchors[later.anchor] = _Anchor(ordinal, node, step)
        node[step], inside, last = later.read(self.lines, number, here >> 1)
        self.numbers.extend(repeat(number, inside))
        return last

    def _aliased(self, name: str, ordinal: int, opened: list[Any]) -> Any:
        """The value of an anchor; Doubt about aliases that Kubernetes may find excessive or cyclic."""
        anchor = self.anchors.get(name)
        if anchor is None:
            raise DoubtError
        value = anchor.holder[anchor.step]
        if value.__class__ is dict or value.__class__ is list:
            self.targets[ordinal] = anchor.ordinal
            self.repeated += size(value)
            if self.repeated > min(20 * ordinal + 20, 100_000) or any(value is node for node in opened):
                raise DoubtError
        return value
