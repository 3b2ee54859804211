"""Regular expressions as Kubernetes reads them: RE2, in linear time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from klint.schema.patterns.automaton import Automaton, TooMuchError
from klint.schema.patterns.program import program
from klint.schema.patterns.spans import span
from klint.schema.patterns.syntax import parse
from klint.schema.patterns.tree import InvalidPatternError, UnsupportedPatternError

if TYPE_CHECKING:
    from klint.text import Span

__all__ = ["InvalidPatternError", "Pattern", "UnsupportedPatternError", "pattern"]


class Pattern:
    """A compiled pattern. Every answer may be None: klint cannot tell, and does not guess."""

    __slots__ = ("_automaton", "_exact", "_known", "_program", "text")

    def __init__(self, text: str) -> None:
        tree, self._exact = parse(text)
        self.text = text
        self._program = program(tree)
        self._automaton = Automaton(self._program)
        self._known: dict[str, bool | None] = {}

    def matches(self, text: str) -> bool | None:
        """Whether the pattern matches some part of the text."""
        if text in self._known:
            return self._known[text]
        answer: bool | None = None
        if self._exact or text.isascii():
            try:
                answer = self._automaton.matches(text)
            except TooMuchError:
                answer = None
        if len(self._known) < 1000 and len(text) < 500:
            self._known[text] = answer
        return answer

    def spans(self, text: str, most: int | None = None) -> list[Span] | None:
        """The matches from left to right that do not overlap, at most so many."""
        if not self._exact and not text.isascii():
            return None
        found: list[Span] = []
        at = 0
        while at <= len(text) and (most is None or len(found) < most):
            try:
                match = span(self._program, text, at)
            except TooMuchError:
                return None
            if match is None:
                break
            if match.start < match.end or not found or match.start != found[-1].end:
                found.append(match)  # RE2 drops an empty match beside the one before
            at = match.end + (match.start == match.end)
        return found


@lru_cache(maxsize=1024)
def pattern(text: str) -> Pattern:
    """Compile a pattern; InvalidPatternError if RE2 refuses it, UnsupportedPatternError if klint cannot."""
    return Pattern(text)
