"""Where every value of a document stands: one flat table of ints in preorder."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, Protocol

from klint.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

Children = dict[Any, int]  # key of a mapping or index in a list -> ordinal of the value
ROW = 5  # ints: key's start and end (-1 without a key), value's start and end, the next sibling's ordinal


class Marks(Protocol):
    """Ordinals count the values of a document in the order in which they stand in the text."""

    @property
    def extent(self) -> Span:
        """The document's: from its `---` or its first content to the next document."""

    def span(self, ordinal: int, value: Any) -> Span:
        """Where `value` stands."""

    def key_span(self, ordinal: int) -> Span | None:
        """Where its key stands, if it has one."""

    def children(self, ordinal: int, value: Any) -> Children:
        """The ordinals of what `value`, which stands at `ordinal`, contains."""

    def scalars(self, value: Any) -> Iterator[Span]:
        """The spans of all keys and scalars of the document's `value`."""


class Table:
    """Marks written down one by one.

    `targets` leads from an alias to what it stands for; `odd` holds the children of mappings
    whose keys are not simply those of the value: keys that are doubled, merged or left out.
    """

    __slots__ = ("extent", "odd", "rows", "targets")

    def __init__(self) -> None:
        self.extent = Span(0, 0)
        self.rows = array("i")
        self.targets: dict[int, int] = {}
        self.odd: dict[int, Children] = {}

    def __len__(self) -> int:
        return len(self.rows) // ROW

    def add(self, key: Span | None, span: Span) -> int:
        """Write the next row and return its ordinal."""
        ordinal = len(self.rows) // ROW
        self.rows.extend((*(key or (-1, -1)), *span, ordinal + 1))
        return ordinal

    def close(self, ordinal: int, end: int) -> None:
        """A collection is over: it ends at the offset `end`."""
        self.rows[ordinal * ROW + 3] = end
        self.rows[ordinal * ROW + 4] = len(self)

    def span(self, ordinal: int, value: Any = None) -> Span:  # noqa: ARG002
        at = ordinal * ROW
        return Span(self.rows[at + 2], self.rows[at + 3])

    def key_span(self, ordinal: int) -> Span | None:
        at = ordinal * ROW
        start = self.rows[at]
        return None if start < 0 else Span(start, self.rows[at + 1])

    def children(self, ordinal: int, value: Any) -> Children:
        ordinal = self.targets.get(ordinal, ordinal)
        children = self.odd.get(ordinal)
        if children is None:
            children = self.odd[ordinal] = {}
            child = ordinal + 1
            for step in value if isinstance(value, dict) else range(len(value)):
                children[step] = child
                child = self.rows[child * ROW + 4]
        return children

    def scalars(self, value: Any) -> Iterator[Span]:  # noqa: ARG002
        rows = self.rows
        for ordinal in range(len(self)):
            at = ordinal * ROW
            if rows[at] >= 0:
                yield Span(rows[at], rows[at + 1])
            if rows[at + 4] == ordinal + 1:
                yield Span(rows[at + 2], rows[at + 3])
