"""One document of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.yaml.node import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.text import Source, Span
    from klint.yaml.marks import Marks
    from klint.yaml.node import Path
    from klint.yaml.problems import Problem


class Document:
    """One document: its plain value, and where everything in it stands."""

    __slots__ = ("index", "marks", "problems", "source", "value")

    def __init__(
        self, source: Source, index: int, value: Any, marks: Marks, problems: tuple[Problem, ...] = ()
    ) -> None:
        self.source = source
        self.index = index
        self.value = value
        self.marks = marks
        self.problems = problems

    def __repr__(self) -> str:
        return f"Document({self.source.path!r}, {self.index})"

    @property
    def start(self) -> int:
        """Offset of its `---`, or of its first content."""
        return self.marks.extent.start

    @property
    def end(self) -> int:
        """Offset of the next document's `---`, of its own `...`, or of the end."""
        return self.marks.extent.end

    @property
    def root(self) -> Node:
        return Node(self, (), self.value)

    def span(self, path: Path) -> Span:
        """Where the value at `path` stands; KeyError where nothing is.

        An alias stands where it is written, what is in it where the anchor is.
        """
        return self.marks.span(*self._found(path))

    def key_span(self, path: Path) -> Span | None:
        """Where the key of the value at `path` stands; None for a list item and the root."""
        return self.marks.key_span(self._found(path)[0])

    def source_of(self, path: Path) -> Source:  # noqa: ARG002
        """The text that the value at `path` stands in."""
        return self.source

    def scalars(self) -> Iterator[Span]:
        """Where keys and scalars stand, in no particular order."""
        return self.marks.scalars(self.value)

    def _found(self, path: Path) -> tuple[int, Any]:
        """The ordinal of the value at `path`, and the value."""
        ordinal, value = 0, self.value
        for step in path:
            ordinal = self.marks.children(ordinal, value)[step]
            value = value[step]
        return ordinal, value
