"""One Kubernetes object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.manifest.groups import split

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.manifest.outline import Entry, Outline, Path
    from klint.text import Source
    from klint.yaml import Node, Stream


class Resource:
    """What a file says of one object; the file is parsed when somebody looks into the object.

    `index` is the document in the stream, `path` leads from its root to the object (not empty for an item
    of a List), `ordinal` is its place among the resources of the file. `name` and `namespace` are empty where
    none is written: whether that means the namespace `default` is the asker's to say.
    """

    __slots__ = (
        "_node", "api_version", "group", "index", "kind", "labels", "name", "namespace", "ordinal", "path",
        "stream", "version",
    )  # fmt: skip

    def __init__(self, stream: Stream, ordinal: int, entry: Entry) -> None:
        self.stream = stream
        self.ordinal = ordinal
        self.index: int = entry.document
        self.path: Path = entry.path
        self.api_version: str = entry.api_version
        self.group, self.version = split(entry.api_version)
        self.kind: str = entry.kind
        self.name: str = entry.name
        self.namespace: str = entry.namespace
        self.labels: Mapping[str, str] = entry.labels
        self._node: Node | None = None

    def __repr__(self) -> str:
        return f"Resource({self.id!r})"

    def __getitem__(self, step: str) -> Node:
        return self.node[step]

    @property
    def node(self) -> Node:
        if self._node is None:
            self._node = self.stream.documents[self.index].root.at(self.path)
        return self._node

    @property
    def value(self) -> dict[str, Any]:
        """The whole object as plain values."""
        value: dict[str, Any] = self.node.value
        return value

    @property
    def source(self) -> Source:
        return self.stream.source

    @property
    def generate_name(self) -> str:
        """The beginning of the name that the API server will choose; empty for none."""
        value = self.node["metadata"]["generateName"].value
        return value if isinstance(value, str) else ""

    @property
    def id(self) -> str:
        """Such as `apps/v1/Deployment shop/web`, or `v1/Namespace shop` where no namespace is written."""
        where = f"{self.namespace}/" if self.namespace else ""
        return f"{self.api_version}/{self.kind} {where}{self.name}"


def resources(stream: Stream, outline: Outline) -> list[Resource]:
    """The objects of a file, in their order."""
    objects = [entry for entry in outline.entries if entry.shape == "object"]
    return [Resource(stream, ordinal, entry) for ordinal, entry in enumerate(objects)]
