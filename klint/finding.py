"""What is found: a Hit as a check yields it, a Finding as the engine gives it out."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.text import Edit, Position, Source, Span
    from klint.yaml import Node


class Severity(IntEnum):
    """Ordered: a greater severity is the worse one."""

    info = 1
    warning = 2
    error = 3


class Location(NamedTuple):
    """A stretch of a file; positions are zero-based until a reporter prints them."""

    path: str
    start: Position
    end: Position


class Related(NamedTuple):
    """The other end of the story."""

    location: Location
    label: str


class Fix(NamedTuple):
    """Edits that mend a finding. Safe: same meaning or surely intended, style kept."""

    title: str
    safe: bool
    edits: tuple[tuple[str, Edit], ...]  # (path of the file, edit)


class Place:
    """A stretch of a text that is no value, such as a syntax error; a Hit may stand here instead of on a Node.

    `index` is the document that it lies in, None where that cannot be said.
    """

    __slots__ = ("index", "key_span", "source", "span")

    def __init__(self, source: Source, span: Span, index: int | None = None) -> None:
        self.source = source
        self.span = span
        self.key_span = span
        self.index = index


class Hit:
    """What a check yields: a place, never a message, a severity or a line number.

    `at` is where the finding stands, `related` are pairs of a Node and what it is.
    `values` fill the message of the rule's page. `certain=False` says that something
    unseen may explain it. A check that serves several pages names the page in `rule`.
    """

    __slots__ = ("at", "certain", "fix", "on_key", "related", "rule", "values")

    def __init__(
        self,
        at: Node | Place,
        *related: tuple[Node | Place, str],
        rule: str | None = None,
        on_key: bool = False,
        certain: bool = True,
        fix: Fix | None = None,
        **values: Any,
    ) -> None:
        self.at = at
        self.related = related
        self.rule = rule
        self.on_key = on_key
        self.certain = certain
        self.fix = fix
        self.values: Mapping[str, Any] = values


class Finding(NamedTuple):
    """The engine's product.

    `object` is `group/version/Kind namespace/name`, empty for a finding on a whole file.
    `fingerprint` is stable when lines move; equal faults of one object get `:2`, `:3`, ...
    """

    rule: str
    severity: Severity
    message: str
    location: Location
    object: str = ""
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()
    certain: bool = True
    fingerprint: str = ""
