"""The same evaluation as the compiled one, with the place of every value beside it.

Values of CEL are the plain objects that were bound, so a map or list could be found again by identity;
but a text or number could not, and an object that an anchor shares stands in two places. So a tree can
also be compiled to code that answers Places. What only selects keeps them: fields, indexes, `+` of lists,
`filter`, `map`, `? :`, optional access, `cel.bind`, and functions that choose or arrange items. Whatever
calculates answers a value without a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.access import element, field, iterable, optional_element
from klint.cel.aggregates import is_present
from klint.cel.arithmetic import add
from klint.cel.errors import CelError, no_overload
from klint.cel.frame import Frame
from klint.cel.logic import choice
from klint.cel.loops import Body
from klint.cel.places import Place
from klint.cel.tree import (
    Binary,
    Bind,
    Call,
    Conditional,
    Index,
    ListOf,
    Loop,
    OptionalMap,
    Select,
    Variable,
)
from klint.cel.values import NONE, Optional

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from klint.cel.compile import Compiler
    from klint.cel.tree import Node

    Trace = Callable[["TraceFrame"], Place]
    Locate = Callable[[Any], Place | None]


class TraceFrame(Frame):
    """A Frame whose bindings may be Places; `locate` knows places of maps and lists by identity."""

    __slots__ = ("locate", "places")

    def __init__(self, bindings: Mapping[str, Any], left: int, locate: Locate | None) -> None:
        super().__init__(bindings, left)
        self.places: dict[Any, Place] = {}
        self.locate = locate

    def __missing__(self, name: Any) -> Any:
        value = super().__missing__(name)
        if isinstance(value, Place):
            self.put(name, value)
            return value.value
        return value

    def put(self, name: Any, place: Place) -> None:
        self.places[name] = place
        self[name] = place.value

    def found(self, place: Place) -> Place:
        """The place, or where else its value is known to stand."""
        if (
            place.origin is None
            and place.parts is None
            and self.locate
            and isinstance(place.value, dict | list)
        ):
            return self.locate(place.value) or place
        return place

    def items_of(self, place: Place) -> Iterator[Place]:
        return map(self.found, place.items())


def traced(node: Node, compiler: Compiler) -> Trace:
    """Code that answers the value of a node and its place."""
    trace = _BY_KIND.get(type(node))
    if trace is not None:
        return trace(node, compiler)
    code = compiler.code(node)
    return lambda frame: frame.found(Place(code(frame)))


def _variable(node: Variable, compiler: Compiler) -> Trace:
    code, key = compiler.code(node), node.key

    def trace(frame: TraceFrame) -> Place:
        value = code(frame)
        return frame.places.get(key) or frame.found(Place(value))

    return trace


def _select(node: Select, compiler: Compiler) -> Trace:
    if node.test:
        code = compiler.code(node)
        return lambda frame: Place(code(frame))
    access = optional_element if node.optional else field
    return _step(traced(node.operand, compiler), access, lambda _frame: node.field, node.offset)


def _index(node: Index, compiler: Compiler) -> Trace:
    access = optional_element if node.optional else element
    return _step(
        traced(node.operand, compiler), access, compiler.code(node.key), node.offset, lazy=node.optional
    )


def _step(
    operand: Trace,
    access: Callable[[Any, Any], Any],
    key: Callable[[Frame], Any],
    offset: int,
    *,
    lazy: bool = False,
) -> Trace:
    def trace(frame: TraceFrame) -> Place:
        place = operand(frame)
        if place.value is NONE and lazy:
            return place
        step = key(frame)
        try:
            value = access(place.value, step)
        except CelError as error:
            if isinstance(step, str) and isinstance(place.value, dict):
                error.place = place.absent(step)
            error.locate(offset)
            raise
        if value is NONE and isinstance(step, str):
            return _inner(place).absent(step)._replace(value=NONE)
        if value is NONE or isinstance(step, bool):
            return Place(value)
        below = _inner(place).at(step if isinstance(step, str) else int(step))
        return frame.found(below)._replace(value=value)

    return trace


def _inner(place: Place) -> Place:
    """The place of the value within an optional one."""
    if isinstance(place.value, Optional) and place.value:
        return place._replace(value=place.value.value)
    return place


def _joined(parts: tuple[Place, ...]) -> Place:
    return Place([part.value for part in parts], parts=parts)


def _binary(node: Binary, compiler: Compiler) -> Trace:
    if node.operator != "+":
        code = compiler.code(node)
        return lambda frame: Place(code(frame))
    left, right, offset = traced(node.left, compiler), traced(node.right, compiler), node.offset

    def trace(frame: TraceFrame) -> Place:
        one, other = left(frame), right(frame)
        try:
            value = add(frame, one.value, other.value)
        except CelError as error:
            error.locate(offset)
            raise
        if not isinstance(value, list):
            return Place(value)
        return _joined((*frame.items_of(one), *frame.items_of(other)))

    return trace


def _conditional(node: Conditional, compiler: Compiler) -> Trace:
    values = [traced(value, compiler) for _, value in node.branches]
    return choice(node, compiler, values, traced(node.otherwise, compiler))


def _list(node: ListOf, compiler: Compiler) -> Trace:
    traces = tuple(traced(item, compiler) for item in node.items)

    def trace(frame: TraceFrame) -> Place:
        parts: list[Place] = []
        for index, item in enumerate(traces):
            place = item(frame)
            if index not in node.optional:
                parts.append(place)
            elif is_present(place.value, node.items[index].offset):
                parts.append(_inner(place))
        return _joined(tuple(parts))

    return trace


def _loop(node: Loop, compiler: Compiler) -> Trace:
    if node.macro not in ("filter", "map", "transformList", "sortBy"):
        code = compiler.code(node)
        return lambda frame: Place(code(frame))
    body, source = Body(node, compiler), traced(node.source, compiler)
    result = traced(node.result, compiler) if node.result and node.macro != "sortBy" else None

    def turns(frame: TraceFrame) -> Iterator[Place]:
        whole = source(frame)
        try:
            iterable(node.macro, whole.value)
        except CelError as error:
            error.locate(node.offset)
            raise
        for index, place in enumerate(frame.items_of(whole)):
            item = place
            if len(node.names) == 2:
                is_map = isinstance(whole.value, dict)
                item = whole.at(place.value) if is_map else place
                frame.put(node.names[0], place if is_map else Place(index))
            frame.put(node.names[-1], item)
            frame.charge(body.price)
            yield item

    if node.macro == "sortBy":
        return _sorted(body, turns)

    def trace(frame: TraceFrame) -> Place:
        return _joined(
            tuple(result(frame) if result else place for place in turns(frame) if body.holds(frame))
        )

    return trace


def _sorted(body: Body, turns: Callable[[TraceFrame], Iterator[Place]]) -> Trace:
    from klint.cel.library.lists import sorted_by

    def trace(frame: TraceFrame) -> Place:
        keyed = [(place, body.result(frame)) for place in turns(frame)]
        try:
            parts = sorted_by(frame, [place for place, _ in keyed], [key for _, key in keyed])
        except CelError as error:
            error.locate(body.offset)
            raise
        return _joined(tuple(parts))

    return trace


def _bind(node: Bind, compiler: Compiler) -> Trace:
    value, body = traced(node.value, compiler), traced(node.body, compiler)

    def trace(frame: TraceFrame) -> Place:
        frame.put(node.name, value(frame))
        return body(frame)

    return trace


def _optional_map(node: OptionalMap, compiler: Compiler) -> Trace:
    source, result = traced(node.source, compiler), traced(node.result, compiler)
    macro = "optFlatMap()" if node.flat else "optMap()"

    def trace(frame: TraceFrame) -> Place:
        place = source(frame)
        if not isinstance(place.value, Optional):
            raise no_overload(macro, place.value).locate(node.offset)
        if not place.value:
            return Place(NONE)
        frame.put(node.name, _inner(place))
        made = result(frame)
        if not node.flat:
            return made._replace(value=Optional(made.value))
        if not isinstance(made.value, Optional):
            raise no_overload(f"the result of {macro}", made.value).locate(node.offset)
        return made

    return trace


def _call(node: Call, compiler: Compiler) -> Trace:
    if node.member and node.function in ("or", "orValue") and len(node.arguments) == 2:
        return _alternative(node, compiler)
    keep = _KEEPERS.get(node.function)
    if keep is None or not node.arguments:
        code = compiler.code(node)
        return lambda frame: frame.found(Place(code(frame)))
    slot = -1 - node.offset  # no macro counts below zero
    operand = traced(node.arguments[0], compiler)
    rest = tuple(compiler.code(argument) for argument in node.arguments[1:])
    code = compiler.code(node._replace(arguments=(Variable(node.offset, slot), *node.arguments[1:])))

    def trace(frame: TraceFrame) -> Place:
        place = operand(frame)
        frame.put(slot, place)
        value = code(frame)
        return keep(place, value, [argument(frame) for argument in rest])

    return trace


def _alternative(node: Call, compiler: Compiler) -> Trace:
    first, second = (traced(argument, compiler) for argument in node.arguments)
    code = compiler.code(node)

    def trace(frame: TraceFrame) -> Place:
        place = first(frame)
        if not isinstance(place.value, Optional):
            return Place(code(frame))
        if not place.value:
            other = second(frame)
            if node.function == "or" and not isinstance(other.value, Optional):
                raise no_overload("or()", place.value, other.value).locate(node.offset)
            return other
        return _inner(place) if node.function == "orValue" else place

    return trace


def _same(place: Place, value: Any, _rest: list[Any]) -> Place:
    """The value itself, put into an optional one or taken out of it."""
    return Place(value) if value is NONE else _inner(place)._replace(value=value)


def _first(place: Place, value: Any, _rest: list[Any]) -> Place:
    return place.at(0)._replace(value=value) if value else Place(value)


def _last(place: Place, value: Any, _rest: list[Any]) -> Place:
    return place.at(len(place.value) - 1)._replace(value=value) if value else Place(value)


def _reverse(place: Place, value: Any, _rest: list[Any]) -> Place:
    return _joined(tuple(place.items())[::-1]) if isinstance(value, list) else Place(value)


def _slice(place: Place, _value: Any, rest: list[Any]) -> Place:
    start, end = rest
    return _joined(tuple(place.items())[start:end])


def _flatten(place: Place, _value: Any, rest: list[Any]) -> Place:
    def flat(whole: Place, depth: int) -> Iterator[Place]:
        for item in whole.items():
            if isinstance(item.value, list) and depth:
                yield from flat(item, depth - 1)
            else:
                yield item

    return _joined(tuple(flat(place, rest[0] if rest else 1)))


def _rearranged(place: Place, value: Any, _rest: list[Any]) -> Place:
    """Sorted, or without what comes again: of equal items the first comes first."""
    waiting = list(place.items())
    parts: list[Place] = []
    for item in value:
        found = next(index for index, part in enumerate(waiting) if part.value is item)
        parts.append(waiting.pop(found))
    return _joined(tuple(parts))


_KEEPERS: dict[str, Callable[[Place, Any, list[Any]], Place]] = {
    "dyn": _same,
    "optional.of": _same,
    "optional.ofNonZeroValue": _same,
    "value": _same,
    "first": _first,
    "last": _last,
    "reverse": _reverse,
    "slice": _slice,
    "flatten": _flatten,
    "sort": _rearranged,
    "distinct": _rearranged,
}
_BY_KIND: dict[type, Callable[[Any, Compiler], Trace]] = {
    Variable: _variable,
    Select: _select,
    Index: _index,
    Binary: _binary,
    Conditional: _conditional,
    ListOf: _list,
    Loop: _loop,
    Bind: _bind,
    OptionalMap: _optional_map,
    Call: _call,
}
