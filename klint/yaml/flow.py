"""Flow collections: `{a: b, c: [d]}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from klint.yaml.lines import DoubtError, after, check
from klint.yaml.resolver import plain, plain_key
from klint.yaml.texts import unescaped

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = tuple[int, int, int, int]  # key's start and end (-1 without a key), value's start and end
DEPTH = 50
_BLANK = re.compile(r"[ \t\n]*(?:(?<=[ \t\n])#[^\n]*(?:\n[ \t\n]*|\Z))*")
_SCALAR = re.compile(
    r"'((?:[^'\n]|'')*)'(?!')"
    r'|"((?:[^"\\\n]|\\[^\n])*)"'
    r"|((?:[^\x00- ,\[\]{}#&*!|>'\"%@`?:-]|-(?=[^ \t\n,\[\]{}]))"
    r"(?:[^\x00- ,\[\]{}:?]|(?<!['\"]):(?=[^ \t\n,\[\]{}?])| +(?=[^\x00- ,\[\]{}:?#]))*)"
)


class UnfinishedError(Exception):
    """The text ends before the collection does."""


class Flow:
    """The collection that starts at `start` in `text`: its value, end, and a row for every value in preorder."""

    __slots__ = ("_at", "_empty", "end", "rows", "text", "value")

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self._at = start
        self._empty = start
        self.rows: list[Row] = []
        self.value: Any = self._collection(-1, -1, 0)
        self.end = self._at

    def _collection(self, key: int, key_end: int, depth: int) -> Any:
        if depth > DEPTH:
            raise DoubtError
        ordinal = len(self.rows)
        start = self._at
        self.rows.append((key, key_end, start, -1))
        value = self._list(depth) if self.text[start] == "[" else self._mapping(depth)
        self.rows[ordinal] = (key, key_end, start, self._at)
        return value

    def _list(self, depth: int) -> list[Any]:
        value: list[Any] = []
        character = self._open()
        while character != "]":
            value.append(self._value(character, -1, -1, depth))
            character = self._next("]")
        self._at += 1
        return value

    def _mapping(self, depth: int) -> dict[str, Any]:
        value: dict[str, Any] = {}
        character = self._open()
        while character != "}":
            start = self._at
            quoted = self.text[start] in "'\""
            key = self._key()
            end = self._at
            if key in value:
                raise DoubtError
            character = self._colon(quoted=quoted)
            if character in ",}":
                value[key] = None
                self.rows.append((start, end, self._empty, self._empty))
            else:
                value[key] = self._value(character, start, end, depth)
            character = self._next("}")
        self._at += 1
        return value

    def _open(self) -> str:
        self._at += 1
        return self._blank()

    def _next(self, closing: str) -> str:
        """Step over a comma; the next character, which may be `closing`."""
        character = self._blank()
        if character == ",":
            self._at += 1
            character = self._blank()
            if character == ",":
                raise DoubtError
        elif character != closing:
            raise DoubtError
        return character

    def _blank(self) -> str:
        found = _BLANK.match(self.text, self._at)
        self._at = found.end() if found else self._at
        if self._at == len(self.text):
            raise UnfinishedError
        return self.text[self._at]

    def _scalar(self) -> re.Match[str]:
        found = _SCALAR.match(self.text, self._at)
        if found is None:
            raise DoubtError
        self._at = found.end()
        return found

    def _value(self, character: str, key: int, key_end: int, depth: int) -> Any:
        if character in "[{":
            return self._collection(key, key_end, depth + 1)
        start = self._at
        found = self._scalar()
        self.rows.append((key, key_end, start, self._at))
        if found[3] is not None:
            value = plain(found[3])
            if value.__class__ is float and value - value != 0:
                raise DoubtError
            return value
        return _quoted(found)

    def _key(self) -> str:
        found = self._scalar()
        if found.end() - found.start() > 1000:
            raise DoubtError
        if found[3] is None:
            return _quoted(found)
        key = plain_key(found[3])
        if key is None or key == "<<":
            raise DoubtError
        return key

    def _colon(self, *, quoted: bool) -> str:
        """Step over a key's colon, if there is one; the character after it.

        An empty value stands right behind the colon, or behind a key without one.
        """
        text = self.text
        self._empty = self._at
        while text.startswith(" ", self._at):
            self._at += 1
        if not text.startswith(":", self._at):
            character = self._blank()
            if character not in ",}":
                raise DoubtError
            return character
        self._at += 1
        self._empty = self._at
        if not quoted and text[self._at : self._at + 1] not in ("", " ", "\n"):
            raise DoubtError
        return self._blank()


def _quoted(found: re.Match[str]) -> str:
    single: str | None = found[1]
    return single.replace("''", "'") if single is not None else unescaped(found[2])


def read_flow(lines: Sequence[str], number: int, start: int) -> tuple[Flow, int]:
    """The collection that opens at `start` of line `number`, and the number of its last line."""
    taken = 1
    while True:
        text = "\n".join(lines[number : number + taken])
        try:
            flow = Flow(text, start)
            break
        except UnfinishedError:
            if number + taken >= len(lines):
                raise DoubtError from None
            taken *= 4
    last = number + text.count("\n", 0, flow.end)
    line_end = text.find("\n", flow.end)
    after(text[flow.end - 1 : line_end if line_end >= 0 else len(text)], 1)
    for line in lines[number + 1 : last + 1]:
        check(line.replace("\t", ""))
        if line[:3] in ("---", "..."):
            raise DoubtError
    return flow, last
