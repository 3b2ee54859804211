"""Fields of kustomize's own files, typed as kustomize reads them.

Follows Go's encoding/json, which it reads them with: names in any case, null as if nothing were written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.render.kustomize.problem import RefusalError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.yaml import Node

    # The type of a field: a Python type, a list of one, a mapping of fields, or None for anything.
    Shape = type | list[Any] | Mapping[str, Any] | None

_NAMES = {str: "a text", bool: "true or false", int: "a whole number"}


class Fields:
    """A mapping in one of kustomize's files, or of `node` with some fields from elsewhere in `others`."""

    __slots__ = ("node", "others")

    def __init__(self, node: Node, others: Mapping[str, Node] | None = None) -> None:
        self.node = node
        self.others = others or {}

    def __getitem__(self, name: str) -> Node:
        """What is written for a field, whatever its case; an absent Node where nothing is."""
        if name in self.others:
            return self.others[name]
        node = self.node
        value = node.value
        if isinstance(value, dict) and name not in value:
            wanted = name.lower()
            for key in value:
                if key.lower() == wanted:
                    return node[key]
        return node[name]

    def __contains__(self, name: str) -> bool:
        return self[name].value is not None

    def text(self, name: str) -> str:
        value = self[name].value
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        value = self[name].value
        return value if isinstance(value, int) else 0

    def flag(self, name: str) -> bool:
        return self[name].value is True

    def fields(self, name: str) -> Fields:
        """A mapping with fields of its own."""
        return Fields(self[name])

    def each(self, name: str) -> Iterator[Fields]:
        """The mappings of a list."""
        return (Fields(node) for node in self.nodes(name))

    def nodes(self, name: str) -> Iterator[Node]:
        """The items of a list."""
        return iter(self[name])

    def texts(self, name: str) -> list[str]:
        """A list of texts; null is an empty one."""
        return [node.value or "" for node in self.nodes(name)]

    def pairs(self, name: str) -> dict[str, Node]:
        """A mapping of texts in the order of its keys; null is an empty text."""
        node = self[name]
        return {key: node[key] for key in sorted(node.value)} if isinstance(node.value, dict) else {}


def conform(node: Node, shape: Shape, where: str = "", *, strict: bool = True) -> None:
    """RefusalError where a value is not what its field takes; `strict` also refuses fields that there are not."""
    value = node.value
    if shape is None or value is None:
        return
    if isinstance(shape, type):
        if type(value) is not shape:
            raise RefusalError("invalid", f"{where or 'this'} must be {_NAMES[shape]}", node)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise RefusalError("invalid", f"{where or 'this'} must be a list", node)
        for item in node:
            conform(item, shape[0], f"an item of {where}", strict=strict)
    elif not isinstance(value, dict):
        raise RefusalError("invalid", f"{where or 'this'} must be a mapping", node)
    elif "*" in shape:
        for item in node:
            conform(item, shape["*"], f"{where}.{item.path[-1]}", strict=strict)
    else:
        _conform_fields(node, shape, where, strict=strict)


def _conform_fields(node: Node, shape: Mapping[str, Shape], where: str, *, strict: bool) -> None:
    known = {name.lower(): name for name in shape}
    for item in node:
        name = known.get(str(item.path[-1]).lower())
        if name is not None:
            conform(item, shape[name], f"{where}.{name}" if where else name, strict=strict)
        elif strict:
            raise RefusalError(
                "invalid", f"kustomize knows no field {where and where + '.'}{item.path[-1]}", item
            )
