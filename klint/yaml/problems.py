"""What is wrong with a text before anyone asks what it means to Kubernetes."""

from __future__ import annotations

from typing import NamedTuple

from klint.text import Span


class Problem(NamedTuple):
    """A fault of the YAML itself.

    `fault` is one of `syntax-error`, `bad-character`, `duplicate-key`, `bad-key`, `bad-merge`,
    `bad-tag`, `infinite-number`, `unknown-anchor`, `cyclic-alias`, `excessive-aliases` and
    `too-deep`. `related` are the other places, each with what it is. `document` counts from 0;
    a document with a syntax error has no number, and `document` is that of the next one.
    """

    fault: str
    message: str
    span: Span
    related: tuple[tuple[Span, str], ...] = ()
    document: int = 0


UNKNOWN_ESCAPE = "unknown escape in a double-quoted text; in single quotes '\\' is itself"

# What the C and the Python parser say (a beginning of it, the longer one first) -> klint's words.
_WORDS = (
    ("mapping values are not allowed", "a second ': ' on one line: quote the text or start a new line"),
    ("block sequence entries are not allowed", "a list cannot start here: put '-' on a line of its own"),
    ("sequence entries are not allowed", "a list cannot start here: put '-' on a line of its own"),
    ("block mapping keys are not allowed", "a mapping cannot start here"),
    ("mapping keys are not allowed", "a mapping cannot start here"),
    ("could not find expected ':'", "expected ': ' after this key"),
    ("could not find expected ':'", "expected ': ' after this key"),
    ("did not find expected key", "expected a key here: is the indentation right?"),
    ("did not find expected '-' indicator", "expected '- ' here: is the indentation right?"),
    ("did not find expected <document start>", "expected '---' before another document"),
    ("expected '<document start>'", "expected '---' before another document"),
    ("did not find expected node content", "expected a value here"),
    ("expected the node content", "expected a value here"),
    ("did not find expected ',' or ']'", "expected ',' or ']' in this list"),
    ("expected ',' or ']'", "expected ',' or ']' in this list"),
    ("did not find expected ',' or '}'", "expected ',' or '}' in this mapping"),
    ("expected ',' or '}'", "expected ',' or '}' in this mapping"),
    ("expected <block end>", "expected a key or '- ' here: is the indentation right?"),
    ("found unexpected end of stream", "the quoted text that starts before is never closed"),
    ("found unexpected document", "the quoted text that starts before is never closed"),
    ("found unexpected ':'", "':' here: put a space after it or quote the text"),
    ("found unknown escape character", UNKNOWN_ESCAPE),
    ("did not find expected hexdecimal number", "expected hexadecimal digits in this escape"),
    ("found undefined tag handle", "the tag's handle is not defined"),
    ("found a tab", "tab used for indentation"),
)


def syntax_words(problem: str, found: str) -> str:
    """klint's words for what a parser says of the text that begins with `found`."""
    if problem.startswith("found character") and "start any token" in problem:
        if found[:1] == "\t":
            return "tab used for indentation: YAML wants spaces"
        return f"a value cannot start with '{found[:1]}': quote it"
    for beginning, words in _WORDS:
        if problem.startswith(beginning):
            return words
    return problem
