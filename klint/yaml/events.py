"""The parsers' events; nothing else in klint sees the YAML library."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

try:
    from _ruamel_yaml import CParser
except ImportError:  # no C parser on this platform
    CParser = None

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Event = Any  # of ruamel.yaml.events: the C parser and the Python parser make the same
COMPILED = CParser is not None
# What the parsers say of `{a:1}` and of `"it\'s"`, which goyaml.v2 reads.
TOO_STRICT = ("found unexpected ':'", "found unknown escape character")
_PRIVATE = (0xF0000, 0x10FFFD)  # characters that mean nothing to anyone
_BLANK = r" \t\r\n\x85\u2028\u2029"
# Colons that end no key in Kubernetes' eyes, and backslashes before `'`; tags and directives keep theirs.
_INNER_COLON = rf"(?<=[^{_BLANK}'\"\]}}\[{{,:]):+(?=[^{_BLANK}])"
_STRICT = re.compile(rf"^%.*|(?<![^{_BLANK}])![^{_BLANK}]*|{_INNER_COLON}|\\\\|\\(?=')", re.MULTILINE)
_LONE_COLON = re.compile(rf"[^{_BLANK}'\"\]}}\[{{,]:[,\[\]{{}}]")


class SyntaxFaultError(Exception):
    """The parser's own words, the offset in its text where it gave up, and where what it was reading began."""

    def __init__(self, problem: str, offset: int, opening: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.offset = offset
        self.opening = opening


def events(text: str, *, compiled: bool = COMPILED, masked: bool = False) -> Iterator[Event]:
    """The events of a text; SyntaxFaultError where it stops being YAML.

    `masked` hides from the parser what it is too strict about: colons inside words, which the C
    parser refuses in flow collections or takes for the end of a key, and needless escapes.
    """
    parse = _compiled if compiled else _interpreted
    if masked or _LONE_COLON.search(text):
        return _masked(text, parse)
    return _guarded(parse(text))


def _guarded(events: Iterator[Event]) -> Iterator[Event]:
    try:
        yield from events
    except MarkedYAMLError as error:
        offset = error.problem_mark.index if error.problem_mark else 0
        opening = error.context_mark.index if error.context_mark else offset
        raise SyntaxFaultError(error.problem or "", offset, opening) from None
    except YAMLError as error:
        raise SyntaxFaultError(str(error), 0, 0) from None


def _masked(text: str, parse: Callable[[str], Iterator[Event]]) -> Iterator[Event]:
    taken = set(text)
    free = (sign for sign in map(chr, range(*_PRIVATE)) if sign not in taken)
    colon, escape = islice(chain(free, map(chr, _PRIVATE)), 2)
    masks = {":": colon, "\\": escape}

    def mask(found: re.Match[str]) -> str:
        hidden = masks.get(found[0][0], "") if found[0] != r"\\" else ""
        return hidden * len(found[0]) or found[0]

    for event in _guarded(parse(_STRICT.sub(mask, text))):
        if getattr(event, "value", None):
            event.value = event.value.replace(colon, ":").replace(escape, "" if event.style == '"' else "\\")
        yield event


def _compiled(text: str) -> Iterator[Event]:
    parser = CParser(text)
    while parser.check_event():
        yield parser.get_event()


def _interpreted(text: str) -> Iterator[Event]:
    from klint.yaml.scanner import Scanner

    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 1)
    yaml.top_level_block_style_scalar_no_indent_error_1_1 = True
    yaml.Scanner = Scanner
    return yaml.parse(text)  # type: ignore[no-any-return]
