"""Single characters and sets of them, as they are written in a pattern."""

from __future__ import annotations

from klint.schema.patterns.charset import (
    CATEGORIES,
    DIGIT,
    LAST,
    POSIX,
    SCRIPTS,
    SPACE,
    WORD,
    Range,
    complement,
)
from klint.schema.patterns.tree import InvalidPatternError, UnsupportedPatternError

Members = tuple[list[Range], list[str]]
"""What a part of a set holds: ranges, and names of categories."""

_PERL = {"d": DIGIT, "s": SPACE, "w": WORD}
_CONTROLS = {"a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_OCTAL = tuple("01234567")
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")


class Characters:
    """A place in a pattern, and what is read there.

    `ascii_only` says that something was read which klint knows for ASCII text alone.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.ascii_only = False

    def known_set(self) -> Members | None:
        """What a `d`, `W` or `p{L}` after the backslash stands for, if one is there."""
        letter = self.text[self.at : self.at + 1]
        if letter and letter in "dDsSwW":
            self.at += 1
            ranges = _PERL[letter.lower()]
            return list(ranges if letter.islower() else complement(ranges)), []
        if letter and letter in "pP":
            self.at += 1
            return self.unicode(negated=letter == "P")
        return None

    def unicode(self, *, negated: bool) -> Members:
        name = self.text[self.at : self.at + 1]
        self.at += 1
        if name == "{":
            end = self.text.find("}", self.at)
            if end < 0:
                raise InvalidPatternError("the brace after \\p is never closed")
            name = self.text[self.at : end]
            self.at = end + 1
        if name.startswith("^"):
            name, negated = name[1:], not negated
        if name == "Any":
            return ([] if negated else [(0, LAST)]), []
        if name in CATEGORIES:
            return [], [f"^{name}" if negated else name]
        if name not in SCRIPTS:
            raise UnsupportedPatternError(f"\\p{{{name}}} is not known")
        self.ascii_only = True
        return list(complement(SCRIPTS[name]) if negated else SCRIPTS[name]), []

    def code(self) -> int:
        """The code of an escaped character."""
        if self.at >= len(self.text):
            raise InvalidPatternError("it ends in a backslash")
        char = self.text[self.at]
        self.at += 1
        if char in _OCTAL and (char == "0" or self.text[self.at : self.at + 1] in _OCTAL):
            return self.octal()
        if char == "x":
            return self.hexadecimal()
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char.isascii() and not char.isalnum():
            return ord(char)
        raise InvalidPatternError(f"\\{char} stands for nothing")

    def octal(self) -> int:
        start = self.at - 1
        while self.at < start + 3 and self.text[self.at : self.at + 1] in _OCTAL:
            self.at += 1
        return int(self.text[start : self.at], 8)

    def hexadecimal(self) -> int:
        digits = self.text[self.at : self.at + 2]
        self.at += 2
        if digits.startswith("{"):
            end = self.text.find("}", self.at - 1)
            digits = self.text[self.at - 1 : max(end, 0)]
            self.at = end + 1
        elif len(digits) < 2:
            digits = ""
        if not digits or any(digit not in _HEXADECIMAL for digit in digits):
            raise InvalidPatternError("\\x takes two hexadecimal digits, or some in braces")
        code = int(digits[-8:], 16) if not digits[:-8].strip("0") else LAST + 1
        if code > LAST:
            raise InvalidPatternError("\\x takes two hexadecimal digits, or some in braces")
        return code

    def member(self) -> Members:
        """One part of a set in brackets."""
        if self.text.startswith("[:", self.at) and (end := self.text.find(":]", self.at + 2)) > 0:
            name = self.text[self.at + 2 : end]
            self.at = end + 2
            if name.lstrip("^") not in POSIX or name.startswith("^^"):
                raise InvalidPatternError(f"there is no class [:{name}:]")
            ranges = POSIX[name.lstrip("^")]
            return list(complement(ranges) if name.startswith("^") else ranges), []
        if self.text.startswith("\\", self.at):
            self.at += 1
            known = self.known_set()
            if known:
                return known
            self.at -= 1
        low = high = self.member_code()
        if self.text.startswith("-", self.at) and self.text[self.at + 1 : self.at + 2] not in ("", "]"):
            self.at += 1
            high = self.member_code()
        if high < low:
            raise InvalidPatternError("a range runs backwards")
        return [(low, high)], []

    def member_code(self) -> int:
        if self.at >= len(self.text):
            raise InvalidPatternError("a [ is never closed")
        self.at += 1
        char = self.text[self.at - 1]
        return self.code() if char == "\\" else ord(char)
