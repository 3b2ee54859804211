"""Where expressions are compiled: which variables and functions they may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.check import Names, check
from klint.cel.compile import Compiler
from klint.cel.errors import CelError, CelSyntaxError, EvaluationError
from klint.cel.frame import PER_CALL_LIMIT, Frame
from klint.cel.function import Registry
from klint.cel.loops import cost
from klint.cel.names import unescaped
from klint.cel.parser import parse
from klint.cel.tree import Variable, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from klint.cel.function import Function, Release
    from klint.cel.places import Place
    from klint.cel.tree import Node


class Budget:
    """Steps for several evaluations together, such as all expressions of one policy."""

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        self.left = steps


class Environment:
    """Compiles expressions.

    `release` is the Kubernetes that must understand them, as (1, 30); None takes every function klint
    has, also those of other policy engines. `variables` are their names; dotted ones are allowed, and the
    longest fits first. `functions` come beside the library's own, which are preferred. Names are looked
    up within `container` first. In a custom resource's rules names are `escaped`: `__dash__` stands for
    `-`. Without `strict` an unknown name is an error only where it is evaluated.
    """

    def __init__(  # noqa: PLR0913  # each a property of the language, with its default
        self,
        release: Release | None = None,
        variables: Iterable[str] = (),
        functions: Iterable[Function] = (),
        *,
        container: str = "",
        escaped: bool = False,
        strict: bool = True,
    ) -> None:
        self.release = release
        self._registry = Registry(functions, release)
        field = unescaped if escaped else _as_it_is
        self._names = Names(frozenset(variables), self._registry, container, strict, field)

    def compile(self, text: str) -> Program:
        """Raises CelSyntaxError or CelCheckError, with the place in the text."""
        try:
            tree = check(parse(text), self._names)
            return Program(text, tree, Compiler(self._registry))
        except RecursionError:
            raise CelSyntaxError("the expression is nested too deeply", 0) from None


class Program:
    """A compiled expression. `tree` is its checked tree, `variables` the bindings it may ask for."""

    __slots__ = ("_blame", "_code", "_compiler", "_cost", "_trace", "text", "tree", "variables")

    def __init__(self, text: str, tree: Node, compiler: Compiler) -> None:
        self.text = text
        self.tree = tree
        self.variables = frozenset(
            node.key for node in walk(tree) if isinstance(node, Variable) and isinstance(node.key, str)
        )
        self._compiler = compiler
        self._code = compiler.code(tree)
        self._cost = cost(tree)
        self._trace: Callable[[Any], Place] | None = None
        self._blame: Callable[[Any], Place | None] | None = None

    def __call__(self, bindings: Mapping[str, Any], budget: int | Budget = PER_CALL_LIMIT) -> Any:
        """The value; what it selects of the bindings are the very objects that were bound.

        Raises EvaluationError, or BudgetError when it costs more steps than the budget has; both are a
        CelError with the place in the text.
        """
        return self._run(self._code, Frame(bindings, _steps(budget)), budget)

    def trace(
        self,
        bindings: Mapping[str, Any],
        budget: int | Budget = PER_CALL_LIMIT,
        locate: Callable[[Any], Place | None] | None = None,
    ) -> Place:
        """The value and where it stands; a list's items have their own places.

        Bindings may be Places, which are the roots. `locate` may know the place of a map or list that came
        from elsewhere, such as from a function. About five times slower than a call; errors are the same.
        """
        from klint.cel.trace import TraceFrame, traced

        if self._trace is None:
            self._trace = traced(self.tree, self._compiler)
        place: Place = self._run(self._trace, TraceFrame(bindings, _steps(budget), locate), budget)
        return place

    def blame(
        self,
        bindings: Mapping[str, Any],
        budget: int | Budget = PER_CALL_LIMIT,
        locate: Callable[[Any], Place | None] | None = None,
    ) -> Place | None:
        """Where it lies that the expression is not true: the value it turns on, or where that is missing.

        For the finding of a policy; None if no value that was bound takes part. Bindings as for `trace`.
        """
        from klint.cel.blame import blamed
        from klint.cel.trace import TraceFrame

        if self._blame is None:
            self._blame = blamed(self.tree, self._compiler)
        place: Place | None = self._run(self._blame, TraceFrame(bindings, _steps(budget), locate), budget)
        return place

    def _run(self, code: Callable[[Any], Any], frame: Frame, budget: int | Budget) -> Any:
        try:
            frame.charge(self._cost)
            return code(frame)
        except RecursionError:
            raise EvaluationError("the values are nested too deeply", 0) from None
        except CelError as error:
            error.locate(0)
            raise
        finally:
            if not isinstance(budget, int):
                budget.left = frame.left


def _steps(budget: int | Budget) -> int:
    return budget if isinstance(budget, int) else budget.left


def _as_it_is(name: str) -> str:
    return name
