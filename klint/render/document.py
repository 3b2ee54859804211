"""A rendered object as a document whose every value knows its source line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.render.origin import Origin
from klint.yaml import Document, Stream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.render.origin import Traced
    from klint.text import Source, Span
    from klint.yaml import Comment, Node
    from klint.yaml.node import Path


class RenderedDocument(Document):
    """What a renderer made: Nodes of it stand in the files that a person edits.

    `source` is the text that the object as such comes from; single values may come from others.
    """

    __slots__ = ("whence",)

    def __init__(self, traced: Traced, index: int) -> None:
        document = traced.origin.document
        super().__init__(document.source, index, traced.value, document.marks)
        self.whence = traced.origin

    def origin(self, path: Path) -> Origin:
        """Where the value at `path` is written, or its nearest ancestor that is there."""
        origin, value = self.whence, self.value
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                break
            origin = origin.at(step)
        return origin

    def layers(self, path: Path) -> list[Node]:
        """What else speaks of the value at `path`, the nearest first: what was replaced or merged."""
        found: list[Node] = []
        waiting = [*self.origin(path).layers]
        while waiting:
            origin = waiting.pop(0)
            found.append(origin.node)
            waiting = [*origin.layers, *waiting]
        return found

    def source_of(self, path: Path) -> Source:
        origin = self.origin(path)
        return origin.document.source_of(origin.path)

    def span(self, path: Path) -> Span:
        origin = self.origin(path)
        return origin.document.span(_written(origin))

    def key_span(self, path: Path) -> Span | None:
        origin = self.origin(path)
        return origin.document.key_span(_written(origin))


class RenderedStream(Stream):
    """The objects that one thing is rendered to; `source` is the text of that thing."""

    __slots__ = ()

    def __init__(self, source: Source, documents: Iterable[RenderedDocument]) -> None:
        super().__init__(source)
        self._documents = list(documents)

    def comments(self, marker: str) -> list[Comment]:  # noqa: ARG002
        """None: comments stand in the files that the objects come from."""
        return []


def origin_of(node: Node) -> Origin:
    """Where a Node is written, be its document rendered or read."""
    document = node.document
    return (
        document.origin(node.path) if isinstance(document, RenderedDocument) else Origin(document, node.path)
    )


def _written(origin: Origin) -> Path:
    """The part of the path that its document really has."""
    path = origin.path
    while path and not origin.document.root.at(path).present:
        path = path[:-1]
    return path
