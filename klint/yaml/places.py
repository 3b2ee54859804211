"""Where the values of a document stand that the fast loader read: line numbers now, columns when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.text import Span
from klint.yaml.cells import Cell, cells

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator

    from klint.text import Source
    from klint.yaml.marks import Children


class Places:
    """Marks made from the number of the line that introduces each value, in preorder.

    A root without brackets is introduced by no line: its number is -1.
    """

    __slots__ = ("_cells", "_children", "_end", "_numbers", "_source", "_start", "_targets")

    def __init__(
        self, source: Source, numbers: array[int], targets: dict[int, int], start: int, end: int
    ) -> None:
        self._source = source
        self._numbers = numbers
        self._targets = targets  # ordinal of an alias -> that of its value
        self._start = start  # line of the `---`, -1 without one
        self._end = end  # line of the next document's
        self._children: dict[int, Children] = {}
        self._cells: dict[int, tuple[int, list[Cell]]] = {}  # line -> ordinal of its first value, and all

    @property
    def extent(self) -> Span:
        source = self._source
        start = self._start
        if start >= 0:
            begin = source.starts[start]
        else:
            first = max(self._numbers[:2])
            line = source.line(first)
            begin = source.starts[first] + len(line) - len(line.lstrip(" "))
        end = source.starts[self._end] if self._end < len(source.starts) else len(source.text)
        return Span(begin, end)

    def children(self, ordinal: int, value: Any) -> Children:
        ordinal = self._targets.get(ordinal, ordinal)
        children = self._children.get(ordinal)
        if children is None:
            children = self._children[ordinal] = {}
            child = ordinal + 1
            for step, inner in value.items() if value.__class__ is dict else enumerate(value):
                children[step] = child
                child = self._after(child, inner) if self._targets else child + size(inner)
        return children

    def _after(self, ordinal: int, value: Any) -> int:
        """The ordinal after a value in which there may be aliases."""
        left = [value]
        while left:
            value = left.pop()
            if ordinal not in self._targets:
                if value.__class__ is dict:
                    left += reversed(value.values())
                elif value.__class__ is list:
                    left += reversed(value)
            ordinal += 1
        return ordinal

    def key_span(self, ordinal: int) -> Span | None:
        return None if ordinal == 0 else self._cell(ordinal).key

    def span(self, ordinal: int, value: Any) -> Span:
        if not self._numbers:
            return Span(self.extent.end, self.extent.end)
        cell = self._cell(ordinal)
        if cell.span is not None:
            return cell.span
        if value is None:
            return Span(cell.empty, cell.empty)
        return Span(self._cell(ordinal + 1).intro, self._last(ordinal, value))

    def scalars(self, value: Any) -> Iterator[Span]:
        left = [(0, value)]
        while left:
            ordinal, value = left.pop()
            key = self.key_span(ordinal)
            if key:
                yield key
            if value and value.__class__ in (dict, list) and ordinal not in self._targets:
                left += ((child, value[step]) for step, child in self.children(ordinal, value).items())
            else:
                yield self.span(ordinal, value)

    def _last(self, ordinal: int, value: Any) -> int:
        """The end of a collection that has no brackets: that of the last value in it."""
        while True:
            cell = self._cell(ordinal)
            if cell.span is not None:
                return cell.span.end
            if value is None:
                return cell.empty
            ordinal = next(reversed(self.children(ordinal, value).values()))
            value = value[-1] if value.__class__ is list else next(reversed(value.values()))

    def _cell(self, ordinal: int) -> Cell:
        number = self._numbers[ordinal]
        if number < 0:
            return Cell(0, None, None, 0)
        if number not in self._cells:
            first = ordinal
            while first > 0 and self._numbers[first - 1] == number:
                first -= 1
            self._cells[number] = first, list(cells(self._source, number, self._end))
        first, found = self._cells[number]
        return found[ordinal - first]


def size(value: Any) -> int:
    """How many values a value is, with all that are in it."""
    total = 1
    left = [value] if value.__class__ is dict or value.__class__ is list else []
    while left:
        value = left.pop()
        total += len(value)
        inner = value.values() if value.__class__ is dict else value
        left += [child for child in inner if child.__class__ is dict or child.__class__ is list]
    return total
