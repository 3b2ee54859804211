"""The code of `a.b`, `a.?b`, `has(a.b)`, `a[b]` and `a[?b]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.access import element, field, has_field, optional_element
from klint.cel.errors import CelError
from klint.cel.tree import Index, Literal, Select
from klint.cel.values import NONE

if TYPE_CHECKING:
    from klint.cel.compile import Code, Compiler
    from klint.cel.frame import Frame
    from klint.cel.tree import Node


def select(node: Select, compiler: Compiler) -> Code:
    if node.test:
        return _presence(compiler.code(node.operand), node.field, node.offset)
    if node.optional:
        return _optional(compiler.code(node.operand), compiler.code(Literal(0, node.field)), node.offset)
    return _path(node, compiler)


def index(node: Index, compiler: Compiler) -> Code:
    if node.optional:
        return _optional(compiler.code(node.operand), compiler.code(node.key), node.offset)
    if isinstance(node.key, Literal) and type(node.key.value) is str:
        return _path(node, compiler)
    return _element(compiler.code(node.operand), compiler.code(node.key), node.offset)


def _path(node: Node, compiler: Compiler) -> Code:
    """A whole chain of plain fields in one function."""
    steps: list[Select | Index] = []
    while isinstance(node, Select | Index) and _is_plain(node):
        steps.append(node)
        node = node.operand
    start = compiler.code(node)
    names = tuple(_name(step) for step in reversed(steps))
    offsets = tuple(step.offset for step in reversed(steps))
    if len(names) == 1:
        return _field(start, steps[0])

    def path(frame: Frame) -> Any:
        value = first = start(frame)
        try:
            for name in names:
                value = value[name]
        except (KeyError, TypeError, CelError):  # the last of a Lazy value
            return slowly(first)
        return value

    def slowly(value: Any) -> Any:
        offset = 0
        try:
            for name, offset in zip(names, offsets, strict=True):  # noqa: B007  # the last one tells where
                value = field(value, name)
        except CelError as error:
            error.locate(offset)
            raise
        return value

    return path


def _is_plain(step: Select | Index) -> bool:
    if isinstance(step, Select):
        return not step.optional and not step.test
    return not step.optional and isinstance(step.key, Literal) and type(step.key.value) is str


def _name(step: Select | Index) -> str:
    if isinstance(step, Select):
        return step.field
    return str(step.key.value) if isinstance(step.key, Literal) else ""


def _field(start: Code, step: Select | Index) -> Code:
    name, offset = _name(step), step.offset

    def one(frame: Frame) -> Any:
        value = start(frame)
        try:
            return value[name]
        except (KeyError, TypeError, CelError):  # the last of a Lazy value
            try:
                return field(value, name)
            except CelError as error:
                error.locate(offset)
                raise

    return one


def _presence(operand: Code, name: str, offset: int) -> Code:
    def presence(frame: Frame) -> bool:
        value = operand(frame)
        if type(value) is dict:
            return name in value
        try:
            return has_field(value, name)
        except CelError as error:
            error.locate(offset)
            raise

    return presence


def _element(operand: Code, key: Code, offset: int) -> Code:
    def one(frame: Frame) -> Any:
        try:
            return element(operand(frame), key(frame))
        except CelError as error:
            error.locate(offset)
            raise

    return one


def _optional(operand: Code, key: Code, offset: int) -> Code:
    def maybe(frame: Frame) -> Any:
        value = operand(frame)
        if value is NONE:
            return NONE
        try:
            return optional_element(value, key(frame))
        except CelError as error:
            error.locate(offset)
            raise

    return maybe
