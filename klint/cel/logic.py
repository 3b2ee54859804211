"""The code of `&&`, `||` and `? :`, which may absorb the errors of what they need not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.errors import EvaluationError, no_overload
from klint.cel.values import Optional

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klint.cel.compile import Code, Compiler
    from klint.cel.frame import Frame
    from klint.cel.tree import Call, Conditional, Logic


def logic(node: Logic, compiler: Compiler) -> Code:
    """True decides an `||` and false an `&&`, whatever the other terms are, errors included."""
    terms = tuple((compiler.code(term), term.offset) for term in node.terms)
    decisive = node.operator == "||"
    other = not decisive
    what = f"'{node.operator}'"

    def decide(frame: Frame) -> Any:
        fault: EvaluationError | None = None
        for term, offset in terms:
            try:
                value = term(frame)
            except EvaluationError as error:
                fault = fault or error
                continue
            if value is decisive:
                return decisive
            if value is not other and fault is None:
                fault = no_overload(what, value).locate(offset)
        if fault is not None:
            raise fault
        return other

    return decide


def conditional(node: Conditional, compiler: Compiler) -> Code:
    values = [compiler.code(value) for _, value in node.branches]
    return choice(node, compiler, values, compiler.code(node.otherwise))


def choice(
    node: Conditional,
    compiler: Compiler,
    values: Sequence[Callable[[Any], Any]],
    otherwise: Callable[[Any], Any],
) -> Callable[[Any], Any]:
    """What the branch gives whose test is true, of code for each branch."""
    branches = tuple(
        (compiler.code(test), test.offset, value)
        for (test, _), value in zip(node.branches, values, strict=True)
    )

    def choose(frame: Frame) -> Any:
        for test, offset, value in branches:
            answer = test(frame)
            if answer is True:
                return value(frame)
            if answer is not False:
                raise no_overload("'?'", answer).locate(offset)
        return otherwise(frame)

    return choose


def alternative(node: Call, compiler: Compiler, otherwise: Code) -> Code:
    """`x.or(y)` and `x.orValue(y)`, which look at y only if x is absent; `otherwise` if x is not optional."""
    first, second = (compiler.code(argument) for argument in node.arguments)
    unwraps = node.function == "orValue"

    def choose(frame: Frame) -> Any:
        value = first(frame)
        if type(value) is not Optional:
            return otherwise(frame)
        if value:
            return value.value if unwraps else value
        other = second(frame)
        if unwraps or type(other) is Optional:
            return other
        raise no_overload("or()", value, other).locate(node.offset)

    return choose
