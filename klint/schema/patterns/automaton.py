"""Does a text match? An automaton that is built while it reads, in time linear in the text.

Kubernetes promises linear time (RE2); Python's `re` would hang on patterns that the API server accepts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.schema.patterns.charset import WORD
from klint.schema.patterns.program import ACCEPT, Accept, Check, Fork, Take

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.schema.patterns.program import Program

_EDGE, _NEWLINE, _WORD, _OTHER = range(4)  # what stands beside a place
_MOST_STATES = 2_000
_MOST_STEPS = 5_000_000
_WORD_CHARS = frozenset(chr(code) for low, high in WORD for code in range(low, high + 1))


class TooMuchError(Exception):
    """The work for one text passes all bounds."""


class _State:
    """Where the machine may be after some text: instructions, and what the last character was."""

    __slots__ = ("after", "before", "pcs")

    def __init__(self, pcs: tuple[int, ...], before: int) -> None:
        self.pcs = pcs
        self.before = before
        self.after: dict[str, _State] = {}


_MATCHED = _State((), 0)  # whatever follows


class Automaton:
    """A matcher of one pattern; remembers what it learned from earlier texts."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._steps = 0
        self._forget()

    def _forget(self) -> None:
        self._states: dict[tuple[tuple[int, ...], int], _State] = {}
        self._start = self._state((), _EDGE)

    def matches(self, text: str) -> bool:
        """Whether some part of the text matches; TooMuchError past a bound that no honest input meets."""
        self._steps = 0
        state = self._start
        for char in text:
            following = state.after.get(char) or self._step(state, char)
            if following is _MATCHED:
                return True
            state = following
        return ACCEPT in self._closure(state, _EDGE)

    def _step(self, state: _State, char: str) -> _State:
        beside = kind(char)
        reached = self._closure(state, beside)
        code = self._program.code
        following = _MATCHED
        if ACCEPT not in reached:
            taken = {
                instruction.next
                for pc in reached
                if isinstance(instruction := code[pc], Take) and instruction.chars.has(char)
            }
            following = self._state(tuple(sorted(taken)), beside)
        state.after[char] = following
        return following

    def _state(self, pcs: tuple[int, ...], before: int) -> _State:
        key = (pcs, before)
        found = self._states.get(key)
        if found is None:
            if len(self._states) > _MOST_STATES:
                self._forget()
            found = self._states[key] = _State(pcs, before)
        return found

    def _closure(self, state: _State, after: int) -> set[int]:
        """All instructions that can be reached without taking a character."""
        code = self._program.code
        reached: set[int] = set()
        waiting = [*state.pcs, self._program.start]  # a match may begin anywhere
        while waiting:
            pc = waiting.pop()
            if pc in reached:
                continue
            reached.add(pc)
            waiting.extend(_onward(code[pc], state.before, after))
        self._steps += len(reached)
        if self._steps > _MOST_STEPS:
            raise TooMuchError
        return reached


def _onward(instruction: Take | Check | Fork | Accept, before: int, after: int) -> Iterable[int]:
    if isinstance(instruction, Fork):
        return instruction.next
    if isinstance(instruction, Check) and holds(instruction.kind, before, after):
        return (instruction.next,)
    return ()


def kind(char: str) -> int:
    """What a character is to the place beside it; an empty one is the text's edge."""
    if char in _WORD_CHARS:
        return _WORD
    return _NEWLINE if char == "\n" else _OTHER if char else _EDGE


def holds(look: str, before: int, after: int) -> bool:
    """Whether a place between two kinds of characters is what a Look asks for."""
    if look == "start":
        return before == _EDGE
    if look == "end":
        return after == _EDGE
    if look == "line-start":
        return before in (_EDGE, _NEWLINE)
    if look == "line-end":
        return after in (_EDGE, _NEWLINE)
    return ((before == _WORD) != (after == _WORD)) == (look == "boundary")
