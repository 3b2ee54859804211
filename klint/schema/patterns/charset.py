"""A set of characters, as one position of a regular expression accepts it."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple
from unicodedata import category

Range = tuple[int, int]
LAST = 0x10FFFF

DIGIT: tuple[Range, ...] = ((48, 57),)
SPACE: tuple[Range, ...] = ((9, 10), (12, 13), (32, 32))
WORD: tuple[Range, ...] = ((48, 57), (65, 90), (95, 95), (97, 122))

POSIX: dict[str, tuple[Range, ...]] = {
    "alnum": ((48, 57), (65, 90), (97, 122)),
    "alpha": ((65, 90), (97, 122)),
    "ascii": ((0, 127),),
    "blank": ((9, 9), (32, 32)),
    "cntrl": ((0, 31), (127, 127)),
    "digit": DIGIT,
    "graph": ((33, 126),),
    "lower": ((97, 122),),
    "print": ((32, 126),),
    "punct": ((33, 47), (58, 64), (91, 96), (123, 126)),
    "space": ((9, 13), (32, 32)),
    "upper": ((65, 90),),
    "word": WORD,
    "xdigit": ((48, 57), (65, 70), (97, 102)),
}

_KINDS = {"C": "cfos", "L": "lmotu", "M": "cen", "N": "dlo", "P": "cdefios", "S": "ckmo", "Z": "lps"}
CATEGORIES = frozenset(major + minor for major, minors in _KINDS.items() for minor in ("", *minors))

# Python knows no scripts; of these it is known which ASCII characters they hold
SCRIPTS: dict[str, tuple[Range, ...]] = {
    "Latin": ((65, 90), (97, 122)),
    "Common": ((0, 64), (91, 96), (123, 127)),
    **dict.fromkeys(
        ("Arabic", "Armenian", "Cyrillic", "Devanagari", "Georgian", "Greek", "Han", "Hangul", "Hebrew",
         "Hiragana", "Katakana", "Thai"),
        (),
    ),
}  # fmt: skip


class CharSet(NamedTuple):
    """Characters in `ranges` (sorted, disjoint) or in one of `categories`, or all others if `negated`.

    A category that starts with `^` stands for all characters outside it. `folded` ignores case.
    """

    ranges: tuple[Range, ...] = ()
    categories: tuple[str, ...] = ()
    negated: bool = False
    folded: bool = False

    def has(self, char: str) -> bool:
        variants = {char.lower(), char.upper()} if self.folded else (char,)
        return any(map(self._lists, variants)) != self.negated

    def _lists(self, char: str) -> bool:
        code = ord(char)
        at = bisect_right(self.ranges, (code, LAST)) - 1
        if at >= 0 and code <= self.ranges[at][1]:
            return True
        return any(
            category(char).startswith(name.lstrip("^")) != name.startswith("^") for name in self.categories
        )


def merged(ranges: list[Range]) -> tuple[Range, ...]:
    """The same characters as sorted, disjoint ranges."""
    made: list[Range] = []
    for low, high in sorted(ranges):
        if made and low <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(high, made[-1][1]))
        else:
            made.append((low, high))
    return tuple(made)


def complement(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    """All characters outside the given ranges."""
    made = []
    start = 0
    for low, high in ranges:
        if low > start:
            made.append((start, low - 1))
        start = high + 1
    if start <= LAST:
        made.append((start, LAST))
    return tuple(made)
