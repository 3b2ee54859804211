"""What a line introduces, and where exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, overload

from klint.text import Source, Span
from klint.yaml.block import Block
from klint.yaml.flow import read_flow
from klint.yaml.lines import dissect
from klint.yaml.records import TEXT, record
from klint.yaml.texts import plain_last, quoted_last

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.yaml.lines import Parts


class Cell(NamedTuple):
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


def cells(source: Source, number: int, end: int) -> Iterator[Cell]:
    """What line `number` introduces, in preorder; its document reaches to the line `end`."""
    line = source.line(number)
    parts = dissect(line)
    base = source.starts[number]
    key = None
    if parts.dash >= 0 and parts.key >= 0:
        yield Cell(base + parts.dash, None, None, 0)
    if parts.key >= 0:
        intro = parts.key
        key = Span(base + parts.key, base + parts.key_end)
    else:
        intro = parts.dash if parts.dash >= 0 else parts.start
    column = intro if parts.key >= 0 or parts.dash >= 0 else 0
    empty = base + len(line[: parts.start].rstrip(" "))
    if parts.start == parts.end:
        number = _below(source, number, end)
        if number < 0:
            yield Cell(base + intro, key, None, empty)
            return
        parts = dissect(source.line(number))
    first, *rest = _spans(source, number, parts, column)
    yield Cell(base + intro, key, first[1], empty)
    for inner_key, span in rest:
        yield Cell(span.start, inner_key, span, span.start)


def _below(source: Source, number: int, end: int) -> int:
    """The line on which the value stands whose key or dash is alone on line `number`; -1 if none is alone."""
    for at in range(number + 1, end):
        step = record(source.line(at))
        if step is not None:
            return at if step[0] == TEXT else -1
    return -1


def _spans(source: Source, number: int, parts: Parts, column: int) -> list[tuple[Span | None, Span]]:
    """Where the value stands that begins on a line; for a flow collection, also what is in it, with its keys."""
    if parts.style in ("[", "{"):
        return _flow_spans(source, number, parts.start)
    lines = _Lines(source)
    last, end = number, parts.end
    if parts.style in ("|", ">"):
        last, end = Block(lines, number, parts.start, column).end
    elif end < 0:
        last, end = quoted_last(lines, number, parts.start)
    elif not parts.style and end == len(lines[number].rstrip(" ")):
        last = plain_last(lines, number, column)
        if last > number:
            end = len(lines[last].rstrip(" "))
    return [(None, Span(source.starts[number] + parts.start, source.starts[last] + end))]


def _flow_spans(source: Source, number: int, start: int) -> list[tuple[Span | None, Span]]:
    flow, _ = read_flow(_Lines(source), number, start)
    position = Source("", flow.text).position

    def span(begin: int, end: int) -> Span:
        (line, column), (end_line, end_column) = position(begin), position(end)
        return Span(source.starts[number + line] + column, source.starts[number + end_line] + end_column)

    return [
        (span(key, key_end) if key >= 0 else None, span(begin, end)) for key, key_end, begin, end in flow.rows
    ]
