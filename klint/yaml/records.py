"""What a line does to the document, remembered: four of five lines of a repository are repeats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from klint.yaml.flow import Flow, UnfinishedError, read_flow
from klint.yaml.lines import WIDEST, DoubtError, after, check, dissect
from klint.yaml.resolver import WORDS, plain, plain_key
from klint.yaml.texts import HEADER, Block, quoted_folded, unescaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.yaml.lines import Parts

# Kind, level, key, value, and the level of the mapping that `- key:` opens.
Record = tuple[int, int, str | None, Any, int]

# A level is twice the column of a collection, plus one for a list: a list may stand in the same
# column as the key that it belongs to.
DOCUMENT = -2
DEEPEST = 1 << 30

WHOLE = 0  # the line gives a value
OPEN = 1  # the value may stand below
LATER = 2  # the value is a Later, and may stand below, too
START = 4  # ---
TEXT = 5  # something that only makes sense after or below another line

_MEMORY = 60_000  # lines; about 20 MB
_LONGEST = 300  # characters of a line worth remembering
_TEXT: Record = (TEXT, DEEPEST, None, None, 0)
# Most lines: a key and a word, in any combination, that mean nothing but themselves.
_PLAIN = r"[0-9A-Za-z/](?:[!-9;-~]|:(?=[!-~])| +(?=[!\"$-~]))*"
_COMMON = re.compile(
    rf"( *)(?:-( +))?(?:([A-Z_a-z][-./0-9A-Z_a-z]*):(?: +|$))?(?:({_PLAIN})|\"([ !#-\[\]-~]*)\"|'([ -&(-~]*)')? *"
)

records: dict[str, Record | None] = {}


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


class _Known(Later):
    """An anchored value that its line tells, or none."""

    __slots__ = ("value",)

    value: Any

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

    value: Any
    inside: int

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
        header = HEADER.fullmatch(lines[number], self.start)
        if header is None:
            raise DoubtError
        block = Block(lines, number, header, column)
        return block.value, 0, block.last


def record(line: str) -> Record | None:
    """What a line does; None for a blank line and a comment."""
    if len(line) > _LONGEST:
        return _record(line)
    common = _COMMON.fullmatch(line)
    made = _common(common) if common else _record(line)
    if len(records) >= _MEMORY:
        records.clear()
    records[line] = made
    return made


def _common(found: re.Match[str]) -> Record | None:
    spaces, gap, key, word, double, single = found.groups()
    column = len(spaces)
    if column > WIDEST:
        return _record(found[0])
    value: Any = single if double is None else double
    kind = WHOLE
    if word is not None:
        value = plain(word) if word[0] < "A" or word in WORDS else word
    elif value is None:
        kind = OPEN
    if gap is None:
        if key is None:
            return None if kind == OPEN else _record(found[0])
        level, inner = column * 2, 0
    elif key is None and kind == OPEN:
        return _record(found[0])
    else:
        level, inner = column * 2 + 1, (column + 1 + len(gap)) * 2
    if key in WORDS:
        return _record(found[0])
    return kind, level, key, value, inner


def _record(line: str) -> Record | None:
    text = line.lstrip(" ")
    if text == "" or text[0] == "#":
        check(line.replace("\t", ""))
        return None
    check(line)
    if line[:3] in ("---", "...") and line[3:4] in ("", " "):
        if line[0] == ".":
            raise DoubtError
        return START, DOCUMENT, None, None, 0
    try:
        return _opened(line)
    except DoubtError:
        return _TEXT


def _opened(line: str) -> Record:
    parts = dissect(line)
    key = _key(line, parts) if parts.key >= 0 else None
    value, kind = inline(line, parts)
    if parts.dash >= 0:
        return kind, parts.dash * 2 + 1, key, value, parts.key * 2
    if key is None:
        raise DoubtError
    return kind, parts.key * 2, key, value, 0


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
    value: Any = None
    kind = WHOLE
    if start == end:
        kind = OPEN
    elif style == "":
        value = plain(line[start:end])
        if value.__class__ is float and value - value != 0:
            raise DoubtError
    elif end >= 0 and style != "*":
        text = line[start + 1 : end - 1]
        value = text.replace("''", "'") if style == "'" else unescaped(text)
    else:
        return _later(line, parts), LATER
    if parts.anchor:
        known = _Known(start, parts.anchor)
        known.value = value
        return known, LATER | kind
    return value, kind


def _later(line: str, parts: Parts) -> Later:
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
    copied = _Copied(start, anchor)
    copied.value, copied.inside = flow.value, len(flow.rows) - 1
    return copied


def _copy(value: Any) -> Any:
    if value.__class__ is dict:
        return {key: _copy(child) for key, child in value.items()}
    return [_copy(child) for child in value] if value.__class__ is list else value
