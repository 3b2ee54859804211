"""The syntax of RE2, the regular expressions of Kubernetes, read into a tree.

Follows Go's regexp/syntax with Perl flags, which is what CRD schemas and CEL use.
"""

from __future__ import annotations

from typing import NamedTuple

from klint.schema.patterns.characters import Characters
from klint.schema.patterns.charset import CharSet, Range, merged
from klint.schema.patterns.tree import (
    Chars,
    Choice,
    InvalidPatternError,
    Look,
    Repeat,
    Sequence,
    Tree,
    UnsupportedPatternError,
)

MOST_REPEATS = 1000
DEEPEST = 100  # RE2 allows 1000; nobody writes them, and Python's stack would not hold them

_QUANTIFIERS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_LOOKS = {"A": "start", "z": "end", "b": "boundary", "B": "inside"}


class _Flags(NamedTuple):
    fold: bool = False  # i
    lines: bool = False  # m
    dot_all: bool = False  # s
    swap: bool = False  # U


class _Group:
    """An open parenthesis: the alternatives that are finished, the one that is not, the flags outside."""

    __slots__ = ("branches", "items", "outer")

    def __init__(self, outer: _Flags) -> None:
        self.outer = outer
        self.branches: list[Tree] = []
        self.items: list[Tree] = []

    def close(self) -> Tree:
        last = Sequence(tuple(self.items))
        return Choice((*self.branches, last)) if self.branches else last


def parse(text: str) -> tuple[Tree, bool]:
    """The tree, and whether it says the same of text beyond ASCII as RE2 does.

    Raises InvalidPatternError and UnsupportedPatternError.
    """
    reader = _Reader(text)
    tree = reader.read()
    return tree, not reader.ascii_only


