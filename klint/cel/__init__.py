"""CEL, the Common Expression Language, with Kubernetes' libraries: a leaf that knows nothing of manifests.

    program = Environment((1, 30), ["object"]).compile("object.spec.replicas <= 5")
    program({"object": deployment})

Values are plain Python: bool, int, float, str, bytes, None, list and dict; the rest is in `values`.
The modules are loaded when a name is first asked for, so that the mere import costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klint.cel.environment import Budget, Environment, Program
    from klint.cel.errors import BudgetError, CelCheckError, CelError, CelSyntaxError, EvaluationError
    from klint.cel.function import Function
    from klint.cel.places import Place

__all__ = [
    "Budget",
    "BudgetError",
    "CelCheckError",
    "CelError",
    "CelSyntaxError",
    "Environment",
    "EvaluationError",
    "Function",
    "Place",
    "Program",
]
_HOMES = {
    "Function": "function",
    "Place": "places",
    **dict.fromkeys(("Budget", "Environment", "Program"), "environment"),
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
