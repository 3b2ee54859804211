"""The parsers' events; nothing above this module sees the YAML library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    from _ruamel_yaml import CParser
except ImportError:  # no C parser on this platform
    CParser = None

Event = Any  # of ruamel.yaml.events: the C parser and the Python parser make the same


class SyntaxFaultError(Exception):
    """The parser's own words, and the offset in its text where it gave up."""

    def __init__(self, problem: str, offset: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.offset = offset


COMPILED = CParser is not None


def events(text: str, *, compiled: bool = COMPILED) -> Iterator[Event]:
    """The events of a text; SyntaxFaultError where it stops being YAML.

    The Python parser (not `compiled`) is slow, and reads some flow collections as Kubernetes
    does that the C parser refuses.
    """
    try:
        yield from _compiled(text) if compiled else _interpreted(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SyntaxFaultError(error.problem or error.context or "", mark.index if mark else 0) from None
    except YAMLError as error:
        raise SyntaxFaultError(str(error), 0) from None


def _compiled(text: str) -> Iterator[Event]:
    parser = CParser(text)
    while parser.check_event():
        yield parser.get_event()


def _interpreted(text: str) -> Iterator[Event]:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 1)
    return yaml.parse(text)  # type: ignore[no-any-return]
