"""Which value is to blame for an answer: where a policy's finding belongs.

For an expression that should have been true, the false term of an `&&`, the item that fails an `all`, and
there the field that is compared or absent. It is a reading of the expression, not a proof: where several
values take part, the one on the left is named, and of the terms of a false `||` the last, since a policy
names its exceptions first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.errors import EvaluationError
from klint.cel.places import Place
from klint.cel.trace import traced
from klint.cel.tree import Bind, Conditional, Logic, Loop, Select, Unary, children

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.cel.compile import Compiler
    from klint.cel.trace import TraceFrame
    from klint.cel.tree import Node

    Answer = bool  # what an expression should have been
    Blame = Callable[[TraceFrame, Answer], Place | None]


def blamed(node: Node, compiler: Compiler) -> Callable[[TraceFrame], Place | None]:
    """Code that answers where it lies that the node is not true."""
    blame, wanted = _blame(node, compiler), True
    return lambda frame: blame(frame, wanted)


def _blame(node: Node, compiler: Compiler) -> Blame:
    kind: Callable[[Any, Compiler], Blame] = _BY_KIND.get(type(node), _operands)
    return kind(node, compiler)


def _settled(place: Place | None) -> Place | None:
    """A place in what was bound, if there is one."""
    if place is None or place.origin is not None:
        return place
    return next((part for part in place.parts or () if part.origin is not None), None)


def _place(node: Node, compiler: Compiler) -> Callable[[TraceFrame], Place | None]:
    trace = traced(node, compiler)

    def place(frame: TraceFrame) -> Place | None:
        try:
            return _settled(trace(frame))
        except EvaluationError as error:
            return _settled(error.place)

    return place


def _operands(node: Node, compiler: Compiler) -> Blame:
    """A value, or what it was worked out from: the first part of it that stands anywhere."""
    own = _place(node, compiler)
    parts = [_blame(part, compiler) for part in children(node)] if not isinstance(node, Loop) else []

    def blame(frame: TraceFrame, wanted: Answer) -> Place | None:
        found = own(frame)
        return found or next((place for part in parts if (place := part(frame, wanted))), None)

    return blame


def _select(node: Select, compiler: Compiler) -> Blame:
    if not node.test:
        return _operands(node, compiler)
    operand = _place(node.operand, compiler)

    def blame(frame: TraceFrame, _wanted: Answer) -> Place | None:
        place = operand(frame)
        if place is None or not isinstance(place.value, dict):
            return place
        return place.at(node.field) if node.field in place.value else place.absent(node.field)

    return blame


def _unary(node: Unary, compiler: Compiler) -> Blame:
    operand = _blame(node.operand, compiler)
    return lambda frame, wanted: operand(frame, wanted != (node.operator == "!"))


def _logic(node: Logic, compiler: Compiler) -> Blame:
    terms = [(compiler.code(term), _blame(term, compiler)) for term in node.terms]
    needs_all = node.operator == "&&"

    def blame(frame: TraceFrame, wanted: Answer) -> Place | None:
        places: list[Place | None] = []
        for code, part in terms:
            if wanted != needs_all or _value(code, frame) is not wanted:
                places.append(part(frame, wanted))
        found = [place for place in places if place]
        return (found[0] if wanted == needs_all else found[-1]) if found else None

    return blame


def _value(code: Callable[[Any], Any], frame: TraceFrame) -> Any:
    try:
        return code(frame)
    except EvaluationError:
        return None


def _conditional(node: Conditional, compiler: Compiler) -> Blame:
    tests = [
        (compiler.code(test), _blame(test, compiler), _blame(value, compiler))
        for test, value in node.branches
    ]
    otherwise = _blame(node.otherwise, compiler)

    def blame(frame: TraceFrame, wanted: Answer) -> Place | None:
        for code, test, branch in tests:
            value = _value(code, frame)
            if value is not False:
                found = branch(frame, wanted) if value is True else None
                return found or test(frame, value is None)
        return otherwise(frame, wanted)

    return blame


def _loop(node: Loop, compiler: Compiler) -> Blame:
    source = _place(node.source, compiler)
    if node.macro not in ("all", "exists") or node.test is None:
        return lambda frame, _wanted: source(frame)
    whole, test, inner = traced(node.source, compiler), compiler.code(node.test), _blame(node.test, compiler)
    culprit = node.macro == "exists"  # the answer of the item that decides

    def blame(frame: TraceFrame, wanted: Answer) -> Place | None:
        if wanted is culprit:
            return source(frame)
        try:
            everything = whole(frame)
        except EvaluationError as error:
            return _settled(error.place)
        for index, item in enumerate(frame.items_of(everything)):
            _bind_item(node, frame, everything, index, item)
            if _value(test, frame) is not wanted:
                return inner(frame, wanted) or _settled(item) or source(frame)
        return source(frame)

    return blame


def _bind_item(node: Loop, frame: TraceFrame, whole: Place, index: int, item: Place) -> None:
    if len(node.names) == 1:
        frame.put(node.names[0], item)
    elif isinstance(whole.value, dict):
        frame.put(node.names[0], Place(item.value))
        frame.put(node.names[1], whole.at(item.value))
    else:
        frame.put(node.names[0], Place(index))
        frame.put(node.names[1], item)


def _bind(node: Bind, compiler: Compiler) -> Blame:
    value, body = traced(node.value, compiler), _blame(node.body, compiler)

    def blame(frame: TraceFrame, wanted: Answer) -> Place | None:
        try:
            frame.put(node.name, value(frame))
        except EvaluationError as error:
            return _settled(error.place)
        return body(frame, wanted)

    return blame


_BY_KIND: dict[type, Callable[[Any, Compiler], Blame]] = {
    Select: _select,
    Unary: _unary,
    Logic: _logic,
    Conditional: _conditional,
    Loop: _loop,
    Bind: _bind,
}
