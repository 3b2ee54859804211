"""The fast loader: reads line by line what is plainly understood, and leaves the rest to the exact one."""

from __future__ import annotations

from itertools import islice
from operator import length_hint
from typing import TYPE_CHECKING

from klint.yaml.document import Document
from klint.yaml.draft import Draft
from klint.yaml.lines import DoubtError
from klint.yaml.places import Places

if TYPE_CHECKING:
    from klint.text import Source
    from klint.yaml.problems import Problem


def read(source: Source) -> tuple[list[Document], list[Problem]]:
    """The documents of a text and the problems in it, in the order of the text."""
    text = source.text
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if "\r" in text or text.startswith("%") or "\n%" in text:  # line breaks other than LF; directives
        from klint.yaml import reference

        return reference.read(source)
    reader = _Reader(source, text.split("\n"))
    reader.read()
    return reader.documents, reader.problems


class _Reader:
    def __init__(self, source: Source, lines: list[str]) -> None:
        self.source = source
        self.lines = lines
        self.documents: list[Document] = []
        self.problems: list[Problem] = []

    def read(self) -> None:
        lines = self.lines
        left = iter(lines)
        steps = enumerate(left)
        start = -1  # the line of the document's `---`
        while start < len(lines):
            draft = Draft(lines)
            try:
                end = draft.follow(steps, start)
            except DoubtError:
                end = self._hand_over(start)
                ahead = end + 1 - (len(lines) - length_hint(left))
                next(islice(steps, ahead, ahead), None)
            else:
                if draft.numbers or start >= 0:
                    places = Places(self.source, draft.numbers, draft.targets, start, end)
                    self.documents.append(Document(self.source, len(self.documents), draft.root[0], places))
            start = end

    def _hand_over(self, start: int) -> int:
        """Let the exact loader read the document that starts on a line; the line of the next one."""
        from klint.yaml import reference

        lines = self.lines
        end = start + 1
        while end < len(lines) and not (lines[end][:3] == "---" and lines[end][3:4] in ("", " ", "\t")):
            end += 1
        starts = self.source.starts
        begin = starts[start] if start > 0 else 0
        stop = starts[end] if end < len(starts) else len(self.source.text)
        documents, problems = reference.read_piece(self.source, begin, stop, len(self.documents))
        self.documents += documents
        self.problems += problems
        return end
