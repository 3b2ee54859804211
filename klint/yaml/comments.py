"""Comments, told apart from text that only looks like one."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from klint.text import Span

if TYPE_CHECKING:
    from klint.text import Source
    from klint.yaml.document import Document

_BEFORE = frozenset(" \t\n\r'\"]}")  # what a comment's `#` may follow


class Comment(NamedTuple):
    """A comment from its `#` to the end of its line.

    `line` is zero-based; `own_line` says that only blanks stand before it.
    """

    span: Span
    text: str
    line: int
    own_line: bool


def comments(source: Source, documents: list[Document], marker: str) -> list[Comment]:
    """The comments that contain `marker`, in the order of the text."""
    taken = sorted(_text_of(source, span) for document in documents for span in document.scalars())
    found = []
    at = source.text.find(marker)
    while at >= 0:
        line = source.position(at).line
        start = source.starts[line]
        end = start + len(source.line(line))
        sign = _sign(source.text, start, end, taken)
        if sign >= 0 and source.text.find(marker, sign, end) >= 0:
            own = not source.text[start:sign].strip()
            found.append(Comment(Span(sign, end), source.text[sign:end], line, own))
        at = source.text.find(marker, end)
    return found


def _sign(text: str, start: int, end: int, taken: list[Span]) -> int:
    """Where the comment of a line starts; -1 if it has none."""
    at = text.find("#", start, end)
    while at >= 0:
        before = bisect_right(taken, (at, len(text))) - 1
        inside = before >= 0 and taken[before].end > at
        if not inside and (at == start or text[at - 1] in _BEFORE):
            return at
        at = text.find("#", at + 1, end)
    return -1


def _text_of(source: Source, span: Span) -> Span:
    """Without the first line of a block scalar, where a comment may follow the indicator."""
    if source.text[span.start : span.start + 1] not in ("|", ">"):
        return span
    line = source.position(span.start).line
    return Span(source.starts[line] + len(source.line(line)), span.end)
