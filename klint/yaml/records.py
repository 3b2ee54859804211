"""What a line does to the document, remembered: four of five lines of a repository are repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.yaml.flow import Flow, UnfinishedError, read_flow
from klint.yaml.lines import DoubtError, after, check, dissect
from klint.yaml.resolver import plain, plain_key
from klint.yaml.texts import HEADER, Block, quoted_folded, unescaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.yaml.lines import Parts

# kind, level, key, value, and the level of the mapping that a `- key:` opens.
Record = tuple[int, int, str | None, Any, int]

# A level is twice the column of a collection, plus one for a list: a list may stand in the same
# column as the key it belongs to.
DOCUMENT = -2
DEEPEST = 1 << 30

PAIR = 0  # key: value
OPEN = 1  # key:
ITEM = 2  # - value
DASH = 3  # -
ITEM_PAIR = 4  # - key: value
ITEM_OPEN = 5  # - key:
START = 6  # ---
TEXT = 7  # something that only makes sense after or below another line
LATER = 8  # added to PAIR, ITEM or ITEM_PAIR: the value is a Later

_MEMORY = 60_000  # lines; about 20 MB
_LONGEST = 300  # characters of a line worth remembering

records: dict[str, Record | None] = {}


class Later:
    """A value that takes more than its line to read, or is made anew each time."""

    __slots__ = ()

    def read(self, lines: Sequence[str], number: int, column: int) -> tuple[Any, int, int]:
        """The value on line `number`, how many values are in it, and the number of its last line.

        `column` is that of the collection which the value belongs to.
        """
        raise NotImplementedError


class _Flow(Later):
    __slots__ = ("start",)

    def __init__(self, start: int) -> None:
        self.start = start

    def read(self, lines: Sequence[str], number: int, column: int) -> tuple[Any, int, int]:  # noqa: ARG002
        flow, last = read_flow(lines, number, self.start)
        return flow.value, len(flow.rows) - 1, last


class _Copied(Later):
    """A flow collection on one line."""

    __slots__ = ("inside", "value")

    def __init__(self, value: Any, inside: int) -> None:
        self.value = value
        self.inside = inside

    def read(self, lines: Sequence[str], number: int, column: int) -> tuple[Any, int, int]:  # noqa: ARG002
        return _copy(self.value), self.inside, number


class _Quoted(Later):
    __slots__ = ("start",)

    def __init__(self, start: int) -> None:
        self.start = start

    def read(self, lines: Sequence[str], number: int, column: int) -> tuple[Any, int, int]:  # noqa: ARG002
        value, last = quoted_folded(lines, number, self.start)
        return value, 0, last


class _Block(Later):
    __slots__ = ("start",)

    def __init__(self, start: int) -> None:
        self.start = start

    def read(self, lines: Sequence[str], number: int, column: int) -> tuple[Any, int, int]:
        header = HEADER.fullmatch(lines[number], self.start)
        if header is None:
            raise DoubtError
        block = Block(lines, number, header, column)
        return block.value, 0, block.last


def record(line: str) -> Record | None:
    """What a line does; None for a blank line and a comment."""
    try:
        return records[line]
    except KeyError:
        made = _record(line)
    if len(line) <= _LONGEST:
        if len(records) >= _MEMORY:
            records.clear()
        records[line] = made
    return made


def _record(line: str) -> Record | None:
    text = line.lstrip(" ")
    if text == "" or text[0] == "#":
        check(line.replace("\t", ""))
        return None
    check(line)
    if text is line and line[:3] in ("---", "..."):
        return _marker(line)
    try:
        return _opened(line)
    except DoubtError:
        return TEXT, DEEPEST, None, None, 0


def _opened(line: str) -> Record:
    parts = dissect(line)
    key = _key(line, parts) if parts.key >= 0 else None
    value, kind = inline(line, parts)
    if parts.dash < 0:
        if key is None:
            raise DoubtError
        return PAIR + kind, parts.key * 2, key, value, 0
    level = parts.dash * 2 + 1
    if key is None:
        return ITEM + kind, level, None, value, 0
    return ITEM_PAIR + kind, level, key, value, parts.key * 2


def _marker(line: str) -> Record:
    if line[3:4] not in ("", " "):
        raise DoubtError
    if line[:3] == "...":
        raise DoubtError
    after(line, 3)
    return START, DOCUMENT, None, None, 0


def _key(line: str, parts: Parts) -> str:
    text = line[parts.key : parts.key_end]
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    if text[0] == '"':
        return text[1:-1]
    key = plain_key(text)
    if key is None or key == "<<":
        raise DoubtError
    return key


def inline(line: str, parts: Parts) -> tuple[Any, int]:
    """The value that a line holds, and what it makes of the line's kind."""
    start, end, style = parts.start, parts.end, parts.style
    if start == end:
        return None, OPEN
    if style == "":
        value = plain(line[start:end])
        if value.__class__ is float and value - value != 0:
            raise DoubtError
        return value, 0
    if style in "'\"":
        if end < 0:
            return _Quoted(start), LATER
        text = line[start + 1 : end - 1]
        return text.replace("''", "'") if style == "'" else unescaped(text), 0
    if style in "|>":
        return _Block(start), LATER
    if style in "[{":
        return _flow(line, start), LATER
    raise DoubtError


def _flow(line: str, start: int) -> Later:
    try:
        flow = Flow(line, start)
    except UnfinishedError:
        return _Flow(start)
    after(line, flow.end)
    return _Copied(flow.value, len(flow.rows) - 1)


def _copy(value: Any) -> Any:
    if value.__class__ is dict:
        return {key: _copy(child) for key, child in value.items()}
    return [_copy(child) for child in value] if value.__class__ is list else value
