"""What an evaluation carries: the values of names, and what is left of its budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.errors import BudgetError, EvaluationError

if TYPE_CHECKING:
    from collections.abc import Mapping

PER_CALL_LIMIT = 1_000_000  # the API server's bound for one expression, about a tenth of a second there


class Frame(dict[Any, Any]):
    """Values by name; the variables of macros stand under whole numbers, so that they shadow nothing.

    A step of the budget is about one operation, or ten characters or items passed over, as the API
    server counts (k8s.io/apiserver `pkg/apis/cel`, cel-go `interpreter/runtimecost.go`).
    """

    __slots__ = ("_bindings", "left")

    def __init__(self, bindings: Mapping[str, Any], left: int) -> None:
        self._bindings = bindings
        self.left = left

    def __missing__(self, name: Any) -> Any:
        try:
            value = self[name] = self._bindings[name]
        except KeyError:
            raise EvaluationError(f"'{name}' has no value here") from None
        return value

    def charge(self, steps: int) -> None:
        """Take from the budget; BudgetError once it is spent."""
        self.left -= steps
        if self.left < 0:
            raise BudgetError("the evaluation costs too much and was given up")