class _Reader(Characters):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.flags = _Flags()
        self.groups = [_Group(self.flags)]
        self.repeated = False  # the last thing read was a quantifier

    def read(self) -> Tree:
        while self.at < len(self.text):
            self.one()
        if len(self.groups) > 1:
            raise InvalidPatternError("a ( is never closed")
        tree = self.groups[0].close()
        _limit(tree)
        return tree

    def one(self) -> None:
        char = self.text[self.at]
        group = self.groups[-1]
        bounds = self.counted() if char == "{" else _QUANTIFIERS.get(char)
        if bounds:
            self.repeat(group, *bounds)
            return
        self.repeated = False
        self.at += 1
        if char == "(":
            self.open()
        elif char == ")":
            self.close()
        elif char == "|":
            group.branches.append(Sequence(tuple(group.items)))
            group.items = []
        elif char == "\\":
            self.escape(group)
        else:
            group.items.append(self.plain(char))

    def plain(self, char: str) -> Tree:
        if char == ".":
            return Chars(
                CharSet((), negated=True) if self.flags.dot_all else CharSet(((10, 10),), negated=True)
            )
        if char == "^":
            return Look("line-start" if self.flags.lines else "start")
        if char == "$":
            return Look("line-end" if self.flags.lines else "end")
        if char == "[":
            return self.bracket()
        return self.literal(ord(char))

    def literal(self, code: int) -> Chars:
        return self.chars([(code, code)], [])

    def chars(self, ranges: list[Range], categories: list[str], *, negated: bool = False) -> Chars:
        self.ascii_only = self.ascii_only or self.flags.fold
        return Chars(CharSet(merged(ranges), tuple(categories), negated, self.flags.fold))

    # groups

    def open(self) -> None:
        if len(self.groups) > DEEPEST:
            raise UnsupportedPatternError("groups are nested too deep")
        if not self.text.startswith("?", self.at):
            self.groups.append(_Group(self.flags))
            return
        named = "?P<" if self.text.startswith("?P<", self.at) else "?<"
        if self.text.startswith(named, self.at):
            self.name(len(named))
            self.groups.append(_Group(self.flags))
        else:
            self.at += 1
            self.set_flags()

    def name(self, skip: int) -> None:
        end = self.text.find(">", self.at)
        name = self.text[self.at + skip : end]
        if end < 0 or not name.replace("_", "a").isalnum() or not name.isascii():
            raise InvalidPatternError("a group has no proper name, or is a look-around, which RE2 has not")
        self.at = end + 1

    def set_flags(self) -> None:
        outer, flags = self.flags, self.flags._asdict()
        letters = {"i": "fold", "m": "lines", "s": "dot_all", "U": "swap"}
        on, seen = True, False
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char in letters:
                flags[letters[char]], seen = on, True
            elif char == "-" and on:
                on, seen = False, False
            elif char in ":)" and (on or seen):
                self.flags = _Flags(**flags)
                if char == ":":
                    self.groups.append(_Group(outer))
                return
            else:
                break
        raise InvalidPatternError("a group has unknown flags, or is a look-around, which RE2 has not")

    def close(self) -> None:
        if len(self.groups) == 1:
            raise InvalidPatternError("a ) closes nothing")
        group = self.groups.pop()
        self.flags = group.outer
        self.groups[-1].items.append(group.close())

    # quantifiers

    def counted(self) -> tuple[int, int | None] | None:
        """The bounds in braces at this place, which are a literal brace if they are malformed."""
        end = self.text.find("}", self.at)
        low, comma, high = self.text[self.at + 1 : max(end, 0)].partition(",")
        if end < 0 or not _is_count(low) or not (_is_count(high) or not high):
            return None
        least = int(low[:5])
        most = least if not comma else int(high[:5]) if high else None
        return least, most

    def repeat(self, group: _Group, least: int, most: int | None) -> None:
        self.at = self.text.index("}", self.at) + 1 if self.text[self.at] == "{" else self.at + 1
        if self.repeated or not group.items:
            raise InvalidPatternError("a quantifier has nothing to repeat")
        if max(least, most or 0) > MOST_REPEATS or (most is not None and least > most):
            raise InvalidPatternError("a count is over 1000, or runs backwards")
        greedy = not self.text.startswith("?", self.at)
        self.at += not greedy
        group.items[-1] = Repeat(group.items[-1], least, most, greedy != self.flags.swap)
        self.repeated = True

    # escapes and sets

    def escape(self, group: _Group) -> None:
        letter = self.text[self.at : self.at + 1]
        if letter in _LOOKS:
            self.at += 1
            group.items.append(Look(_LOOKS[letter]))
        elif letter == "Q":
            literal, _, _ = self.text[self.at + 1 :].partition("\\E")
            self.at = min(self.at + 1 + len(literal) + 2, len(self.text))
            group.items.extend(self.literal(ord(char)) for char in literal)
        elif known := self.known_set():
            group.items.append(self.chars(*known))
        else:
            group.items.append(self.literal(self.code()))

    def bracket(self) -> Chars:
        negated = self.text.startswith("^", self.at)
        self.at += negated
        ranges: list[Range] = []
        categories: list[str] = []
        first = True
        while first or not self.text.startswith("]", self.at):
            if self.at >= len(self.text):
                raise InvalidPatternError("a [ is never closed")
            first = False
            more, named = self.member()
            ranges += more
            categories += named
        self.at += 1
        return self.chars(ranges, categories, negated=negated)


def _is_count(text: str) -> bool:
    """Digits without a leading zero, as RE2 counts."""
    return text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0"))


def _limit(tree: Tree, budget: int = MOST_REPEATS) -> None:
    """Refuse nested counts whose product RE2 would not unfold."""
    if isinstance(tree, Repeat):
        count = tree.least if tree.most is None else tree.most
        if count > budget:
            raise InvalidPatternError("nested counts come to more than 1000")
        _limit(tree.item, budget // count if count > 1 else budget)
    elif isinstance(tree, Sequence | Choice):
        for item in tree.items:
            _limit(item, budget)
