"""Patterns for paths, as .gitignore and most linters read them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PIECE = r"\*\*/|/\*\*$|\*\*|\*|\?|\[!?[^\]/]+\]|\{[^{}/]*,[^{}/]*\}|."
_WILD = {"**/": "(?:[^/]+/)*", "/**": "/.+", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_MAGIC = r"[*?{]|\[[^\]]+\]"


def is_glob(path: str) -> bool:
    """Whether a path has wildcards."""
    return bool(re.search(_MAGIC, path))


def stem(pattern: str) -> str:
    """The folder above a pattern's first wildcard; empty for the current one."""
    found = re.search(_MAGIC, pattern)
    fixed = pattern[: found.start()] if found else pattern
    return fixed.rpartition("/")[0] or ("/" if fixed.startswith("/") else "")


def matcher(patterns: Iterable[str]) -> Callable[[str], object]:
    """A test for paths with `/` that are relative to the folder the patterns are written for.

    `*` stays within a segment, `**` does not; `{a,b}` is either. A pattern without `/` matches at any
    depth, any other only from the top. What matches a folder matches everything in it.
    """
    return _compiled(tuple(patterns)).match


@cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(_expression(pattern) for pattern in patterns)
    return re.compile(f"(?:{either})(?:/.*)?\\Z" if either else r"(?!)", re.DOTALL)


def _expression(pattern: str) -> str:
    pattern = pattern.removesuffix("/")
    anchored = "/" in pattern
    pattern = pattern.removeprefix("./").removeprefix("/")
    body = "".join(_token(token) for token in re.findall(_PIECE, pattern, re.DOTALL))
    return body if anchored else "(?:.*/)?" + body


def _token(token: str) -> str:
    if token in _WILD:
        return _WILD[token]
    if token[0] == "[" and len(token) > 1:
        negated = token[1] == "!"
        members = re.escape(token[2 if negated else 1 : -1]).replace(r"\-", "-")
        return f"[{'^' if negated else ''}{members}]"
    if token[0] == "{" and len(token) > 1:
        return "(?:" + "|".join(_expression("/" + part) for part in token[1:-1].split(",")) + ")"
    return re.escape(token)
