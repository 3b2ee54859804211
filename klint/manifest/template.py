"""Texts that are not YAML yet, told by their look."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.text import Source
    from klint.yaml import Problem

_HELM = re.compile(r"\{\{-?.*?(?:\.Values\b|\.Release\b|\.Chart\b|\binclude \"|\btemplate \"|\bdefine \")")
_ACTION_LINE = re.compile(
    r"^[ \t]*(?:- )?(?:\{\{[-~#/!]?|\{%|<%|%\{|\{#)[^\n]*?(?:\}\}|%\}|%>|\}|#\})", re.MULTILINE
)
_MARK = re.compile(r"\{\{|\{%|<%|%\{|[$]\{|@[A-Za-z_][\w.-]*@|<[A-Z][A-Z0-9_-]*>|\(\(|\[\[|#\{|%[A-Z_]+%")
_UNREADABLE = frozenset({"syntax-error", "bad-key", "bad-character"})


def is_helm_template(path: str, text: str) -> bool:
    """Whether a file is surely one of a Helm chart's templates, wherever its Chart.yaml is."""
    in_place = "/templates/" in path or path.startswith("templates/")
    return in_place and "{{" in text and bool(_HELM.search(text))


def is_encrypted(text: str) -> bool:
    """Whether a text as a whole is encrypted."""
    return text.startswith(("$ANSIBLE_VAULT;", "\0GITCRYPT"))


def explains(source: Source, problems: Iterable[Problem]) -> bool:
    """Whether it is a template's marks that make a text unreadable as YAML.

    Either one stands where a problem is, or a line is nothing but a template's statement.
    """
    unreadable = [problem for problem in problems if problem.fault in _UNREADABLE]
    if not unreadable:
        return False
    if _ACTION_LINE.search(source.text):
        return True
    return any(_MARK.search(_around(source, problem.span.start)) for problem in unreadable)


def _around(source: Source, offset: int) -> str:
    """The line of an offset and the one before: parsers notice some faults one token late."""
    number = source.position(offset).line
    return source.line(number - 1) + "\n" + source.line(number)
