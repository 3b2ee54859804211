"""Read inventories: dumps of a cluster, and pools in a few lines.

A file holds API objects as `kubectl get nodes -o yaml` prints them (with pods, volumes and whatever else the
scheduler looks at, if wished), or pools: a list of them, or a mapping with such a list as `nodes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.scheduling.inventory.machines import of_machine_set
from klint.kube.scheduling.inventory.mistakes import Mistake, of_node
from klint.kube.scheduling.inventory.pool import is_pool, read_pool
from klint.kube.scheduling.values import name_of, text
from klint.kube.scheduling.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.kube.scheduling.world import Object
    from klint.yaml import Node, Stream


class Inventory(NamedTuple):
    """`places` has where each node, by its name, is described; `mistakes` what is wrong in the files."""

    world: World
    places: Mapping[str, Node]
    mistakes: tuple[Mistake, ...]


def inventory(streams: Iterable[Stream]) -> Inventory:
    """All files together; of nodes of one name the first counts."""
    objects: list[Object] = []
    places: dict[str, Node] = {}
    mistakes: list[Mistake] = []
    for entry in (
        entry for stream in streams for document in stream.documents for entry in _entries(document.root)
    ):
        for made in _read(entry, mistakes):
            if made.get("kind") == "Node":
                if name_of(made) in places:
                    mistakes.append(
                        Mistake(entry["metadata"]["name"] or entry, f"node {name_of(made)} is there twice")
                    )
                    continue
                places[name_of(made)] = entry
            objects.append(made)
    return Inventory(World.of(objects), places, tuple(mistakes))


def _entries(root: Node) -> Iterator[Node]:
    """The objects and pools of a document, Lists opened."""
    if isinstance(root.value, list):
        yield from root
    elif isinstance(root.value, dict):
        kind = text(root.value.get("kind"))
        if kind.endswith("List") and isinstance(root["items"].value, list):
            yield from root["items"]
        elif not kind and isinstance(root["nodes"].value, list):
            yield from root["nodes"]
        else:
            yield root


def _read(entry: Node, mistakes: list[Mistake]) -> Iterator[Object]:
    """The API objects that an entry is or stands for."""
    value: Any = entry.value
    if not isinstance(value, dict):
        mistakes.append(Mistake(entry, "this is neither an API object nor a pool of nodes"))
    elif is_pool(value):
        yield from read_pool(entry, mistakes)
    elif text(value.get("kind")) in ("MachineDeployment", "MachineSet", "MachinePool"):
        yield from of_machine_set(entry, mistakes)
    else:
        value = {**_kind_of(entry), **value}
        if value.get("kind") == "Node":
            mistakes += of_node(entry)
        yield value


def _kind_of(entry: Node) -> Mapping[str, str]:
    """In a typed list the items need not say what they are."""
    listed = entry.document.root.value
    kind = text(listed.get("kind")) if isinstance(listed, dict) else ""
    if kind in ("", "List"):
        return {}
    return {"kind": kind.removesuffix("List"), "apiVersion": text(listed.get("apiVersion"))}
