"""Regular expressions, in the syntax of RE2 (k8s.io/apiserver `pkg/cel/library/regex.go`)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from klint.cel.errors import EvaluationError
from klint.cel.function import Function

if TYPE_CHECKING:
    from klint.cel.frame import Frame
    from klint.schema.patterns import Pattern

_LONGEST = 65_536  # characters; the engine is linear, but Python is slow


@lru_cache(maxsize=512)
def _compiled(text: str) -> Pattern:
    from klint.schema.patterns import InvalidPatternError, UnsupportedPatternError, pattern

    try:
        return pattern(text)
    except InvalidPatternError as error:
        raise EvaluationError(f"'{text[:80]}' is not a regular expression: {error}") from None
    except UnsupportedPatternError as error:
        raise EvaluationError(
            f"klint cannot evaluate the regular expression '{text[:80]}': {error}"
        ) from None


def _prepared(frame: Frame, text: str, expression: str) -> Pattern:
    if len(text) > _LONGEST:
        raise EvaluationError(f"the text is longer than {_LONGEST} characters")
    frame.charge((len(text) // 10 + 1) * (len(expression) // 4 + 1))
    return _compiled(expression)


def _matches(frame: Frame, text: str, expression: str) -> bool:
    answer = _prepared(frame, text, expression).matches(text)
    if answer is None:
        raise EvaluationError(f"klint cannot tell whether '{expression[:80]}' matches")
    return answer


def _find(frame: Frame, text: str, expression: str) -> str:
    return next(iter(_find_all(frame, text, expression, 1)), "")


def _find_all(frame: Frame, text: str, expression: str, most: int = -1) -> list[str]:
    spans = _prepared(frame, text, expression).spans(text, most if most >= 0 else None)
    if spans is None:
        raise EvaluationError(f"klint cannot tell where '{expression[:80]}' matches")
    return [text[span.start : span.end] for span in spans]


def _function(name: str, parameters: tuple[type, ...], call: Any, *, member: bool = True) -> Function:
    return Function(name, parameters, call, member=member, metered=True, literals=((1, _compiled),))


FUNCTIONS = (
    _function("matches", (str, str), _matches),
    _function("matches", (str, str), _matches, member=False),
    _function("find", (str, str), _find),
    _function("findAll", (str, str), _find_all),
    _function("findAll", (str, str, int), _find_all),
)
