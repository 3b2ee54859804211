"""Anchors, and how much of a document comes from their aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.yaml.problems import RefusedError

if TYPE_CHECKING:
    from klint.text import Span
    from klint.yaml.events import Event

# In goyaml.v2 99 % of a document may come from aliases up to `_FEW` values, 10 % from `_MANY` on.
_FEW = 400_000
_MANY = 4_000_000


class Anchor(NamedTuple):
    """What an alias stands for: `weight` values, 0 while they are still being read."""

    value: Any
    ordinal: int
    weight: int
    scalar: Event | None


class Anchors:
    """The anchors of a document; a later one of the same name takes the place of the first.

    `read` counts keys and values, those that aliases repeat among them.
    """

    __slots__ = ("named", "read", "repeated")

    def __init__(self) -> None:
        self.named: dict[str, Anchor] = {}
        self.read = 1
        self.repeated = 0

    def repeat(self, anchor: Anchor, span: Span) -> None:
        """Count an alias; RefusedError if it is one too many."""
        self.read += anchor.weight + 1
        self.repeated += anchor.weight
        self.check(span)

    def check(self, span: Span) -> None:
        """RefusedError if more of the document comes from aliases than goyaml.v2 allows."""
        part = min(max(self.read - _FEW, 0) / (_MANY - _FEW), 1)
        if self.repeated > 100 and self.read > 1000 and self.repeated > self.read * (0.99 - 0.89 * part):
            raise RefusedError("excessive-aliases", "aliases repeat more than Kubernetes reads", span)
