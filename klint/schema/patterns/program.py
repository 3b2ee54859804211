"""A regular expression as the instructions of a small machine (Thompson's construction)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.schema.patterns.tree import (
    Chars,
    Choice,
    Look,
    Repeat,
    Sequence,
    Tree,
    UnsupportedPatternError,
)

if TYPE_CHECKING:
    from klint.schema.patterns.charset import CharSet

MOST_INSTRUCTIONS = 20_000


class Take(NamedTuple):
    """Take one character of `chars`, go on at `next`."""

    chars: CharSet
    next: int


class Check(NamedTuple):
    """Go on at `next` if the place is of this kind."""

    kind: str
    next: int


class Fork(NamedTuple):
    """Go on at all of `next`, the preferred one first."""

    next: tuple[int, ...]


class Accept(NamedTuple):
    """The text matches."""


Instruction = Take | Check | Fork | Accept
ACCEPT = 0


class Program(NamedTuple):
    code: tuple[Instruction, ...]
    start: int


def program(tree: Tree) -> Program:
    """Raises UnsupportedPatternError if the counts in the pattern unfold to too much."""
    code: list[Instruction] = [Accept()]
    start = _emit(tree, ACCEPT, code)
    return Program(tuple(code), start)


def _emit(tree: Tree, then: int, code: list[Instruction]) -> int:
    """Append the code of a tree that goes on at `then`; where it starts."""
    if isinstance(tree, Chars):
        return _append(Take(tree.chars, then), code)
    if isinstance(tree, Look):
        return _append(Check(tree.kind, then), code)
    if isinstance(tree, Sequence):
        for item in reversed(tree.items):
            then = _emit(item, then, code)
        return then
    if isinstance(tree, Choice):
        return _append(Fork(tuple(_emit(item, then, code) for item in tree.items)), code)
    return _repeat(tree, then, code)


def _repeat(tree: Repeat, then: int, code: list[Instruction]) -> int:
    end = then
    if tree.most is None:
        loop = _append(Fork((then,)), code)
        code[loop] = _fork(_emit(tree.item, loop, code), then, tree)
        then = loop
    else:
        for _ in range(tree.most - tree.least):
            then = _append(_fork(_emit(tree.item, then, code), end, tree), code)
    for _ in range(tree.least):
        then = _emit(tree.item, then, code)
    return then


def _fork(again: int, out: int, tree: Repeat) -> Fork:
    return Fork((again, out) if tree.greedy else (out, again))


def _append(instruction: Instruction, code: list[Instruction]) -> int:
    if len(code) >= MOST_INSTRUCTIONS:
        raise UnsupportedPatternError("it unfolds to too many instructions")
    code.append(instruction)
    return len(code) - 1
