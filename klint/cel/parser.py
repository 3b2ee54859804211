"""From the text of an expression to its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.cel import literals
from klint.cel.errors import CelSyntaxError
from klint.cel.lexer import END, RESERVED, tokens
from klint.cel.macros import expand
from klint.cel.tree import (
    Binary,
    Call,
    Conditional,
    Entry,
    Index,
    ListOf,
    Literal,
    Logic,
    MapOf,
    MessageOf,
    Name,
    Select,
    Unary,
)

if TYPE_CHECKING:
    from klint.cel.lexer import Token
    from klint.cel.tree import Node

LONGEST = 100_000  # characters, as the API server
DEEPEST = 130  # operations within operations; the API server stops at 250, Python's stack before

_PRECEDENCE = {
    "||": 1, "&&": 2,
    "<": 3, "<=": 3, ">": 3, ">=": 3, "==": 3, "!=": 3, "in": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "%": 5,
}  # fmt: skip
_CONSTANTS = {"true": True, "false": False, "null": None}


def parse(text: str) -> Node:
    """Raises CelSyntaxError, with the place and what is wrong there."""
    if len(text) > LONGEST:
        raise CelSyntaxError(f"the expression is longer than {LONGEST} characters", LONGEST)
    parser = _Parser(text)
    node = parser.expression()
    if parser.kind != END:
        raise parser.fault("an operator or the end")
    return node


class _Parser:
    """Reads one token ahead. `height` is that of the tree just read."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.at = 0
        self.kind = self.tokens[0].kind
        self.depth = 0
        self.height = 0

    def next(self) -> Token:
        """Take the token at hand."""
        token = self.tokens[self.at]
        if token.kind != END:
            self.at += 1
            self.kind = self.tokens[self.at].kind
        return token

    def take(self, kind: str) -> bool:
        if self.kind != kind:
            return False
        self.next()
        return True

    def expect(self, kind: str, name: str = "") -> Token:
        return self.expect_one(name or f"'{kind}'", kind)

    def expect_one(self, name: str, *kinds: str) -> Token:
        if self.kind not in kinds:
            raise self.fault(name)
        return self.next()

    def fault(self, wanted: str) -> CelSyntaxError:
        token = self.tokens[self.at]
        found = "the expression ends" if token.kind == END else f"there is '{token.text[:30]}'"
        return CelSyntaxError(f"{wanted} was expected here, but {found}", token.offset)

    def grow(self, height: int) -> None:
        """Note the height of the tree just made; trees that would overflow Python's stack are refused."""
        self.height = height
        if height > DEEPEST:
            raise CelSyntaxError("the expression is nested too deeply", self.tokens[self.at].offset)

    def expression(self) -> Node:
        offset = self.tokens[self.at].offset
        node = self.operation(1)
        if self.kind != "?":
            return node
        branches: list[tuple[Node, Node]] = []
        height = self.height
        while self.take("?"):
            value = self.operation(1)
            height = max(height, self.height)
            self.expect(":")
            branches.append((node, value))
            node = self.operation(1)
            height = max(height, self.height)
        self.grow(height + 1)
        return Conditional(offset, tuple(branches), node)

    def operation(self, lowest: int) -> Node:
        """Operands joined by operators that bind at least so tightly."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise CelSyntaxError("the expression is nested too deeply", self.tokens[self.at].offset)
        left = self.unary()
        while (precedence := _PRECEDENCE.get(self.kind, 0)) >= lowest:
            height = self.height
            if precedence <= 2:
                left = self.logic(left, precedence)
                continue
            operator = self.next()
            right = self.operation(precedence + 1)
            self.grow(max(height, self.height) + 1)
            left = Binary(operator.offset, operator.kind, left, right)
        self.depth -= 1
        return left

    def logic(self, left: Node, precedence: int) -> Node:
        operator = self.tokens[self.at]
        terms = [left]
        height = self.height
        while self.take(operator.kind):
            terms.append(self.operation(precedence + 1))
            height = max(height, self.height)
        self.grow(height + 1)
        return Logic(operator.offset, operator.kind, tuple(terms))

    def unary(self) -> Node:
        if self.kind not in ("!", "-"):
            return self.member()
        operator = self.next()
        times = 1
        while self.take(operator.kind):
            times += 1
        if operator.kind == "-" and self.kind == "number":
            node = self.trailers(Literal(operator.offset, literals.number(self.next(), "-")))
            times -= 1
        else:
            node = self.member()
        if times % 2 == 0:
            return node
        self.grow(self.height + 1)
        return Unary(operator.offset, operator.kind, node)

    def member(self) -> Node:
        self.height = 0
        return self.trailers(self.primary())

    def trailers(self, node: Node) -> Node:
        while True:
            if self.kind == ".":
                node = self.dot(node)
            elif self.kind == "[":
                offset = self.next().offset
                height = self.height
                optional = self.take("?")
                key = self.expression()
                self.expect("]")
                self.grow(max(height, self.height) + 1)
                node = Index(offset, node, key, optional)
            elif self.kind == "{" and (name := _message_name(node)):
                node = MessageOf(node.offset, name, self.entries(fields=True))
            else:
                return node

    def dot(self, operand: Node) -> Node:
        self.next()
        optional = self.take("?")
        name = self.expect_one("a field or function", "name", "quoted")
        if self.kind == "(" and name.kind == "name" and not optional:
            return self.call(name, operand)
        self.grow(self.height + 1)
        return Select(name.offset, operand, name.text.strip("`"), optional)

    def call(self, name: Token, target: Node | None = None) -> Node:
        height = self.height if target else 0
        self.next()
        arguments: list[Node] = [target] if target else []
        while self.kind != ")":
            arguments.append(self.expression())
            height = max(height, self.height)
            if not self.take(","):
                break
        self.expect(")", "',' or ')'")
        self.grow(height + 1)
        return expand(Call(name.offset, name.text, tuple(arguments), target is not None))

    def primary(self) -> Node:
        kind = self.kind
        if kind in _CONSTANTS:
            return Literal(self.next().offset, _CONSTANTS[kind])
        read = _PRIMARY.get(kind)
        if read is None:
            raise self.fault("a value")
        return read(self)

    def name(self) -> Node:
        absolute = self.take(".")
        token = self.expect("name", "a name")
        if self.kind == "(":
            return self.call(token)
        if token.text in RESERVED:
            raise CelSyntaxError(f"'{token.text}' is reserved and names nothing", token.offset)
        return Name(token.offset, token.text, absolute)

    def text(self) -> Node:
        token = self.next()
        return Literal(token.offset, literals.text(token))

    def number(self) -> Node:
        token = self.next()
        return Literal(token.offset, literals.number(token))

    def group(self) -> Node:
        self.next()
        node = self.expression()
        self.expect(")")
        return node

    def items(self) -> Node:
        offset = self.next().offset
        items: list[Node] = []
        optional: list[int] = []
        height = 0
        while self.kind != "]":
            if self.take("?"):
                optional.append(len(items))
            items.append(self.expression())
            height = max(height, self.height)
            if not self.take(","):
                break
        self.expect("]", "',' or ']'")
        self.grow(height + 1)
        return ListOf(offset, tuple(items), frozenset(optional))

    def map(self) -> Node:
        return MapOf(self.tokens[self.at].offset, self.entries())

    def entries(self, *, fields: bool = False) -> tuple[Entry, ...]:
        self.next()
        found: list[Entry] = []
        height = 0
        while self.kind != "}":
            optional = self.take("?")
            offset = self.tokens[self.at].offset
            key = self.field() if fields else self.expression()
            height = max(height, self.height)
            self.expect(":")
            found.append(Entry(offset, key, self.expression(), optional))
            height = max(height, self.height)
            if not self.take(","):
                break
        self.expect("}", "',' or '}'")
        self.grow(height + 1)
        return tuple(found)

    def field(self) -> Node:
        token = self.expect_one("a field", "name", "quoted")
        return Literal(token.offset, token.text.strip("`"))


_PRIMARY = {
    "name": _Parser.name,
    ".": _Parser.name,
    "text": _Parser.text,
    "number": _Parser.number,
    "(": _Parser.group,
    "[": _Parser.items,
    "{": _Parser.map,
}


def _message_name(node: Node) -> str:
    """`A.b` of a chain of plain names; nothing of what cannot name a message."""
    fields: list[str] = []
    while isinstance(node, Select) and not node.optional and not node.test:
        fields.append(node.field)
        node = node.operand
    if not isinstance(node, Name):
        return ""
    return ".".join((node.name, *reversed(fields)))
