"""Where the values of a document stand that the fast loader read: line numbers now, columns when asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from klint.text import Source, Span
from klint.yaml.flow import read_flow
from klint.yaml.lines import dissect
from klint.yaml.records import TEXT, record
from klint.yaml.texts import HEADER, Block, plain_last, quoted_last

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator

    from klint.yaml.lines import Parts
    from klint.yaml.marks import Children


class _Cell(NamedTuple):
    """One value that a line introduces.

    `intro` is where its key or its dash stands, or the value itself; `span` is None for what
    stands below, `empty` where it would stand otherwise.
    """

    intro: int
    key: Span | None
    span: Span | None
    empty: int


class _Lines(Sequence[str]):
    """The lines of a source, as the fast loader sees them."""

    __slots__ = ("_source",)

    def __init__(self, source: Source) -> None:
        self._source = source

    def __len__(self) -> int:
        return len(self._source.starts)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self._source.line(number) for number in range(*at.indices(len(self)))]
        if at >= len(self):
            raise IndexError(at)
        return self._source.line(at)


class Places:
    """Marks made from the number of the line that introduces each value, in preorder.

    A root without brackets is introduced by no line: its number is -1.
    """

    __slots__ = ("_cells", "_children", "_end", "_lines", "_numbers", "_source", "_start", "_targets")

    def __init__(
        self, source: Source, numbers: array[int], targets: dict[int, int], start: int, end: int
    ) -> None:
        self._source = source
        self._numbers = numbers
        self._targets = targets  # ordinal of an alias -> that of its value
        self._start = start  # line of the `---`, -1 without one
        self._end = end  # line of the next document's
        self._lines = _Lines(source)
        self._children: dict[int, Children] = {}
        self._cells: dict[int, tuple[int, list[_Cell]]] = {}  # line -> ordinal of its first value, and all

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

    def _cell(self, ordinal: int) -> _Cell:
        number = self._numbers[ordinal]
        if number < 0:
            return _Cell(0, None, None, 0)
        if number not in self._cells:
            first = ordinal
            while first > 0 and self._numbers[first - 1] == number:
                first -= 1
            self._cells[number] = first, list(self._introduced(number))
        first, cells = self._cells[number]
        return cells[ordinal - first]

    def _introduced(self, number: int) -> Iterator[_Cell]:
        """What line `number` introduces, in preorder."""
        parts = dissect(self._lines[number])
        base = self._source.starts[number]
        key = None
        if parts.dash >= 0 and parts.key >= 0:
            yield _Cell(base + parts.dash, None, None, 0)
        if parts.key >= 0:
            intro = parts.key
            key = Span(base + parts.key, base + parts.key_end)
        else:
            intro = parts.dash if parts.dash >= 0 else parts.start
        column = intro if parts.key >= 0 or parts.dash >= 0 else 0
        empty = base + len(self._lines[number][: parts.start].rstrip(" "))
        if parts.start == parts.end:
            number = self._below(number)
            if number < 0:
                yield _Cell(base + intro, key, None, empty)
                return
            parts = dissect(self._lines[number])
        first, *rest = self._spans(number, parts, column)
        yield _Cell(base + intro, key, first[1], empty)
        for inner_key, span in rest:
            yield _Cell(span.start, inner_key, span, span.start)

    def _below(self, number: int) -> int:
        """The line on which the value stands whose key or dash is alone on line `number`; -1 if none is alone."""
        for at in range(number + 1, self._end):
            line = self._lines[at]
            step = record(line)
            if step is not None:
                return at if step[0] == TEXT else -1
        return -1

    def _spans(self, number: int, parts: Parts, column: int) -> list[tuple[Span | None, Span]]:
        """Where the value stands that begins on a line; for a flow collection, also what is in it, with its keys."""
        if parts.style in ("[", "{"):
            return self._flow_spans(number, parts.start)
        lines = self._lines
        starts = self._source.starts
        line = lines[number]
        last, end = number, parts.end
        if parts.style in ("|", ">"):
            last, end = self._block_end(number, parts.start, column)
        elif end < 0:
            last, end = quoted_last(lines, number, parts.start)
        elif not parts.style and end == len(line.rstrip(" ")):
            last = plain_last(lines, number, column)
            if last > number:
                end = len(lines[last].rstrip(" "))
        return [(None, Span(starts[number] + parts.start, starts[last] + end))]

    def _flow_spans(self, number: int, start: int) -> list[tuple[Span | None, Span]]:
        starts = self._source.starts
        flow, last = read_flow(self._lines, number, start)
        if last == number:
            base = starts[number]
            return [
                (Span(base + key, base + key_end) if key >= 0 else None, Span(base + begin, base + end))
                for key, key_end, begin, end in flow.rows
            ]
        position = Source("", flow.text).position

        def span(begin: int, end: int) -> Span:
            (line, column), (end_line, end_column) = position(begin), position(end)
            return Span(starts[number + line] + column, starts[number + end_line] + end_column)

        return [
            (span(key, key_end) if key >= 0 else None, span(begin, end))
            for key, key_end, begin, end in flow.rows
        ]

    def _block_end(self, number: int, start: int, column: int) -> tuple[int, int]:
        header = HEADER.fullmatch(self._lines[number], start)
        assert header  # noqa: S101 - it was read before
        block = Block(self._lines, number, header, column)
        last = block.visible
        if last < 0:
            return number, header.end(1)
        return last, len(self._lines[last])


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
