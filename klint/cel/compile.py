"""From a checked tree to closures: one Python function a node, called with the Frame of the evaluation."""

from __future__ import annotations

from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Any, TypeAlias

from klint.cel.aggregates import items, mapping, message
from klint.cel.arithmetic import OPERATIONS, negate
from klint.cel.calls import call
from klint.cel.errors import CelError, EvaluationError, no_overload
from klint.cel.fields import index, select
from klint.cel.logic import conditional, logic
from klint.cel.loops import bind, loop, optional_map
from klint.cel.tree import (
    Binary,
    Bind,
    Call,
    Conditional,
    Index,
    ListOf,
    Literal,
    Logic,
    Loop,
    MapOf,
    MessageOf,
    OptionalMap,
    Select,
    Unary,
    Unresolved,
    Variable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.cel.frame import Frame
    from klint.cel.function import Registry
    from klint.cel.tree import Node

    Code: TypeAlias = Callable[[Frame], Any]


class Compiler:
    """Makes the code of nodes. Code raises EvaluationError with the offset of the node at fault."""

    def __init__(self, functions: Registry) -> None:
        self.functions = functions

    def code(self, node: Node) -> Code:
        return _BY_KIND[type(node)](node, self)


def _literal(node: Literal, _compiler: Compiler) -> Code:
    value = node.value
    return lambda _frame: value


def _variable(node: Variable, _compiler: Compiler) -> Code:
    offset, key = node
    if isinstance(key, int):
        return lambda frame: frame[key]

    def variable(frame: Frame) -> Any:
        try:
            return frame[key]
        except CelError as error:
            error.locate(offset)
            raise

    return variable


def _unresolved(node: Unresolved, _compiler: Compiler) -> Code:
    def unresolved(_frame: Frame) -> Any:
        raise EvaluationError(node.message, node.offset)

    return unresolved


def _unary(node: Unary, compiler: Compiler) -> Code:
    operand, offset = compiler.code(node.operand), node.offset
    return _not(operand, offset) if node.operator == "!" else _negative(operand, offset)


def _not(operand: Code, offset: int) -> Code:
    def inverse(frame: Frame) -> Any:
        value = operand(frame)
        if value is True:
            return False
        if value is False:
            return True
        raise no_overload("'!'", value).locate(offset)

    return inverse


def _negative(operand: Code, offset: int) -> Code:
    def negative(frame: Frame) -> Any:
        try:
            return negate(operand(frame))
        except CelError as error:
            error.locate(offset)
            raise

    return negative


def _binary(node: Binary, compiler: Compiler) -> Code:
    left, right = compiler.code(node.left), node.right
    if node.operator in ("==", "!=") and isinstance(right, Literal) and type(right.value) in _SINGULAR:
        return _equal_to(left, right.value, node.operator)
    if node.operator == "in" and isinstance(right, ListOf) and not right.optional:
        texts = [item.value for item in right.items if isinstance(item, Literal) and type(item.value) is str]
        if len(texts) == len(right.items):
            return _one_of(left, frozenset(texts))
    return _operation(node, left, compiler.code(right))


def _equal_to(left: Code, value: object, operator: str) -> Code:
    """A text, bool or null is equal only to its own kind, as it is in Python but for 1 and True."""
    if value is None or type(value) is bool:
        if operator == "==":
            return lambda frame: left(frame) is value
        return lambda frame: left(frame) is not value
    if operator == "==":
        return lambda frame: left(frame) == value
    return lambda frame: left(frame) != value


def _one_of(left: Code, texts: frozenset[str]) -> Code:
    def one_of(frame: Frame) -> bool:
        value = left(frame)
        return type(value) is str and value in texts

    return one_of


def _operation(node: Binary, left: Code, right: Code) -> Code:
    offset, operate, quick = node.offset, OPERATIONS[node.operator], _QUICK.get(node.operator)

    def operation(frame: Frame) -> Any:
        try:
            return operate(frame, left(frame), right(frame))
        except CelError as error:
            error.locate(offset)
            raise

    if quick is None:
        return operation

    def comparison(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if type(one) is int and type(other) is int:
            return quick(one, other)
        try:
            return operate(frame, one, other)
        except CelError as error:
            error.locate(offset)
            raise

    return comparison


_SINGULAR = frozenset((str, bool, type(None)))
_QUICK: dict[str, Callable[[int, int], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "==": eq, "!=": ne}
_BY_KIND: dict[type, Callable[[Any, Compiler], Code]] = {
    Literal: _literal,
    Variable: _variable,
    Unresolved: _unresolved,
    Select: select,
    Index: index,
    Call: call,
    Unary: _unary,
    Binary: _binary,
    Logic: logic,
    Conditional: conditional,
    ListOf: items,
    MapOf: mapping,
    MessageOf: message,
    Loop: loop,
    Bind: bind,
    OptionalMap: optional_map,
}
