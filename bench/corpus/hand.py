"""How one author writes YAML: indentation, quotes, comments, flow style, anchors, line ends."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

from bench.corpus.dice import REMARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bench.corpus.dice import Dice

_WIDTH = 80
_PLAIN = re.compile(r"(?:--)?[A-Za-z0-9./$](?:[\w./$@=*,()?+-]|:(?=\S)| (?=[^#\s]))*")
_RESOLVED = re.compile(r"(?i)true|false|yes|no|on|off|y|n|null|[-+.\d][\d_.:e]*|0[xob][\da-f]*")


class Twice(NamedTuple):
    """Two values of one key, written one after the other."""

    first: Any
    second: Any


class Hand:
    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._item_indent = dice.choice((0, 2))
        self._quote = dice.choice(("'", '"', '"'))
        self._quotes = dice.choice((0.0, 0.0, 0.0, 0.01, 0.05))
        self._remarks = dice.choice((0.0, 0.0, 0.02, 0.2))
        self._gaps = dice.choice((0.0, 0.0, 0.03, 0.15))
        self._flow = dice.choice((0.0, 0.0, 0.0, 0.15))
        self._wraps = dice.often(0.3)
        self._anchors = dice.often(0.03)
        self._licence = dice.often(0.12)
        self._line_end = "\r\n" if dice.often(0.01) else "\n"
        self._marked = dice.often(0.3)
        self._anchored: set[int] = set()

    def text(self, documents: Iterable[Any]) -> str:
        """A whole file."""
        lines = [
            "# Copyright the authors.",
            "# Licensed under the Apache License, Version 2.0.",
            "#",
        ] * self._licence
        for index, document in enumerate(documents):
            if index or self._marked:
                lines.append("---")
            self._anchored.clear()
            lines += self._mapping(document, 0)
        return self._line_end.join(lines) + self._line_end

    def _mapping(self, mapping: dict[str, Any], indent: int) -> Iterator[str]:
        for key, value in mapping.items():
            for one in value if isinstance(value, Twice) else (value,):
                if self._gaps and self._dice.often(self._gaps):
                    yield ""
                if self._remarks and self._dice.often(self._remarks):
                    yield f"{' ' * indent}# {self._dice.choice(REMARKS)}"
                yield from self._entry(f"{' ' * indent}{self._scalar(key)}:", one, indent)

    def _entry(self, head: str, value: Any, indent: int) -> Iterator[str]:
        if not isinstance(value, (dict, list)):
            yield from self._text(head, value, indent)
        elif not value or self._short(value):
            yield f"{head} {self._in_flow(value)}"
        elif isinstance(value, list):
            yield head
            yield from self._items(value, indent + self._item_indent)
        elif self._anchors and id(value) in self._anchored:
            yield f"{head} *m{len(value)}"
        else:
            anchor = self._anchors and head.endswith(("labels:", "Labels:")) and not self._anchored
            if anchor:
                self._anchored.add(id(value))
            yield head + f" &m{len(value)}" * anchor
            yield from self._mapping(value, indent + 2)

    def _items(self, values: list[Any], indent: int) -> Iterator[str]:
        dash = " " * indent + "-"
        for value in values:
            if isinstance(value, dict) and value and not self._short(value):
                first, *more = self._mapping(value, indent + 2)
                yield f"{dash} {first.lstrip()}"
                yield from more
            else:
                yield from self._entry(dash, value, indent)

    def _text(self, head: str, value: Any, indent: int) -> Iterator[str]:
        if not isinstance(value, str) or len(value) < _WIDTH:
            remark = f" # {self._dice.choice(REMARKS)}" if self._dice.often(self._remarks / 10) else ""
            if isinstance(value, str) and "\n" in value:
                yield from self._block(head, value, indent)
            else:
                yield f"{head} {self._scalar(value)}{remark}"
        elif "\n" in value:
            yield from self._block(head, value, indent)
        elif self._wraps and _PLAIN.fullmatch(value):
            first, *more = textwrap.wrap(value, _WIDTH)
            yield f"{head} {first}"
            yield from (f"{' ' * (indent + 2)}{line}" for line in more)
        else:
            yield f"{head} {self._scalar(value)}"

    def _block(self, head: str, value: str, indent: int) -> Iterator[str]:
        yield f"{head} |" + "-" * (not value.endswith("\n"))
        for line in value.removesuffix("\n").split("\n"):
            yield f"{' ' * (indent + 2)}{line}" if line else ""

    def _short(self, value: dict[str, Any] | list[Any]) -> bool:
        values = list(value.values() if isinstance(value, dict) else value)
        return (
            len(values) < 4
            and all(isinstance(one, (str, int)) and "\n" not in str(one) for one in values)
            and self._flow > 0
            and self._dice.often(self._flow)
        )

    def _in_flow(self, value: dict[str, Any] | list[Any]) -> str:
        if isinstance(value, list):
            return f"[{', '.join(self._flow_scalar(one) for one in value)}]"
        return "{" + ", ".join(f"{key}: {self._flow_scalar(one)}" for key, one in value.items()) + "}"

    def _flow_scalar(self, value: Any) -> str:
        text = self._scalar(value)
        return json.dumps(value) if "," in text else text

    def _scalar(self, value: Any) -> str:
        if value is None:
            return "null"
        if not isinstance(value, str):
            return str(value).lower()
        plain = _PLAIN.fullmatch(value) and not _RESOLVED.fullmatch(value) and not value.endswith((":", " "))
        if plain and not (self._quotes and self._dice.often(self._quotes)):
            return value
        if self._quote == "'" and "\n" not in value:
            return "'" + value.replace("'", "''") + "'"
        return json.dumps(value)
