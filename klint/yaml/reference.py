"""The exact loader: slow, and right where the fast one has doubts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from klint.text import Span
from klint.yaml.composer import Composer, RefusedError
from klint.yaml.document import Document
from klint.yaml.events import COMPILED, TOO_STRICT, SyntaxFaultError, events
from klint.yaml.problems import Problem, syntax_words

if TYPE_CHECKING:
    from klint.text import Source
    from klint.yaml.events import Event

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Where the text can be taken up again after a fault: a `---` line with the directives before it.
_BOUNDARY = re.compile(r"^(?:%.*\n)*---(?=\s|\Z)", re.MULTILINE)


def read(source: Source, *, compiled: bool = COMPILED) -> tuple[list[Document], list[Problem]]:
    """The documents of a text and the problems in it, in the order of the text."""
    reader = _Reader(source, compiled)
    reader.read()
    return reader.documents, reader.problems


class _Reader:
    def __init__(self, source: Source, compiled: bool) -> None:  # noqa: FBT001
        self.source = source
        self.compiled = compiled
        self.documents: list[Document] = []
        self.problems: list[Problem] = []

    def read(self) -> None:
        text = self.source.text
        start = 1 if text.startswith("\ufeff") else 0
        if _FORBIDDEN.search(text):
            self._read_pieces(start)
        else:
            resume = self._read_stretch(start, len(text))
            if resume is not None:
                self._read_pieces(resume)

    def _read_pieces(self, start: int) -> None:
        """Read what lies between two `---` lines as if it were a file of its own."""
        text = self.source.text
        bounds = [start, *(at for found in _BOUNDARY.finditer(text, start) if (at := found.start()) > start), len(text)]
        for begin, end in zip(bounds, bounds[1:], strict=False):
            forbidden = _FORBIDDEN.search(text, begin, end)
            if forbidden:
                at = forbidden.start()
                message = f"character U+{ord(text[at]):04X} is not allowed in YAML"
                self._problem("syntax-error", message, Span(at, at + 1))
            else:
                self._read_stretch(begin, end)

    def _read_stretch(self, start: int, end: int, *, masked: bool = False) -> int | None:
        """Read documents until the first fault; then the offset from where to go on."""
        text = self.source.text
        part = text if end - start == len(text) else text[start:end]
        stretch = _Stretch(self, start)
        try:
            for event in events(part, compiled=self.compiled, masked=masked):
                stretch.take(event)
        except SyntaxFaultError as fault:
            at = min(start + fault.offset, end)
            resume = self._resume(stretch.begin, at)
            if self.compiled and not masked and fault.problem in TOO_STRICT:
                line = text.rfind("\n", 0, stretch.begin) + 1
                self._read_stretch(line, resume, masked=True)
            else:
                width = 0 if at == end or text[at] in "\r\n" else 1
                self._problem("syntax-error", syntax_words(fault.problem, text[at : at + 1]), Span(at, at + width))
            return resume
        except RefusedError as refusal:
            self._problem(refusal.fault, refusal.message, refusal.span)
            return self._resume(stretch.begin, refusal.span.start)
        return None

    def _resume(self, begin: int, at: int) -> int:
        text = self.source.text
        line = text.rfind("\n", 0, at) + 1
        found = _BOUNDARY.search(text, max(line, begin + 1))
        return found.start() if found else len(text)

    def _problem(self, fault: str, message: str, span: Span) -> None:
        self.problems.append(Problem(fault, message, span, (), len(self.documents)))


class _Stretch:
    """The documents that one parser reads."""

    def __init__(self, reader: _Reader, base: int) -> None:
        self.reader = reader
        self.base = base
        self.begin = base  # of the document being read, or the end of the last one
        self.composer: Composer | None = None

    def take(self, event: Event) -> None:
        kind = type(event).__name__
        composer = self.composer
        if composer is None:
            if kind == "DocumentStartEvent":
                self.begin = self.base + event.start_mark.index
                self.composer = Composer(self.reader.source.text, self.base, len(self.reader.documents))
        elif kind == "ScalarEvent":
            composer.scalar(event)
        elif kind == "MappingStartEvent":
            composer.start(event, {})
        elif kind == "SequenceStartEvent":
            composer.start(event, [])
        elif kind == "AliasEvent":
            composer.alias(event)
        elif kind == "DocumentEndEvent":
            self._finish(composer, self.base + event.start_mark.index)
        else:
            composer.end(event)

    def _finish(self, composer: Composer, end: int) -> None:
        composer.finish()
        reader = self.reader
        problems = tuple(composer.problems)
        reader.problems += problems
        composer.table.extent = Span(self.begin, end)
        reader.documents.append(
            Document(reader.source, composer.document, composer.value, composer.table, problems)
        )
        self.begin = end
        self.composer = None
