"""What the names of an expression stand for, and whether the target release knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.cel.errors import CelCheckError, EvaluationError
from klint.cel.function import OUTSIDE, Release
from klint.cel.library.messages import check_fields, since_of
from klint.cel.library.types import CONSTANTS
from klint.cel.tree import (
    Binary,
    Bind,
    Call,
    Conditional,
    Entry,
    Index,
    ListOf,
    Literal,
    Logic,
    Loop,
    MapOf,
    MessageOf,
    Name,
    OptionalMap,
    Select,
    Unary,
    Unresolved,
    Variable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from klint.cel.function import Function, Registry
    from klint.cel.tree import Node

    Scope = Mapping[str, int]

_OPTIONALS: Release = (1, 28)
_TWO_VARIABLES: Release = (1, 32)
_QUESTIONS = ("all", "exists", "exists_one", "existsOne")
_MACROS: dict[tuple[str, int], Release] = {
    **{(macro, 2): _TWO_VARIABLES for macro in _QUESTIONS},
    ("existsOne", 1): OUTSIDE,
    ("transformList", 2): _TWO_VARIABLES,
    ("transformMap", 2): _TWO_VARIABLES,
    ("transformMapEntry", 2): _TWO_VARIABLES,
    ("sortBy", 1): (1, 34),
}


class Names(NamedTuple):
    """What an environment offers: variables, functions, and the prefix under which names are tried first."""

    variables: frozenset[str]
    functions: Registry
    container: str
    strict: bool  # unknown names are refused; else they are faults when they are evaluated
    field: Callable[[str], str]  # the field that a name in the expression means


def check(tree: Node, names: Names) -> Node:
    """The tree with all names resolved; CelCheckError for the first that stands for nothing."""
    return _Checker(names).resolve(tree, {})


class _Checker:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.functions = names.functions
        self.slots = 0

    def resolve(self, node: Node, scope: Scope) -> Node:
        return _BY_KIND[type(node)](self, node, scope)

    def unknown(self, error: CelCheckError) -> Node:
        if self.names.strict:
            raise error
        return Unresolved(error.offset or 0, error.message)

    def candidates(self, name: str) -> list[str]:
        """A name within the container and within each that encloses it, the innermost first."""
        parts = self.names.container.split(".") if self.names.container else []
        return [".".join((*parts[:count], name)) for count in range(len(parts), -1, -1)]

    def global_name(self, node: Node, scope: Scope) -> tuple[list[Name | Select], list[str]]:
        """The nodes of `a.b.c` from its root, if that may be a global name, and the candidates for the root."""
        chain: list[Name | Select] = []
        while isinstance(node, Select) and not node.optional and not node.test:
            chain.append(node)
            node = node.operand
        if not isinstance(node, Name) or (not node.absolute and node.name in scope):
            return [], []
        chain.append(node)
        roots = [node.name] if node.absolute else self.candidates(node.name)
        return chain[::-1], roots

    def meaning(self, chain: list[Name | Select], roots: list[str]) -> tuple[int, Node] | None:
        """The longest beginning of a chain that names something: its length, and what that is."""
        fields = [node.field for node in chain if isinstance(node, Select)]
        for length in range(len(fields), -1, -1):
            for root in roots:
                name = ".".join((root, *fields[:length]))
                if name in self.names.variables:
                    return length + 1, Variable(chain[length].offset, name)
                if name in CONSTANTS:
                    return length + 1, Literal(chain[length].offset, CONSTANTS[name])
        return None

    def name(self, node: Name, scope: Scope) -> Node:
        if not node.absolute and node.name in scope:
            return Variable(node.offset, scope[node.name])
        return self.chain(node, scope)

    def chain(self, node: Node, scope: Scope) -> Node:
        chain, roots = self.global_name(node, scope)
        found = self.meaning(chain, roots)
        if found is None:
            return self.unknown(self.no_variable(chain[0]))
        length, resolved = found
        for select in chain[length:]:
            if isinstance(select, Select):
                resolved = Select(select.offset, resolved, self.names.field(select.field))
        return resolved

    def no_variable(self, root: Name | Select) -> CelCheckError:
        from difflib import get_close_matches

        name = root.name if isinstance(root, Name) else root.field
        near = get_close_matches(name, self.names.variables, 1, 0.75)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        return CelCheckError(f"there is no variable '{name}'{hint}", root.offset)

    def select(self, node: Select, scope: Scope) -> Node:
        if node.optional:
            self.functions.require("'.?'", _OPTIONALS, node.offset)
        if self.global_name(node, scope)[0]:
            return self.chain(node, scope)
        return node._replace(operand=self.resolve(node.operand, scope), field=self.names.field(node.field))

    def index(self, node: Index, scope: Scope) -> Node:
        if node.optional:
            self.functions.require("'[?'", _OPTIONALS, node.offset)
        return node._replace(operand=self.resolve(node.operand, scope), key=self.resolve(node.key, scope))

    def call(self, node: Call, scope: Scope) -> Node:
        try:
            node = self.qualified(node, scope)
            overloads = self.functions.overloads(
                node.function, len(node.arguments), node.offset, member=node.member
            )
        except CelCheckError as error:
            return self.unknown(error)
        for function in overloads:
            _check_literals(function, node.arguments)
        return node._replace(arguments=tuple(self.resolve(one, scope) for one in node.arguments))

    def qualified(self, node: Call, scope: Scope) -> Call:
        """`math.ceil(x)` is no member of a variable `math`, but the function `math.ceil`."""
        if not node.member:
            names = [name for name in self.candidates(node.function) if name in self.functions]
            return node._replace(function=names[0]) if names else node
        chain, roots = self.global_name(node.arguments[0], scope)
        fields = [one.field for one in chain if isinstance(one, Select)]
        for root in roots:
            name = ".".join((root, *fields, node.function))
            if name in self.functions:
                return Call(node.offset, name, node.arguments[1:])
        return node

    def unary(self, node: Unary, scope: Scope) -> Node:
        return node._replace(operand=self.resolve(node.operand, scope))

    def binary(self, node: Binary, scope: Scope) -> Node:
        return node._replace(left=self.resolve(node.left, scope), right=self.resolve(node.right, scope))

    def logic(self, node: Logic, scope: Scope) -> Node:
        return node._replace(terms=tuple(self.resolve(term, scope) for term in node.terms))

    def conditional(self, node: Conditional, scope: Scope) -> Node:
        branches = tuple(
            (self.resolve(test, scope), self.resolve(value, scope)) for test, value in node.branches
        )
        return node._replace(branches=branches, otherwise=self.resolve(node.otherwise, scope))

    def items(self, node: ListOf, scope: Scope) -> Node:
        if node.optional:
            self.functions.require("'?' in a list", _OPTIONALS, node.items[min(node.optional)].offset)
        return node._replace(items=tuple(self.resolve(item, scope) for item in node.items))

    def entries(self, entries: tuple[Entry, ...], scope: Scope) -> tuple[Entry, ...]:
        for entry in entries:
            if entry.optional:
                self.functions.require("'?' before a key", _OPTIONALS, entry.offset)
        return tuple(
            entry._replace(key=self.resolve(entry.key, scope), value=self.resolve(entry.value, scope))
            for entry in entries
        )

    def map(self, node: MapOf, scope: Scope) -> Node:
        return node._replace(entries=self.entries(node.entries, scope))

    def message(self, node: MessageOf, scope: Scope) -> Node:
        for name in self.candidates(node.name):
            since = since_of(name)
            if since:
                self.functions.require(name, since, node.offset)
                check_fields(name, node.entries)
                return MessageOf(node.offset, name, self.entries(node.entries, scope))
        return self.unknown(CelCheckError(f"there is no type '{node.name}'", node.offset))

    def open(self, scope: Scope, names: tuple[str | int, ...]) -> tuple[dict[str, int], tuple[int, ...]]:
        """A scope within, with a new slot for each name."""
        slots = tuple(range(self.slots + 1, self.slots + len(names) + 1))
        self.slots += len(names)
        return {**scope, **dict(zip(map(str, names), slots, strict=True))}, slots

    def loop(self, node: Loop, scope: Scope) -> Node:
        since = _MACROS.get((node.macro, len(node.names)))
        if since:
            style = f"() with {len(node.names)} names" if node.macro in _QUESTIONS else "()"
            self.functions.require(node.macro + style, since, node.offset)
        inner, slots = self.open(scope, node.names)
        return Loop(
            node.offset,
            node.macro,
            self.resolve(node.source, scope),
            slots,
            self.resolve(node.test, inner) if node.test else None,
            self.resolve(node.result, inner) if node.result else None,
        )

    def bind(self, node: Bind, scope: Scope) -> Node:
        self.functions.require("cel.bind()", OUTSIDE, node.offset)
        inner, slots = self.open(scope, (node.name,))
        return Bind(node.offset, slots[0], self.resolve(node.value, scope), self.resolve(node.body, inner))

    def optional_map(self, node: OptionalMap, scope: Scope) -> Node:
        self.functions.require("optFlatMap()" if node.flat else "optMap()", _OPTIONALS, node.offset)
        inner, slots = self.open(scope, (node.name,))
        source, result = self.resolve(node.source, scope), self.resolve(node.result, inner)
        return node._replace(source=source, name=slots[0], result=result)


def _literal(_checker: _Checker, node: Node, _scope: Scope) -> Node:
    return node


def _check_literals(function: Function, arguments: tuple[Node, ...]) -> None:
    for place, test in function.literals:
        node = arguments[place]
        if isinstance(node, Literal) and type(node.value) is function.parameters[place]:
            try:
                test(node.value)
            except EvaluationError as error:
                raise CelCheckError(error.message, node.offset) from None


_BY_KIND: dict[type, Callable[[_Checker, Any, Scope], Node]] = {
    Literal: _literal,
    Name: _Checker.name,
    Select: _Checker.select,
    Index: _Checker.index,
    Call: _Checker.call,
    Unary: _Checker.unary,
    Binary: _Checker.binary,
    Logic: _Checker.logic,
    Conditional: _Checker.conditional,
    ListOf: _Checker.items,
    MapOf: _Checker.map,
    MessageOf: _Checker.message,
    Loop: _Checker.loop,
    Bind: _Checker.bind,
    OptionalMap: _Checker.optional_map,
}
