"""The text of an expression as tokens."""

from __future__ import annotations

import re
from typing import NamedTuple

from klint.cel.errors import CelSyntaxError

END = "end"
KEYWORDS = frozenset(("true", "false", "null", "in"))
RESERVED = frozenset(
    ("as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
     "namespace", "return", "var", "void", "while")
)  # fmt: skip

_TOKEN = re.compile(
    r"""
    (?P<blank> (?: [ \t\n\f\r]+ | //[^\n]* )+ )
  | (?P<text>
      [bB]? (?:
        [rR] (?: \"{3}(?s:.*?)\"{3} | '{3}(?s:.*?)'{3} | "[^"\n\r]*" | '[^'\n\r]*' )
      | \"{3} (?s: [^\\] | \\. )*? \"{3} | '{3} (?s: [^\\] | \\. )*? '{3}
      | " (?: [^"\\\n\r] | \\. )* " | ' (?: [^'\\\n\r] | \\. )* '
      )
    )
  | (?P<name> [_a-zA-Z][_a-zA-Z0-9]* )
  | (?P<number>
      0[xX][0-9a-fA-F]+[uU]? | [0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)? | [0-9]+[eE][+-]?[0-9]+ | [0-9]+[uU]?
    )
  | (?P<mark> && | \|\| | [<>=!]= | [][{}(),.\-!?:+*/%<>] )
  | (?P<quoted> `[a-zA-Z0-9_.\-/ ]+` )
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """`kind` is `text`, `name`, `number`, `quoted` or `end`; of keywords and marks it is their text."""

    kind: str
    text: str
    offset: int


def tokens(expression: str) -> list[Token]:
    """All tokens, closed by one of kind `end`; CelSyntaxError where there is none."""
    found: list[Token] = []
    at = 0
    for match in _TOKEN.finditer(expression):
        if match.start() > at:
            break
        kind, text = match.lastgroup or "", match[0]
        if kind == "mark" or text in KEYWORDS:
            found.append(Token(text, text, at))
        elif kind != "blank":
            found.append(Token(kind, text, at))
        at = match.end()
    if at < len(expression):
        raise _fault(expression, at)
    found.append(Token(END, "", at))
    return found


def _fault(expression: str, at: int) -> CelSyntaxError:
    char = expression[at]
    if char in "\"'":
        return CelSyntaxError("this text has no closing quote", at)
    if char in "&|=":
        return CelSyntaxError(f"'{char}' is no operator; did you mean '{char}{char}'?", at)
    return CelSyntaxError(f"{char!r} has no meaning here", at)
