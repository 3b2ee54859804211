"""What is wrong with a text before anyone asks what it means to Kubernetes."""

from __future__ import annotations

from typing import NamedTuple

from klint.text import Span

Related = tuple[tuple[Span, str], ...]  # other places, each with what it is


class Problem(NamedTuple):
    """A fault of the YAML itself.

    `fault` is one of `syntax-error`, `duplicate-key`, `bad-key`, `bad-merge`, `bad-tag`,
    `infinite-number`, `unknown-anchor`, `cyclic-alias`, `excessive-aliases` and `too-deep`.
    After a `syntax-error`, `excessive-aliases` or `too-deep` there is no document.
    `document` counts from 0; where there is no document it is the number that the next one has.
    """

    fault: str
    message: str
    span: Span
    related: Related = ()
    document: int = 0


class RefusedError(Exception):
    """Kubernetes would not read the document at all."""

    def __init__(self, fault: str, message: str, span: Span) -> None:
        super().__init__(message)
        self.fault = fault
        self.message = message
        self.span = span


def quoted(text: str) -> str:
    """A text in a message: in quotes, on one line, and not too long."""
    text = " ".join(text.split())
    return f"'{text}'" if len(text) <= 40 else f"'{text[:37]}...'"


UNKNOWN_ESCAPE = "unknown escape in a double-quoted text; in single quotes '\\' is itself"
_TAB = "tab used for indentation: YAML wants spaces"
_BLOCK = "expected a key or '- ' here: is the indentation right?"
_ANCHOR = "an anchor's name has only letters, digits, '-' and '_'"
_TAG = "this tag is not well-formed"
_DIRECTIVE = "this directive is not well-formed"
_HEADER = "only '+', '-', a digit and a comment may follow '|' or '>'"
_HEXADECIMAL = "expected hexadecimal digits in this escape"
_MARKER = "expected '---' before another document"
_VALUE = "expected a value here"
_LIST = "expected ',' or ']' in this list"
_MAPPING = "expected ',' or '}' in this mapping"
_COLON = "mapping values are not allowed"
_DASH = "a list cannot start here: put its '-' on a line of its own"

# How what the C parser and the Python parser say begins (the first that fits) -> klint's words.
_WORDS = {
    _COLON: "a second ': ' on this line: quote the text, or start a new line",
    "block sequence entries are not allowed": _DASH,
    "sequence entries are not allowed": _DASH,
    "block mapping keys are not allowed": "a mapping cannot start here",
    "mapping keys are not allowed": "a mapping cannot start here",
    "could not find expected ':'": "expected ': ' after a key",
    "did not find expected key": _BLOCK,
    "did not find expected '-' indicator": _BLOCK,
    "expected <block end>": _BLOCK,
    "did not find expected <document start>": _MARKER,
    "expected '<document start>'": _MARKER,
    "did not find expected node content": _VALUE,
    "expected the node content": _VALUE,
    "did not find expected ',' or ']'": _LIST,
    "expected ',' or ']'": _LIST,
    "did not find expected ',' or '}'": _MAPPING,
    "expected ',' or '}'": _MAPPING,
    "found unexpected end of stream": "this quoted text is never closed",
    "found unexpected document": "this quoted text is never closed",
    "found unexpected ':'": "a ':' here needs a space after it, or quotes around the text",
    "found unknown escape character": UNKNOWN_ESCAPE,
    "did not find expected hexdecimal number": _HEXADECIMAL,
    "expected escape sequence": _HEXADECIMAL,
    "found invalid Unicode character escape code": "this escape is no character",
    "found undefined tag handle": "this tag's handle is not defined",
    "did not find expected alphabetic or numeric": _ANCHOR,
    "did not find expected comment or line break": _HEADER,
    "expected chomping or indentation indicators": _HEADER,
    "expected a comment or a line break": _HEADER,
    "expected indentation indicator": _HEADER,
    "found an indentation indicator equal to 0": _HEADER,
    "did not find expected whitespace or line break": _TAG,
    "did not find expected tag URI": _TAG,
    "did not find expected '!'": _TAG,
    "did not find the expected '>'": _TAG,
    "expected ' '": _TAG,
    "expected URI": _TAG,
    "expected '!'": _TAG,
    "expected '>'": _TAG,
    "could not find expected directive name": _DIRECTIVE,
    "found unknown directive name": _DIRECTIVE,
    "found unexpected non-alphabetical character": _DIRECTIVE,
    "expected alphabetic or numeric character": _DIRECTIVE,
    "found incompatible YAML document": "Kubernetes reads YAML 1.1",
    "found a tab character": _TAB,
}


def syntax_words(problem: str, before: str, found: str) -> str:
    """klint's words for what a parser says of the character `found`, and of what stands before it on its line."""
    if problem.startswith(_COLON) and ": " not in before:
        return "a key cannot stand here: is the indentation right?"
    if problem.startswith("found character") and "start any token" in problem:
        return _TAB if found == "\t" else f"a value cannot start with '{found}': quote it"
    for beginning, words in _WORDS.items():
        if problem.startswith(beginning):
            return words
    return problem
