"""The code of calls: finds the overload that takes the values, and calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.errors import CelError, no_overload
from klint.cel.function import fits
from klint.cel.logic import alternative
from klint.cel.tree import Call, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.cel.compile import Code, Compiler
    from klint.cel.frame import Frame
    from klint.cel.function import Function
    from klint.cel.tree import Node


def call(node: Call, compiler: Compiler) -> Code:
    overloads = compiler.functions.overloads(
        node.function, len(node.arguments), node.offset, member=node.member
    )
    arguments = tuple(compiler.code(argument) for argument in node.arguments)
    code = _simple(node, overloads[0], arguments) if len(overloads) == 1 else None
    code = code or _general(node, overloads, arguments)
    if node.member and node.function in ("or", "orValue") and len(arguments) == 2:
        return alternative(node, compiler, code)
    return _once(code) if _is_constant(node, compiler) else code


def _is_constant(node: Node, compiler: Compiler) -> bool:
    """Whether a call has the same answer always, such as `quantity("1Gi")`."""
    if not isinstance(node, Call):
        return isinstance(node, Literal)
    overloads = compiler.functions.overloads(
        node.function, len(node.arguments), node.offset, member=node.member
    )
    return all(not one.metered and not one.wants for one in overloads) and all(
        _is_constant(argument, compiler) for argument in node.arguments
    )


def _once(code: Code) -> Code:
    known: list[Any] = []

    def once(frame: Frame) -> Any:
        if not known:
            known.append(code(frame))
        return known[0]

    return once


def _simple(node: Call, function: Function, arguments: tuple[Code, ...]) -> Code | None:
    """The common shapes, with no detour: one overload of one or two values."""
    if function.wants or not 1 <= len(arguments) <= 2:
        return None
    if len(arguments) == 1:
        return None if function.metered else _unary(node, function, arguments[0])
    return _binary(node, function, *arguments)


def _unary(node: Call, function: Function, argument: Code) -> Code:
    act, offset, kind = function.call, node.offset, function.parameters[0]

    def unary(frame: Frame) -> Any:
        value = argument(frame)
        if type(value) is not kind and not fits(value, kind):
            raise no_overload(f"{node.function}()", value).locate(offset)
        try:
            return act(value)
        except CelError as error:
            error.locate(offset)
            raise

    return unary


def _binary(node: Call, function: Function, first: Code, second: Code) -> Code:
    act, offset, metered = function.call, node.offset, function.metered
    one_kind, other_kind = function.parameters

    def binary(frame: Frame) -> Any:
        one, other = first(frame), second(frame)
        if (type(one) is not one_kind and not fits(one, one_kind)) or (
            type(other) is not other_kind and not fits(other, other_kind)
        ):
            raise no_overload(f"{node.function}()", one, other).locate(offset)
        try:
            return act(frame, one, other) if metered else act(one, other)
        except CelError as error:
            error.locate(offset)
            raise

    return binary


def _general(node: Call, overloads: tuple[Function, ...], arguments: tuple[Code, ...]) -> Code:
    offset = node.offset
    actions = tuple((function.parameters, _prepared(function)) for function in overloads)

    def general(frame: Frame) -> Any:
        values = [argument(frame) for argument in arguments]
        for parameters, act in actions:
            if all(map(fits, values, parameters)):
                try:
                    return act(frame, values)
                except CelError as error:
                    error.locate(offset)
                    raise
        raise no_overload(f"{node.function}()", *values).locate(offset)

    return general


def _prepared(function: Function) -> Callable[[Frame, list[Any]], Any]:
    """Calls with what the function wants besides the values."""
    act, wants = function.call, function.wants
    if wants and function.metered:
        return lambda frame, values: act(frame, frame[wants], *values)
    if wants:
        return lambda frame, values: act(frame[wants], *values)
    if function.metered:
        return lambda frame, values: act(frame, *values)
    return lambda _frame, values: act(*values)
