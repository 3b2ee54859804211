"""Where does a text match? The leftmost match, of several there the one the pattern prefers (Pike's machine)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.schema.patterns.automaton import TooMuchError, holds, kind
from klint.schema.patterns.program import Accept, Check, Fork, Take
from klint.text import Span

if TYPE_CHECKING:
    from klint.schema.patterns.program import Program

_MOST_STEPS = 5_000_000


def span(program: Program, text: str, start: int = 0) -> Span | None:
    """The first match that begins at `start` or later; what stands before still counts for `^`.

    Raises TooMuchError past a bound that no honest input meets.
    """
    return _Search(program, text).run(start)


class _Search:
    def __init__(self, program: Program, text: str) -> None:
        self.program = program
        self.text = text
        self.best: Span | None = None
        self.steps = 0

    def run(self, start: int) -> Span | None:
        threads: dict[int, int] = {}  # instruction -> where its match began, in order of preference
        for at in range(start, len(self.text) + 1):
            if self.best is None:
                threads.setdefault(self.program.start, at)
            elif not threads:
                break
            threads = self.advance(threads, at)
        return self.best

    def advance(self, threads: dict[int, int], at: int) -> dict[int, int]:
        """Follow all threads over the character at `at`, dropping those that a match outranks."""
        code = self.program.code
        char = self.text[at : at + 1]
        following: dict[int, int] = {}
        for pc, began in self.reach(threads, at).items():
            instruction = code[pc]
            if isinstance(instruction, Accept):
                self.best = Span(began, at)
                break
            if isinstance(instruction, Take) and char and instruction.chars.has(char):
                following.setdefault(instruction.next, began)
        return following

    def reach(self, threads: dict[int, int], at: int) -> dict[int, int]:
        before, after = kind(self.text[at - 1 : at] if at else ""), kind(self.text[at : at + 1])
        reached: dict[int, int] = {}
        waiting = list(reversed(threads.items()))
        while waiting:
            pc, began = waiting.pop()
            if pc in reached:
                continue
            reached[pc] = began
            instruction = self.program.code[pc]
            if isinstance(instruction, Fork):
                waiting.extend((following, began) for following in reversed(instruction.next))
            elif isinstance(instruction, Check) and holds(instruction.kind, before, after):
                waiting.append((instruction.next, began))
        self.steps += len(reached)
        if self.steps > _MOST_STEPS:
            raise TooMuchError
        return reached
