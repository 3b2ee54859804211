"""Expressions and what they answer."""

from __future__ import annotations

from typing import Any

import pytest

from klint.cel import CelError, Environment, EvaluationError


def answer(expression: str, release: tuple[int, int] | None = None, **bindings: Any) -> Any:
    return Environment(release, bindings).compile(expression)(bindings)


def fault(expression: str, **bindings: Any) -> EvaluationError:
    """The error of an expression that compiles."""
    program = Environment(None, bindings).compile(expression)
    with pytest.raises(EvaluationError) as caught:
        program(bindings)
    return caught.value


def refusal(expression: str, release: tuple[int, int] | None = None, *variables: str) -> CelError:
    """The error of an expression that does not compile."""
    with pytest.raises(CelError) as caught:
        Environment(release, variables).compile(expression)
    return caught.value
