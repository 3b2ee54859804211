"""Values that take more than a look at their line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.yaml.block import Block
from klint.yaml.flow import Flow, UnfinishedError, read_flow
from klint.yaml.lines import DoubtError, after
from klint.yaml.texts import quoted_folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.yaml.lines import Parts


class Later:
    """A value that takes more than its line to read, or more than its text."""

    __slots__ = ("alias", "anchor", "start")

    def __init__(self, start: int, anchor: str | None = None, alias: str | None = None) -> None:
        self.start = start
        self.anchor = anchor
        self.alias = alias

    def read(self, lines: Sequence[str], number: int, column: int) -> tuple[Any, int, int]:  # noqa: ARG002
        """The value on line `number`, how many values are in it, and the number of its last line.

        `column` is that of the collection which the value belongs to. An alias has to be looked up
        instead; where that is not provided for, there is doubt.
        """
        raise DoubtError


class Known(Later):
    """An anchored value that its line tells, or none."""

    __slots__ = ("value",)

    def __init__(self, value: Any, start: int, anchor: str) -> None:
        super().__init__(start, anchor)
        self.value = value

    def read(self, lines: Sequence[str], number: int, column: int) -> tuple[Any, int, int]:  # noqa: ARG002
        return self.value, 0, number


class _Flow(Later):
    __slots__ = ()

    def read(self, lines: Sequence[str], number: int, column: int) -> tuple[Any, int, int]:  # noqa: ARG002
        flow, last = read_flow(lines, number, self.start)
        return flow.value, len(flow.rows) - 1, last


class _Copied(Later):
    """A flow collection on one line."""

    __slots__ = ("inside", "value")

    def __init__(self, flow: Flow, start: int, anchor: str | None) -> None:
        super().__init__(start, anchor)
        self.value = flow.value
        self.inside = len(flow.rows) - 1

    def read(self, lines: Sequence[str], number: int, column: int) -> tuple[Any, int, int]:  # noqa: ARG002
        return _copy(self.value), self.inside, number


class _Quoted(Later):
    __slots__ = ()

    def read(self, lines: Sequence[str], number: int, column: int) -> tuple[Any, int, int]:  # noqa: ARG002
        value, last = quoted_folded(lines, number, self.start)
        return value, 0, last


class _Block(Later):
    __slots__ = ()

    def read(self, lines: Sequence[str], number: int, column: int) -> tuple[Any, int, int]:
        block = Block(lines, number, self.start, column)
        return block.value, 0, block.last


def later(line: str, parts: Parts) -> Later:
    """How to read the value that begins on a line; Doubt about a bad one, and about tags."""
    start, style, anchor = parts.start, parts.style, parts.anchor
    if style == "*" and parts.end >= 0 and not anchor:
        return Later(start, alias=line[start + 1 : parts.end])
    if style in ("'", '"'):
        return _Quoted(start, anchor)
    if style in ("|", ">"):
        return _Block(start, anchor)
    if style not in ("[", "{"):
        raise DoubtError
    try:
        flow = Flow(line, start)
    except UnfinishedError:
        return _Flow(start, anchor)
    after(line, flow.end)
    return _Copied(flow, start, anchor)


def _copy(value: Any) -> Any:
    if value.__class__ is dict:
        return {key: _copy(child) for key, child in value.items()}
    return [_copy(child) for child in value] if value.__class__ is list else value
