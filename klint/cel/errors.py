"""What can go wrong with an expression, and where in its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

    from klint.cel.places import Place


class CelError(Exception):
    """The fault of an expression; `offset` counts code points from its beginning.

    `place` is where a field that is not there would stand; known only when places are traced.
    """

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.place: Place | None = None

    def locate(self, offset: int) -> Self:
        """Note where the fault stands, unless that is known more exactly."""
        if self.offset is None:
            self.offset = offset
        return self


class CelSyntaxError(CelError):
    """The text is no expression."""


class CelCheckError(CelError):
    """The expression names what is not there: a variable, a function, a macro's shape, a release's library."""


class EvaluationError(CelError):
    """The expression has no value for these bindings; `||`, `&&`, `all` and `exists` may absorb it."""


class BudgetError(CelError):
    """The evaluation was given up because it costs too much; nothing absorbs this."""


def no_overload(what: str, *values: object) -> EvaluationError:
    """The error for an operator or function that is not defined for values of these types."""
    from klint.cel.values import type_name

    return EvaluationError(f"{what} is not defined for {', '.join(map(type_name, values))}")
