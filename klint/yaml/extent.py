"""From an event's marks to the exact span of its value: without anchor, tag and trailing lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from klint.text import Span

if TYPE_CHECKING:
    from klint.yaml.events import Event

_BLANK = r" \t\r\n\x85\u2028\u2029"
_PROPERTY = re.compile(rf"(?:&[0-9A-Za-z_-]*|![^{_BLANK}]*)(?:[{_BLANK}]+(?:#.*)?)*")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")


class Extents:
    """Spans in a text of which the parser reads the part that begins at `base`."""

    __slots__ = ("base", "text")

    def __init__(self, text: str, base: int) -> None:
        self.text = text
        self.base = base

    def start(self, event: Event) -> int:
        """Where the value itself starts, after its anchor and tag."""
        start: int = self.base + event.start_mark.index
        for given in (event.anchor, event.tag):
            if given is not None:
                found = _PROPERTY.match(self.text, start)
                start = found.end() if found else start
        return start

    def scalar(self, event: Event) -> Span:
        end: int = self.base + event.end_mark.index
        start = self.start(event)
        if event.style in ("|", ">"):
            return Span(start, self._block_end(start, end))
        return Span(min(start, end), end)

    def token(self, event: Event) -> Span:
        """An alias or a bracket: exactly what the parser says."""
        return Span(self.base + event.start_mark.index, self.base + event.end_mark.index)

    def _block_end(self, start: int, end: int) -> int:
        """The end of the last line of a block scalar that is not blank, or of its indicator."""
        text = self.text
        header = _BLOCK_HEADER.match(text, start)
        first_line = _line_end(text, start)
        end = start + len(text[start:end].rstrip())
        if end <= first_line:
            return header.end() if header else first_line
        return _line_end(text, end)


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    if end < 0:
        return len(text)
    return end - 1 if text[end - 1] == "\r" else end
