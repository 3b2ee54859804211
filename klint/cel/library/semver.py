"""Semantic versions (k8s.io/apiserver `pkg/cel/library/semverlib.go`, from 1.33 on; semver.org 2.0.0)."""

from __future__ import annotations

import re
from typing import NamedTuple

from klint.cel.errors import EvaluationError
from klint.cel.function import Function
from klint.cel.values import named

_SINCE = (1, 33)
_NUMBER = "(0|[1-9][0-9]*)"
_PART = "(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_FORM = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-({_PART}(?:\.{_PART})*))?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?"
)
_GREATEST = 2**64
_LONGEST = 1000


@named("kubernetes.Semver")
class Version(NamedTuple):
    """Ordered; a release comes after its pre-releases, and the build says nothing."""

    major: int
    minor: int
    patch: int
    is_release: bool
    before: tuple[tuple[bool, int, str], ...]  # is it a word, the number, the word: numbers come first

    @classmethod
    def parse(cls, text: str) -> Version:
        """EvaluationError if the text is no semantic version."""
        found = _FORM.fullmatch(text) if len(text) <= _LONGEST else None
        if not found:
            raise EvaluationError(f"'{text[:80]}' is not a semantic version; write it like 1.2.3")
        before = tuple(
            (not part.isdigit(), int(part) if part.isdigit() else 0, "" if part.isdigit() else part)
            for part in (found[4].split(".") if found[4] else ())
        )
        major, minor, patch = int(found[1]), int(found[2]), int(found[3])
        if max(major, minor, patch, *(number for _, number, _ in before)) >= _GREATEST:
            raise EvaluationError("a number of the version does not fit 64 bits")
        return cls(major, minor, patch, not before, before)

    @classmethod
    def parse_loosely(cls, text: str, normalize: bool) -> Version:  # noqa: FBT001  # CEL passes it by place
        """With a `v` before it, with leading zeros and without the last numbers as well."""
        return cls.parse(_normalized(text) if normalize else text)

    def order(self, other: Version) -> int:
        return (self > other) - (self < other)


def _normalized(text: str) -> str:
    parts = text.removeprefix("v").split(".", 2)
    parts = [_without_zeros(part) for part in parts]
    if len(parts) < 3 and ("+" in parts[-1] or "-" in parts[-1]):
        raise EvaluationError(f"the short version '{text[:80]}' cannot have a pre-release or build")
    return ".".join((*parts, "0", "0")[:3])


def _without_zeros(part: str) -> str:
    if len(part) <= 1:
        return part
    rest = part.lstrip("0")
    return rest if rest[:1].isdigit() else f"0{rest}"


def _is_version(text: str, normalize: bool = False) -> bool:  # noqa: FBT001, FBT002  # CEL passes it by place
    try:
        Version.parse_loosely(text, normalize)
    except EvaluationError:
        return False
    return True


FUNCTIONS = (
    Function("semver", (str,), Version.parse, since=_SINCE),
    Function("semver", (str, bool), Version.parse_loosely, since=_SINCE),
    Function("isSemver", (str,), _is_version, since=_SINCE),
    Function("isSemver", (str, bool), _is_version, since=_SINCE),
    Function("isGreaterThan", (Version, Version), lambda one, other: one > other, member=True, since=_SINCE),
    Function("isLessThan", (Version, Version), lambda one, other: one < other, member=True, since=_SINCE),
    Function("compareTo", (Version, Version), Version.order, member=True, since=_SINCE),
    Function("major", (Version,), lambda version: version.major, member=True, since=_SINCE),
    Function("minor", (Version,), lambda version: version.minor, member=True, since=_SINCE),
    Function("patch", (Version,), lambda version: version.patch, member=True, since=_SINCE),
)
