"""Lines become one document: its plain value, and which line introduces what."""

from __future__ import annotations

from array import array
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.yaml.lines import DoubtError, after, dissect
from klint.yaml.places import size
from klint.yaml.records import LATER, OPEN, START, TEXT, WHOLE, inline, record, records
from klint.yaml.texts import plain_folded, plain_last

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.yaml.later import Later


class _Anchor(NamedTuple):
    """A value is found in what holds it, as it may not be there yet."""

    ordinal: int
    holder: Any
    step: Any


class Draft:
    """A document as far as it is read.

    `root` holds its value, `numbers` the line that introduces each value in preorder (-1 for a root
    without brackets), and `targets` leads from the ordinal of an alias to that of its value.
    """

    __slots__ = ("_anchors", "_lines", "_repeated", "numbers", "root", "targets")

    def __init__(self, lines: list[str]) -> None:
        self.root: list[Any] = [None]
        self.numbers = array("i")
        self.targets: dict[int, int] = {}
        self._lines = lines
        self._anchors: dict[str, _Anchor] = {}
        self._repeated = 0  # values that stand in aliases

    def follow(self, steps: Iterator[tuple[int, str]], start: int) -> int:  # noqa: C901, PLR0912 - one loop, for speed
        """Follow the lines to the next document; its line.

        `node` is the innermost collection and `here` its level; `outer` are those around it.
        `pending` says whether the last value of `node` may still be given by the lines to come.
        """
        if start >= 0:
            after(self._lines[start], 3)
        node: Any = self.root
        here = -1
        outer: list[tuple[Any, int]] = []
        pending = OPEN
        mark = self.numbers.append
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
                    last = self._text(number, node, here, pending=bool(pending))
                    _skip(steps, last - number)
                    pending = WHOLE
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
            if not level & 1:  # key: value
                if key in node:
                    raise DoubtError
                node[key] = value
            elif key is None:  # - value
                node.append(value)
            else:  # - key: value
                mark(number)
                child = {key: value}
                node.append(child)
                outer.append((node, here))
                node, here = child, inner
            pending = kind & OPEN
            if kind >= LATER:
                last = self._later(value, number, node, here, outer)
                _skip(steps, last - number)
        return len(self._lines)

    def _text(self, number: int, node: Any, here: int, *, pending: bool) -> int:
        """Put the text on line `number` where it belongs; the number of its last line."""
        lines, numbers = self._lines, self.numbers
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
            self._anchors[later.anchor] = _Anchor(ordinal, node, step)
        node[step], inside, last = later.read(self._lines, number, here >> 1)
        self.numbers.extend(repeat(number, inside))
        return last

    def _aliased(self, name: str, ordinal: int, opened: list[Any]) -> Any:
        """The value of an anchor; Doubt about aliases that Kubernetes may find excessive or cyclic."""
        anchor = self._anchors.get(name)
        if anchor is None:
            raise DoubtError
        value = anchor.holder[anchor.step]
        if value.__class__ is dict or value.__class__ is list:
            self.targets[ordinal] = anchor.ordinal
            self._repeated += size(value)
            if self._repeated > min(20 * ordinal + 20, 100_000) or any(value is node for node in opened):
                raise DoubtError
        return value


def _skip(steps: Iterator[tuple[int, str]], count: int) -> None:
    if count:
        next(islice(steps, count, count), None)
