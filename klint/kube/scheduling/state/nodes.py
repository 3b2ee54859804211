"""Nodes as the scheduler knows them; sets of nodes are masks, with bit n for the n-th node of the inventory."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from klint.cluster.labels import LabelIndex, positions
from klint.kube.scheduling.amounts import amounts, thousandths
from klint.kube.scheduling.values import items, labels_of, mapping, name_of, text, texts, whole

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from klint.kube.scheduling.world import Object

_Feature = TypeVar("_Feature", bound="Hashable")


class Taint(NamedTuple):
    key: str
    value: str
    effect: str


class Node:
    """What scheduling looks at in a node; `allocatable` by resource, cpu in thousandths, all else in units."""

    __slots__ = ("allocatable", "images", "labels", "name", "taints", "unschedulable")

    def __init__(self, node: Object) -> None:
        spec, status = mapping(node, "spec"), mapping(node, "status")
        self.name = name_of(node)
        self.labels = labels_of(node)
        self.unschedulable = spec.get("unschedulable") is True
        self.taints = tuple(_taint(taint) for taint in items(spec, "taints"))
        self.allocatable: Mapping[str, int] = amounts(
            thousandths(status.get("allocatable") or status.get("capacity"))
        )
        self.images = tuple(
            (name, whole(image.get("sizeBytes")))
            for image in items(status, "images")
            for name in texts(image.get("names"))
        )


def _taint(taint: Mapping[str, object]) -> Taint:
    return Taint(text(taint.get("key")), text(taint.get("value")), text(taint.get("effect")))


class Domains(NamedTuple):
    """The parts that the values of a label cut the nodes into.

    `of` has the part of each node, -1 for a node without the label; `masks` has the nodes of each part, and
    `everyone` those of all parts.
    """

    of: Sequence[int]
    masks: Sequence[int]
    everyone: int

    def inhabited(self, where: int) -> Domains:
        """Only the parts that have nodes `where`."""
        if where & self.everyone == self.everyone:
            return self
        kept = [number for number, mask in enumerate(self.masks) if mask & where]
        numbers = {number: index for index, number in enumerate(kept)}
        masks = [self.masks[number] for number in kept]
        everyone = 0
        for mask in masks:
            everyone |= mask
        return Domains([numbers.get(number, -1) for number in self.of], masks, everyone)


class Nodes:
    """The inventory; of several nodes of one name only the first counts."""

    def __init__(self, objects: Iterable[Object]) -> None:
        by_name: dict[str, Node] = {}
        for node in map(Node, objects):
            by_name.setdefault(node.name, node)
        self.all = tuple(by_name.values())
        self.names = tuple(by_name)
        self.bits = tuple(1 << index for index in range(len(self.all)))
        self.everyone = (1 << len(self.all)) - 1
        self._indexes = {name: index for index, name in enumerate(by_name)}
        self._domains: dict[str, Domains] = {}

    def __len__(self) -> int:
        return len(self.all)

    def index(self, name: str) -> int | None:
        return self._indexes.get(name)

    def mask(self, name: str) -> int:
        """The node of that name; nothing if there is none."""
        index = self._indexes.get(name)
        return 0 if index is None else self.bits[index]

    def named(self, mask: int) -> list[str]:
        """The names of a set, in the order of the inventory."""
        return [self.names[index] for index in positions(mask)]

    @cached_property
    def labels(self) -> LabelIndex:
        return LabelIndex([node.labels for node in self.all])

    @cached_property
    def unschedulable(self) -> int:
        return sum(bit for bit, node in zip(self.bits, self.all, strict=True) if node.unschedulable)

    @cached_property
    def by_taints(self) -> Mapping[tuple[Taint, ...], int]:
        return self._grouped([node.taints for node in self.all])

    @cached_property
    def by_images(self) -> Mapping[tuple[tuple[str, int], ...], int]:
        return self._grouped([node.images for node in self.all])

    @cached_property
    def each(self) -> Domains:
        """Every node a part of its own."""
        return Domains(range(len(self.all)), self.bits, self.everyone)

    def domains(self, key: str) -> Domains:
        """The parts by the label `key`."""
        if key not in self._domains:
            values = self.labels.values(key)
            numbers = {value: number for number, value in enumerate(values)}
            of = [numbers.get(node.labels[key], -1) if key in node.labels else -1 for node in self.all]
            self._domains[key] = Domains(of, tuple(values.values()), self.labels.having(key))
        return self._domains[key]

    def _grouped(self, features: Sequence[_Feature]) -> Mapping[_Feature, int]:
        groups: dict[_Feature, int] = {}
        for bit, feature in zip(self.bits, features, strict=True):
            groups[feature] = groups.get(feature, 0) | bit
        return groups
