"""The code of the macros that go over lists and maps, and of those that give a value a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.access import iterable, pairs
from klint.cel.errors import CelError, EvaluationError, no_overload
from klint.cel.tree import Bind, ListOf, Literal, Loop, MapOf, MessageOf, OptionalMap, children
from klint.cel.values import NONE, BoolMap, Optional

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from klint.cel.compile import Code, Compiler
    from klint.cel.frame import Frame
    from klint.cel.tree import Entry, Node

    Turns = Callable[[Frame], Iterator[Any]]

_TURN = 3  # what a turn of a loop costs besides its body
_COSTS: dict[type, int] = {Literal: 0, ListOf: 10, MapOf: 30, MessageOf: 40}  # as the API server counts


def cost(node: Node | Entry) -> int:
    """What evaluating a node costs at most, without the turns of the loops in it."""
    own = _COSTS.get(type(node), 1)
    if isinstance(node, Loop):
        return own + cost(node.source)
    return own + sum(cost(child) for child in children(node))


def loop(node: Loop, compiler: Compiler) -> Code:
    return _LOOPS[node.macro](Body(node, compiler))


class Body:
    """The parts of a loop, compiled; `price` is what a turn costs."""

    def __init__(self, node: Loop, compiler: Compiler) -> None:
        self.macro = node.macro
        self.offset = node.offset
        self.test_offset = node.test.offset if node.test else 0
        parts = [part for part in (node.test, node.result) if part]
        self.test = compiler.code(node.test) if node.test else _yes
        self.result = compiler.code(node.result) if node.result else _yes
        self.price = _TURN + sum(map(cost, parts))
        turns = _over_items if len(node.names) == 1 else _over_pairs
        self.turns = turns(self, compiler.code(node.source), node.names)

    def holds(self, frame: Frame) -> bool:
        """Whether the test is true of what the names stand for."""
        value = self.test(frame)
        if value is True or value is False:
            return value
        raise no_overload(f"the condition of {self.macro}()", value).locate(self.test_offset)


def _over_items(body: Body, source: Code, names: tuple[Any, ...]) -> Turns:
    """Binds the name to one item or key after the other, and gives it out."""
    (name,) = names
    price = body.price

    def turns(frame: Frame) -> Iterator[Any]:
        value = source(frame)
        if type(value) is not list:
            try:
                value = iterable(body.macro, value)
            except CelError as error:
                error.locate(body.offset)
                raise
        for item in value:
            frame[name] = item
            frame.left -= price
            if frame.left < 0:
                frame.charge(0)  # raises; called only here, since turns are many
            yield item

    return turns


def _over_pairs(body: Body, source: Code, names: tuple[Any, ...]) -> Turns:
    """Binds the names to one index and item, or key and value, after the other, and gives out the first."""
    first, second = names
    price = body.price

    def turns(frame: Frame) -> Iterator[Any]:
        value = source(frame)
        try:
            entries = pairs(body.macro, value)
        except CelError as error:
            error.locate(body.offset)
            raise
        for key, item in entries:
            frame[first] = key
            frame[second] = item
            frame.charge(price)
            yield key

    return turns


def _yes(_frame: Frame) -> bool:
    return True


def _decided(body: Body) -> Code:
    """`all` and `exists`: one item decides, whatever errors the others have."""
    decisive = body.macro == "exists"
    turns, holds = body.turns, body.holds

    def decide(frame: Frame) -> bool:
        fault: EvaluationError | None = None
        for _ in turns(frame):
            try:
                if holds(frame) is decisive:
                    return decisive
            except EvaluationError as error:
                fault = fault or error
        if fault is not None:
            raise fault
        return not decisive

    return decide


def _exists_one(body: Body) -> Code:
    turns, holds = body.turns, body.holds
    return lambda frame: sum(holds(frame) for _ in turns(frame)) == 1


def _filter(body: Body) -> Code:
    turns, holds = body.turns, body.holds
    return lambda frame: [item for item in turns(frame) if holds(frame)]


def _map(body: Body) -> Code:
    turns, holds, result = body.turns, body.holds, body.result
    return lambda frame: [result(frame) for _ in turns(frame) if holds(frame)]


def _transform_map(body: Body) -> Code:
    turns, holds, result = body.turns, body.holds, body.result
    return lambda frame: _map_of((key, result(frame)) for key in turns(frame) if holds(frame))


def _transform_entries(body: Body) -> Code:
    turns, holds, result = body.turns, body.holds, body.result

    def transform(frame: Frame) -> dict[Any, Any]:
        entries: list[tuple[Any, Any]] = []
        for _ in turns(frame):
            if holds(frame):
                entry = result(frame)
                if not isinstance(entry, dict):
                    raise no_overload("the result of transformMapEntry()", entry).locate(body.offset)
                frame.charge(len(entry))
                entries.extend((key, entry[key]) for key in entry)
        found = _map_of(entries)
        if len(found) < len(entries):
            raise EvaluationError("transformMapEntry() makes a key twice", body.offset)
        return found

    return transform


def _map_of(entries: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    entries = list(entries)
    return BoolMap(entries) if any(type(key) is bool for key, _ in entries) else dict(entries)


def _sort_by(body: Body) -> Code:
    from klint.cel.library.lists import sorted_by

    turns, result, offset = body.turns, body.result, body.offset

    def sort(frame: Frame) -> list[Any]:
        keyed = [(item, result(frame)) for item in turns(frame)]
        try:
            return sorted_by(frame, [item for item, _ in keyed], [key for _, key in keyed])
        except CelError as error:
            error.locate(offset)
            raise

    return sort


_LOOPS: dict[str, Callable[[Body], Code]] = {
    "all": _decided,
    "exists": _decided,
    "exists_one": _exists_one,
    "existsOne": _exists_one,
    "filter": _filter,
    "map": _map,
    "transformList": _map,
    "transformMap": _transform_map,
    "transformMapEntry": _transform_entries,
    "sortBy": _sort_by,
}


def bind(node: Bind, compiler: Compiler) -> Code:
    name, value, body = node.name, compiler.code(node.value), compiler.code(node.body)

    def bound(frame: Frame) -> Any:
        frame[name] = value(frame)
        return body(frame)

    return bound


def optional_map(node: OptionalMap, compiler: Compiler) -> Code:
    name, source, result = node.name, compiler.code(node.source), compiler.code(node.result)
    macro = "optFlatMap()" if node.flat else "optMap()"

    def mapped(frame: Frame) -> Optional:
        value = source(frame)
        if not isinstance(value, Optional):
            raise no_overload(macro, value).locate(node.offset)
        if not value:
            return NONE
        frame[name] = value.value
        made = result(frame)
        if not node.flat:
            return Optional(made)
        if not isinstance(made, Optional):
            raise no_overload(f"the result of {macro}", made).locate(node.offset)
        return made

    return mapped
