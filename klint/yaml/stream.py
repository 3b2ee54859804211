"""A text as the documents in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.yaml import fast
from klint.yaml.comments import comments

if TYPE_CHECKING:
    from klint.text import Source
    from klint.yaml.comments import Comment
    from klint.yaml.document import Document
    from klint.yaml.problems import Problem


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
        self._documents, self._problems = fast.read(self.source)
        return self._documents


def parse(source: Source) -> Stream:
    """Read a text; whatever is wrong with it is among the stream's problems."""
    return Stream(source)
