"""An expression as a tree. Every node's `offset` is the place of its name, operator or opening mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator


class Literal(NamedTuple):
    """A constant, as its value."""

    offset: int
    value: Any


class Name(NamedTuple):
    """A name; `absolute` with a leading point. After the check there are Variables in its place."""

    offset: int
    name: str
    absolute: bool = False


class Variable(NamedTuple):
    """A name that is resolved: a string for a variable of the environment, a number for one of a macro."""

    offset: int
    key: str | int


class Unresolved(NamedTuple):
    """A name that stands for nothing, where that is a fault only once it is evaluated."""

    offset: int
    message: str


class Select(NamedTuple):
    """`operand.field`, `operand.?field`, or with `test` the question `has(operand.field)`."""

    offset: int
    operand: Node
    field: str
    optional: bool = False
    test: bool = False


class Index(NamedTuple):
    """`operand[key]` or `operand[?key]`."""

    offset: int
    operand: Node
    key: Node
    optional: bool = False


class Call(NamedTuple):
    """`function(arguments)`; of `x.function(y)` the arguments are x and y, and `member` is set."""

    offset: int
    function: str
    arguments: tuple[Node, ...]
    member: bool = False


class Unary(NamedTuple):
    """`!` or `-`."""

    offset: int
    operator: str
    operand: Node


class Binary(NamedTuple):
    """Arithmetic, comparison or `in`."""

    offset: int
    operator: str
    left: Node
    right: Node


class Logic(NamedTuple):
    """`&&` or `||` of two or more terms."""

    offset: int
    operator: str
    terms: tuple[Node, ...]


class Conditional(NamedTuple):
    """`test ? value : ...`, the whole chain of it."""

    offset: int
    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node


class ListOf(NamedTuple):
    """`[a, ?b]`; `optional` has the places of the items marked with `?`."""

    offset: int
    items: tuple[Node, ...]
    optional: frozenset[int]


class Entry(NamedTuple):
    """`key: value` or `?key: value`; of a message the key is a Literal string."""

    offset: int
    key: Node
    value: Node
    optional: bool


class MapOf(NamedTuple):
    """`{key: value}`."""

    offset: int
    entries: tuple[Entry, ...]


class MessageOf(NamedTuple):
    """`Name{field: value}`."""

    offset: int
    name: str
    entries: tuple[Entry, ...]


class Loop(NamedTuple):
    """A macro over a list or map: `source.macro(names..., test, result)`.

    `names` are replaced by numbers in the check. One name stands for an item or a key, two for an
    index and its item or a key and its value.
    """

    offset: int
    macro: str
    source: Node
    names: tuple[str | int, ...]
    test: Node | None
    result: Node | None


class Bind(NamedTuple):
    """`cel.bind(name, value, body)`."""

    offset: int
    name: str | int
    value: Node
    body: Node


class OptionalMap(NamedTuple):
    """`source.optMap(name, result)`; `flat` for optFlatMap."""

    offset: int
    source: Node
    name: str | int
    result: Node
    flat: bool


Node: TypeAlias = (
    Literal | Name | Variable | Unresolved | Select | Index | Call | Unary | Binary | Logic | Conditional
    | ListOf | MapOf | MessageOf | Loop | Bind | OptionalMap
)  # fmt: skip
_KINDS = (
    Literal, Name, Variable, Unresolved, Select, Index, Call, Unary, Binary, Logic, Conditional,
    ListOf, MapOf, MessageOf, Loop, Bind, OptionalMap,
)  # fmt: skip


def children(node: Node | Entry) -> Iterator[Node]:
    """The nodes directly below one."""
    for part in node:
        if isinstance(part, _KINDS):
            yield part
        elif isinstance(part, tuple):
            for item in part:
                if isinstance(item, _KINDS):
                    yield item
                elif isinstance(item, tuple):  # an Entry, or a branch of a Conditional
                    yield from (below for below in item if isinstance(below, _KINDS))


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it, from left to right."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(tuple(children(node))))
