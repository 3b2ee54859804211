"""The code of `[...]`, `{...}` and `Name{...}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.errors import CelError, EvaluationError, no_overload
from klint.cel.library.messages import build
from klint.cel.values import BoolMap, Optional, UInt

if TYPE_CHECKING:
    from klint.cel.compile import Code, Compiler
    from klint.cel.frame import Frame
    from klint.cel.tree import Entry, ListOf, MapOf, MessageOf

_KEYS = frozenset((str, int, UInt, bool))


def items(node: ListOf, compiler: Compiler) -> Code:
    codes = tuple(compiler.code(item) for item in node.items)
    if not node.optional:
        return lambda frame: [code(frame) for code in codes]
    offsets = [item.offset for item in node.items]

    def some(frame: Frame) -> list[Any]:
        found: list[Any] = []
        for place, code in enumerate(codes):
            value = code(frame)
            if place not in node.optional:
                found.append(value)
            elif is_present(value, offsets[place]):
                found.append(value.value)
        return found

    return some


def mapping(node: MapOf, compiler: Compiler) -> Code:
    pairs = _pairs(node.entries, compiler)
    offset = node.offset

    def build_map(frame: Frame) -> dict[Any, Any]:
        found = pairs(frame)
        kinds = {type(key) for key, _ in found}
        if not kinds <= _KEYS:
            wrong = next(key for key, _ in found if type(key) not in _KEYS)
            raise no_overload("the key of a map", wrong).locate(offset)
        entries = BoolMap(found) if bool in kinds else dict(found)
        if len(entries) < len(found):
            raise EvaluationError("the map has a key twice", offset)
        return entries

    return build_map


def message(node: MessageOf, compiler: Compiler) -> Code:
    fields = _pairs(node.entries, compiler)
    name, offset = node.name, node.offset

    def build_message(frame: Frame) -> Any:
        try:
            return build(frame, name, dict(fields(frame)))
        except CelError as error:
            error.locate(offset)
            raise

    return build_message


def _pairs(entries: tuple[Entry, ...], compiler: Compiler) -> Code:
    """Keys and values, without those that are optional and absent."""
    codes = tuple(
        (entry.offset, compiler.code(entry.key), compiler.code(entry.value), entry.optional)
        for entry in entries
    )

    def pairs(frame: Frame) -> list[tuple[Any, Any]]:
        found: list[tuple[Any, Any]] = []
        for offset, key, code, optional in codes:
            value = code(frame)
            if not optional:
                found.append((key(frame), value))
            elif is_present(value, offset):
                found.append((key(frame), value.value))
        return found

    return pairs


def is_present(value: object, offset: int) -> bool:
    """Whether what stands behind a `?` is there; EvaluationError if it is not optional."""
    if not isinstance(value, Optional):
        raise no_overload("'?' before a value", value).locate(offset)
    return bool(value)
