"""YAML inside a text of another YAML file, such as a patch written in a kustomization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.text import Source, Span
from klint.yaml import Document, parse

if TYPE_CHECKING:
    from klint.yaml import Node, Problem
    from klint.yaml.node import Path


class EmbeddedDocument(Document):
    """A document in a text that is a value elsewhere; what it says stands in the file around it."""

    __slots__ = ("host", "inner", "lines")

    def __init__(self, document: Document, host: Node, lines: list[int] | None) -> None:
        super().__init__(host.source, document.index, document.value, document.marks, document.problems)
        self.host = host
        self.inner = document
        self.lines = lines

    def span(self, path: Path) -> Span:
        return self._outside(super().span(path))

    def key_span(self, path: Path) -> Span | None:
        span = super().key_span(path)
        return span and self._outside(span)

    def _outside(self, span: Span) -> Span:
        if self.lines is None:
            return self.host.span
        start, end = map(self.inner.source.position, span)
        return Span(self.lines[start.line] + start.column, self.lines[end.line] + end.column)


def raw(document: Document, path: Path) -> str:
    """The value at `path` as it is written."""
    inner = document.inner if isinstance(document, EmbeddedDocument) else document
    span = inner.span(path)
    return inner.source.text[span.start : span.end]


def embedded(host: Node) -> tuple[list[Document], list[Problem]]:
    """The documents in a text, and what is wrong with them; spans of problems count inside the text."""
    stream = parse(Source(host.source.path, host.value))
    lines = _lines(host)
    return [EmbeddedDocument(document, host, lines) for document in stream.documents], stream.problems


def _lines(host: Node) -> list[int] | None:
    """The offset outside of every line inside; None where they do not correspond one to one."""
    source, span = host.source, host.span
    written = source.text[span.start : span.end]
    if written == host.value and "\n" not in written:
        return [span.start]
    if not written.startswith("|"):
        return None
    first = source.position(span.start).line + 1
    offsets = []
    for number, text in enumerate(host.value.split("\n"), first):
        line = source.line(number)
        if not line.endswith(text):
            return None
        start = source.starts[number] if number < len(source.starts) else len(source.text)
        offsets.append(start + len(line) - len(text))
    return offsets
