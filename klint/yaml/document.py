"""A text as the documents in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.yaml.comments import comments
from klint.yaml.node import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.text import Source, Span
    from klint.yaml.comments import Comment
    from klint.yaml.marks import Marks
    from klint.yaml.node import Path
    from klint.yaml.problems import Problem


class Document:
    """One document: its plain value, and where everything in it stands.

    `start` and `end` are offsets: from its `---` (or first content) to the next document's.
    """

    __slots__ = ("end", "index", "marks", "problems", "source", "start", "value")

    def __init__(  # noqa: PLR0913
        self,
        source: Source,
        index: int,
        value: Any,
        marks: Marks,
        start: int,
        end: int,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self.source = source
        self.index = index
        self.value = value
        self.marks = marks
        self.start = start
        self.end = end
        self.problems = problems

    def __repr__(self) -> str:
        return f"Document({self.source.path!r}, {self.index})"

    @property
    def root(self) -> Node:
        return Node(self, (), self.value)

    def span(self, path: Path) -> Span:
        """Where the value at `path` stands; KeyError where nothing is.

        An alias stands where it is written, what is in it where the anchor is.
        """
        return self.marks.span(self._ordinal(path))

    def key_span(self, path: Path) -> Span | None:
        """Where the key of the value at `path` stands; None for a list item and the root."""
        return self.marks.key_span(self._ordinal(path))

    def scalars(self) -> Iterator[Span]:
        """Where keys and scalars stand, in no particular order."""
        return self.marks.scalars(self.value)

    def _ordinal(self, path: Path) -> int:
        ordinal, value = 0, self.value
        for step in path:
            ordinal = self.marks.children(ordinal, value)[step]
            value = value[step]
        return ordinal


class Stream:
    """All documents of a Source, read when first asked for.

    `problems` are those of the whole stream in the order of the text, its documents' among them.
    A document with a syntax error is not among `documents`; what follows its next `---` is.
    """

    __slots__ = ("_documents", "_problems", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self._documents: list[Document] | None = None
        self._problems: list[Problem] = []

    def __repr__(self) -> str:
        return f"Stream({self.source.path!r})"

    @property
    def documents(self) -> list[Document]:
        return self._read() if self._documents is None else self._documents

    @property
    def problems(self) -> list[Problem]:
        if self._documents is None:
            self._read()
        return self._problems

    def comments(self, marker: str) -> list[Comment]:
        """The comments that contain `marker`; text in scalars never counts."""
        if marker not in self.source.text:
            return []
        return comments(self.source, self.documents, marker)

    def _read(self) -> list[Document]:
        from klint.yaml.reference import read

        self._documents, self._problems = read(self.source)
        return self._documents


def parse(source: Source) -> Stream:
    """Read a text; whatever is wrong with it is among the stream's problems."""
    return Stream(source)
