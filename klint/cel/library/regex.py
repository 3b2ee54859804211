"""Regular expressions, in the syntax of RE2 (k8s.io/apiserver `pkg/cel/library/regex.go`)."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from klint.cel.errors import EvaluationError
from klint.cel.function import Function

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.cel.frame import Frame

_LONGEST = 65_536  # characters; the engine is linear, but Python is slow


class _Engine(Protocol):
    """Where a text matches; None if the engine cannot tell."""

    def matches(self, text: str) -> bool | None: ...

    def spans(self, text: str, most: int | None = None) -> Sequence[tuple[int, int]] | None: ...


class _Native:
    """RE2 itself, where the package google-re2 is installed."""

    def __init__(self, expression: Any) -> None:
        self._expression = expression

    def matches(self, text: str) -> bool | None:
        return self._expression.search(text) is not None

    def spans(self, text: str, most: int | None = None) -> Sequence[tuple[int, int]] | None:
        found: list[tuple[int, int]] = []
        for match in self._expression.finditer(text):
            start, end = match.span()
            if start < end or not found or found[-1][1] < start:  # Go drops an empty match beside another
                found.append((start, end))
        return found[:most]


@lru_cache(maxsize=512)
def _compiled(text: str) -> _Engine:
    """EvaluationError if RE2 refuses the expression, or klint cannot evaluate it."""
    from klint.schema.patterns import InvalidPatternError, UnsupportedPatternError, pattern

    try:
        return pattern(text)
    except InvalidPatternError as error:
        raise EvaluationError(f"'{text[:80]}' is not a regular expression: {error}") from None
    except UnsupportedPatternError:
        return _native(text)


@lru_cache(maxsize=512)
def _native(text: str) -> _Engine:
    try:
        re2 = import_module("re2")
    except ImportError:
        message = f"klint cannot match '{text[:80]}' here without the package google-re2"
        raise EvaluationError(message) from None
    return _Native(re2.compile(text))


def _prepared(frame: Frame, text: str, expression: str) -> _Engine:
    if len(text) > _LONGEST:
        raise EvaluationError(f"the text is longer than {_LONGEST} characters")
    frame.charge((len(text) // 10 + 1) * (len(expression) // 4 + 1))
    return _compiled(expression)


def _matches(frame: Frame, text: str, expression: str) -> bool:
    answer = _prepared(frame, text, expression).matches(text)
    return bool(_native(expression).matches(text) if answer is None else answer)


def _find(frame: Frame, text: str, expression: str) -> str:
    return next(iter(_find_all(frame, text, expression, 1)), "")


def _find_all(frame: Frame, text: str, expression: str, most: int = -1) -> list[str]:
    limit = most if most >= 0 else None
    spans = _prepared(frame, text, expression).spans(text, limit)
    if spans is None:
        spans = _native(expression).spans(text, limit) or ()
    return [text[start:end] for start, end in spans]


def _function(name: str, parameters: tuple[type, ...], call: Any, *, member: bool = True) -> Function:
    return Function(name, parameters, call, member=member, metered=True, literals=((1, _compiled),))


FUNCTIONS = (
    _function("matches", (str, str), _matches),
    _function("matches", (str, str), _matches, member=False),
    _function("find", (str, str), _find),
    _function("findAll", (str, str), _find_all),
    _function("findAll", (str, str, int), _find_all),
)
