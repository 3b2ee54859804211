"""What is wrong in an inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.quantities import nanos
from klint.kube.scheduling.values import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.yaml import Node

EFFECTS = ("NoSchedule", "NoExecute", "PreferNoSchedule")

_NEEDED = ("cpu", "memory", "pods")


class Mistake(NamedTuple):
    """`at` is where it stands."""

    at: Node
    message: str


def of_node(node: Node) -> Iterator[Mistake]:
    """A Node that would take no pod at all, or not the ones that it seems to."""
    name = name_of(node.value)
    if not name:
        yield Mistake(node, "a node has no name")
    allocatable = node["status"]["allocatable"] or node["status"]["capacity"]
    for resource in _NEEDED:
        if not allocatable[resource].present:
            yield Mistake(allocatable, f"node {name} has no {resource} to give: {_consequence(resource)}")
    yield from of_quantities(allocatable, f"node {name}")
    for taint in node["spec"]["taints"]:
        if taint["effect"].value not in EFFECTS:
            at = taint["effect"]
            yield Mistake(at, f"a taint of node {name} has no effect among {', '.join(EFFECTS)}")


def of_quantities(listed: Node, where: str) -> Iterator[Mistake]:
    for amount in listed:
        if nanos(amount.value) is None:
            yield Mistake(amount, f"{amount.value!r} of {where} is no quantity")


def _consequence(resource: str) -> str:
    if resource == "pods":
        return "it takes no pod at all"
    return f"it takes only pods that request no {resource}"
