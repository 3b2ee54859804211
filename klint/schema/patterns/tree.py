"""A regular expression as a tree, and why there may be none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from klint.schema.patterns.charset import CharSet


class InvalidPatternError(ValueError):
    """RE2 refuses the pattern, and with it the API server."""


class UnsupportedPatternError(ValueError):
    """The pattern may be right, but klint cannot evaluate it."""


class Chars(NamedTuple):
    """One character of a set."""

    chars: CharSet


class Look(NamedTuple):
    """A place between characters: `start`, `end`, `line-start`, `line-end`, `boundary` or `inside`."""

    kind: str


class Sequence(NamedTuple):
    items: tuple[Tree, ...]


class Choice(NamedTuple):
    """Alternatives, the preferred one first."""

    items: tuple[Tree, ...]


class Repeat(NamedTuple):
    """`most` is None where there is no limit."""

    item: Tree
    least: int
    most: int | None
    greedy: bool


Tree = Chars | Look | Sequence | Choice | Repeat
