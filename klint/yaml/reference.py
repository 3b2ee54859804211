"""The exact loader: slow, and right where the fast one has doubts."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

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
_BOUNDARY = re.compile(r"^(?:%.*\n)*---(?=[ \t\r\n]|\Z)", re.MULTILINE)


def read(source: Source, *, compiled: bool = COMPILED) -> tuple[list[Document], list[Problem]]:
    """The documents of a text and the problems in it, in the order of the text."""
    documents: list[Document] = []
    problems: list[Problem] = []
    text = source.text
    bounds = [0, *(at for found in _BOUNDARY.finditer(text) if (at := found.start()) > 0), len(text)]
    for start, end in pairwise(bounds):
        more, faults = read_piece(source, start, end, len(documents), compiled=compiled)
        documents += more
        problems += faults
    return documents, problems


def read_piece(
    source: Source, start: int, end: int, index: int, *, compiled: bool = COMPILED
) -> tuple[list[Document], list[Problem]]:
    """Read what stands between two `---` lines as if it were a file of its own, as Kubernetes does.

    `index` is the number of its first document.
    """
    start += source.text.startswith("\ufeff", start) and start == 0
    piece = _Piece(source, start, end, index)
    forbidden = _FORBIDDEN.search(source.text, start, end)
    if forbidden:
        at = forbidden.start()
        message = f"character U+{ord(source.text[at]):04X} is not allowed in YAML"
        piece.refuse("syntax-error", message, Span(at, at + 1))
    else:
        piece.read(compiled=compiled)
    return piece.documents, piece.problems


class _Piece:
    def __init__(self, source: Source, start: int, end: int, index: int) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.index = index
        self.documents: list[Document] = []
        self.problems: list[Problem] = []

    def read(self, *, compiled: bool, masked: bool = False) -> None:
        """Read documents until the first fault."""
        text = self.source.text[self.start : self.end]
        build = _Build(self)
        try:
            for event in events(text, compiled=compiled, masked=masked):
                build.take(event)
        except SyntaxFaultError as fault:
            if compiled and not masked and fault.problem in TOO_STRICT:
                self.documents.clear()
                self.problems.clear()
                self.read(compiled=compiled, masked=True)
                return
            at = min(fault.offset, len(text))
            found = text[at : at + 1]
            width = 0 if found in ("", "\r", "\n") else 1
            words = syntax_words(fault.problem, found)
            self.refuse("syntax-error", words, Span(self.start + at, self.start + at + width))
        except RefusedError as refusal:
            self.refuse(refusal.fault, refusal.message, refusal.span)

    def refuse(self, fault: str, message: str, span: Span) -> None:
        """The document that is being read is none."""
        self.problems.append(Problem(fault, message, span, (), self.index + len(self.documents)))


class _Build:
    """From events to the documents of a piece."""

    def __init__(self, piece: _Piece) -> None:
        self.piece = piece
        self.begin = 0
        self.composer: Composer | None = None

    def take(self, event: Event) -> None:
        kind = type(event).__name__
        composer = self.composer
        piece = self.piece
        if composer is None:
            if kind == "DocumentStartEvent":
                self.begin = piece.start + event.start_mark.index
                self.composer = Composer(piece.source.text, piece.start, piece.index + len(piece.documents))
        elif kind == "ScalarEvent":
            composer.scalar(event)
        elif kind == "MappingStartEvent":
            composer.start(event, {})
        elif kind == "SequenceStartEvent":
            composer.start(event, [])
        elif kind == "AliasEvent":
            composer.alias(event)
        elif kind == "DocumentEndEvent":
            self._finish(composer, piece.start + event.start_mark.index)
        else:
            composer.end(event)

    def _finish(self, composer: Composer, end: int) -> None:
        composer.finish()
        composer.table.extent = Span(self.begin, end)
        piece = self.piece
        problems = tuple(composer.problems)
        piece.problems += problems
        document = Document(piece.source, composer.document, composer.value, composer.table, problems)
        piece.documents.append(document)
        self.composer = None
