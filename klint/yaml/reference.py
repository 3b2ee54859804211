"""The exact loader: slow, and right where the fast one has doubts."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from klint.text import Span
from klint.yaml.composer import Composer
from klint.yaml.document import Document
from klint.yaml.events import COMPILED, TOO_STRICT, SyntaxFaultError, events
from klint.yaml.problems import Problem, RefusedError, Related, syntax_words

if TYPE_CHECKING:
    from klint.text import Source
    from klint.yaml.events import Event

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_MARKER = re.compile(r"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)


def read(source: Source, *, compiled: bool = COMPILED) -> tuple[list[Document], list[Problem]]:
    """The documents of a text and the problems in it, in the order of the text."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for start, end in pairwise(_bounds(source.text)):
        more, faults = read_piece(source, start, end, len(documents), compiled=compiled)
        documents += more
        problems += faults
    return documents, problems


def _bounds(text: str) -> list[int]:
    """Where documents may start: at the `---` lines, or the directives before them."""
    bounds = [0]
    for found in _MARKER.finditer(text):
        start = found.start()
        while start > 0 and text[(line := text.rfind("\n", 0, start - 1) + 1)] == "%":
            start = line
        if start > 0:
            bounds.append(start)
    return [*bounds, len(text)]


def read_piece(
    source: Source, start: int, end: int, index: int, *, compiled: bool = COMPILED
) -> tuple[list[Document], list[Problem]]:
    """Read what stands between two `---` lines as if it were a file of its own, as Kubernetes does.

    `index` is the number of its first document.
    """
    if start == 0 and source.text.startswith("\ufeff"):
        start = 1
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
            if not masked and fault.problem.startswith(TOO_STRICT):
                self.documents.clear()
                self.problems.clear()
                self.read(compiled=compiled, masked=True)
                return
            self._refuse_syntax(text, fault)
        except RefusedError as refusal:
            self.refuse(refusal.fault, refusal.message, refusal.span)

    def _refuse_syntax(self, text: str, fault: SyntaxFaultError) -> None:
        opening = text[fault.opening : fault.opening + 1]
        at = fault.offset
        if opening in ("'", '"') and fault.problem.startswith("found unexpected"):
            at = fault.opening
        found = text[at : at + 1]
        span = Span(self.start + at, self.start + at + (found not in ("", "\r", "\n")))
        related: Related = ()
        if opening in ("[", "{") and fault.opening != at:
            related = ((Span(self.start + fault.opening, self.start + fault.opening + 1), "opened here"),)
        before = text[text.rfind("\n", 0, at) + 1 : at]
        self.refuse("syntax-error", syntax_words(fault.problem, before, found), span, related)

    def refuse(self, fault: str, message: str, span: Span, related: Related = ()) -> None:
        """The document that is being read is none."""
        self.problems.append(Problem(fault, message, span, related, self.index + len(self.documents)))


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
