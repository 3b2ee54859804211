"""The macros: calls that bind names or ask without evaluating, turned into nodes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.cel.errors import CelSyntaxError
from klint.cel.tree import Bind, Call, Loop, Name, OptionalMap, Select

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.cel.tree import Node

    Expansion = Callable[[Call], Node]


def expand(call: Call) -> Node:
    """The node that a call stands for: itself, or what the macro of its name and length makes of it."""
    macro = (_MEMBERS if call.member else _GLOBALS).get((call.function, len(call.arguments)))
    return macro(call) if macro else call


def _has(call: Call) -> Node:
    (field,) = call.arguments
    if not isinstance(field, Select) or field.test:
        raise CelSyntaxError("has() takes a field, such as has(object.spec)", call.offset)
    if field.optional:
        raise CelSyntaxError("has() asks already; write the field without '?'", field.offset)
    return field._replace(test=True)


def _question(call: Call) -> Node:
    """all, exists, exists_one, filter: source, names, test."""
    source, *names, test = call.arguments
    return Loop(call.offset, call.function, source, _names(call, names), test, None)


def _map(call: Call) -> Node:
    source, name, *test, result = call.arguments
    return Loop(call.offset, "map", source, _names(call, [name]), test[0] if test else None, result)


def _transform(call: Call) -> Node:
    source, key, value, *test, result = call.arguments
    names = _names(call, [key, value])
    return Loop(call.offset, call.function, source, names, test[0] if test else None, result)


def _sort_by(call: Call) -> Node:
    source, name, result = call.arguments
    return Loop(call.offset, "sortBy", source, _names(call, [name]), None, result)


def _bind(call: Call) -> Node:
    target, name, value, body = call.arguments
    if not isinstance(target, Name) or target.name != "cel":
        return call
    return Bind(call.offset, _names(call, [name])[0], value, body)


def _opt_map(call: Call) -> Node:
    source, name, result = call.arguments
    return OptionalMap(call.offset, source, _names(call, [name])[0], result, call.function == "optFlatMap")


def _names(call: Call, nodes: list[Node]) -> tuple[str, ...]:
    names: list[str] = []
    for node in nodes:
        if not isinstance(node, Name) or node.absolute:
            raise CelSyntaxError(
                f"{call.function}() needs a plain name here, to call each value by", node.offset
            )
        if node.name in names:
            raise CelSyntaxError(f"{call.function}() gives the name '{node.name}' twice", node.offset)
        names.append(node.name)
    return tuple(names)


_GLOBALS: dict[tuple[str, int], Expansion] = {("has", 1): _has}

# by name and number of arguments, the source counted
_MEMBERS: dict[tuple[str, int], Expansion] = {
    ("all", 3): _question,
    ("all", 4): _question,
    ("exists", 3): _question,
    ("exists", 4): _question,
    ("exists_one", 3): _question,
    ("exists_one", 4): _question,
    ("existsOne", 3): _question,
    ("existsOne", 4): _question,
    ("filter", 3): _question,
    ("map", 3): _map,
    ("map", 4): _map,
    ("transformList", 4): _transform,
    ("transformList", 5): _transform,
    ("transformMap", 4): _transform,
    ("transformMap", 5): _transform,
    ("transformMapEntry", 4): _transform,
    ("transformMapEntry", 5): _transform,
    ("sortBy", 3): _sort_by,
    ("bind", 4): _bind,
    ("optMap", 3): _opt_map,
    ("optFlatMap", 3): _opt_map,
}
