"""A cursor over a document, made on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.text import Source, Span
    from klint.yaml.document import Document

Step = str | int
Path = tuple[Step, ...]
_ABSENT = object()


class Node:
    """A value in a document, or the place where one is missing.

    `node["spec"]["selector"]` never fails: what is absent is a Node too, whose value is None,
    which is false, and which stands where its nearest present ancestor's key stands.
    """

    __slots__ = ("_value", "document", "path")

    def __init__(self, document: Document, path: Path, value: Any = _ABSENT) -> None:
        self.document = document
        self.path = path
        self._value = value

    def __repr__(self) -> str:
        return f"Node({'.'.join(map(str, self.path))}: {self.value!r})"

    def __bool__(self) -> bool:
        return self._value is not _ABSENT and bool(self._value)

    def __getitem__(self, step: Step) -> Node:
        return Node(self.document, (*self.path, step), _child(self._value, step))

    def at(self, path: Path) -> Node:
        """The Node reached by several steps."""
        value = self._value
        for step in path:
            value = _child(value, step)
        return Node(self.document, self.path + path, value)

    def __iter__(self) -> Iterator[Node]:
        """The items of a list or the values of a mapping; nothing for anything else."""
        value = self._value
        if isinstance(value, dict):
            for key, child in value.items():
                yield Node(self.document, (*self.path, key), child)
        elif isinstance(value, list):
            for index, child in enumerate(value):
                yield Node(self.document, (*self.path, index), child)

    @property
    def present(self) -> bool:
        """Whether the document says anything here, be it null."""
        return self._value is not _ABSENT

    @property
    def value(self) -> Any:
        """The plain value; None where absent."""
        return None if self._value is _ABSENT else self._value

    @property
    def source(self) -> Source:
        """The text in which the value, or the place where it is missing, stands."""
        return self.document.source_of(self.path)

    @property
    def parent(self) -> Node:
        """The Node one step up; the root's parent is the root."""
        return self.document.root.at(self.path[:-1])

    @property
    def span(self) -> Span:
        """Where the value stands; where absent, the key of the nearest present ancestor."""
        if self.present:
            return self.document.span(self.path)
        return self._nearest().key_span

    @property
    def key_span(self) -> Span:
        """Where the key stands; for a list item or the root, where the value starts."""
        if not self.present:
            return self._nearest().key_span
        return self.document.key_span(self.path) or self.document.span(self.path)

    def _nearest(self) -> Node:
        node = self
        while node.path and not node.present:
            node = node.parent
        return node


def _child(value: Any, step: Step) -> Any:
    if isinstance(value, dict):
        return value.get(step, _ABSENT)
    if isinstance(value, list) and isinstance(step, int) and -1 < step < len(value):
        return value[step]
    return _ABSENT
