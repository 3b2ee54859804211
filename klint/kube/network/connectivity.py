"""Who can reach whom, exactly: the policies of a cluster, evaluated for all pods at once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from klint.cluster import LabelIndex
from klint.cluster.labels import positions
from klint.cluster.pods import DEFAULT_NAMESPACE
from klint.kube.network.compiled import compiled, isolates, partition
from klint.kube.network.groups import effective_labels, grouped, looks
from klint.kube.network.kinds import blocks, policies
from klint.kube.network.ports import NO_PORTS
from klint.kube.network.space import Space
from klint.manifest.labels import plain_labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from klint.cluster import Cluster, Pod
    from klint.kube.network.compiled import Compiled
    from klint.kube.network.intervals import Interval
    from klint.kube.network.partition import Partition
    from klint.kube.network.policy import Direction
    from klint.kube.network.ports import PortSet
    from klint.kube.selectors import Selector


class Connectivity:
    """What the policies of a cluster allow, as Kubernetes documents it (1.34; network-policy-api 0.2).

    A pod always reaches itself, and its node reaches it: neither is looked at. Pods are taken to run on different
    nodes. `loose` has the blocks of NetworkPolicies match pods too (see `Space`): where that makes a difference,
    the answer depends on the network plugin.
    """

    def __init__(self, cluster: Cluster, *, loose: bool = False) -> None:
        self.cluster = cluster
        found = policies(cluster)
        named = list(blocks(found))
        labels = {one.name: plain_labels(one["metadata"]["labels"].value) for one in cluster.of("Namespace")}
        self.groups = grouped(cluster, looks(found))
        self.space = Space(self.groups, labels, named, loose=loose)
        self.policies = [compiled(policy, self.space) for policy in found]
        self._partitions: dict[tuple[object, ...], Partition] = {}

    def allowed(self, source: Pod, destination: Pod) -> PortSet:
        """The ports of one pod that another can reach."""
        here, there = self.place(source), self.place(destination)
        return _at(self.partition("egress", here), there) & _at(self.partition("ingress", there), here)

    def selected(self, selector: Selector, namespace: str) -> Sequence[Pod]:
        """The pods of a namespace ("" is `default`) that a selector selects, with the labels they will have."""
        pods, labels, homes = self._pods
        mask = selector.mask(labels) & homes.equal("namespace", namespace or DEFAULT_NAMESPACE)
        return [pods[place] for place in positions(mask)]

    def isolated(self, pod: Pod) -> Sequence[Direction]:
        """The directions in which a NetworkPolicy selects a pod."""
        selecting = self.selecting(self.place(pod))
        directions: tuple[Direction, ...] = ("ingress", "egress")
        return [one for one in directions if any(isolates(by.policy, one) for by in selecting)]

    def rows(self) -> Iterator[Partition]:
        """For each group, in order, the groups whose pods its pods can reach, by the ports they reach."""
        for place, welcome in enumerate(self._welcoming()):
            row: dict[PortSet, int] = {}
            for out, some in self.partition("egress", place).items():
                for into, others in welcome.items():
                    both = some & others
                    if both:
                        ports = out & into
                        row[ports] = row.get(ports, 0) | both
            row.pop(NO_PORTS, None)
            yield row

    def outside(self, direction: Direction, pod: Pod) -> Sequence[tuple[Interval, PortSet]]:
        """The ranges of addresses outside that a pod reaches or is reached from, each as long as can be."""
        ranges = [
            (span, ports)
            for ports, mask in self.partition(direction, self.place(pod)).items()
            for span in self.space.external(mask)
        ]
        joined: list[tuple[Interval, PortSet]] = []
        for (first, last), ports in sorted(ranges):
            before = joined[-1] if joined else None
            if before and before[1] == ports and before[0][1] + 1 == first:
                joined[-1] = ((before[0][0], last), ports)
            else:
                joined.append(((first, last), ports))
        return joined

    def place(self, pod: Pod) -> int:
        """The group, and so the bit, of a pod; KeyError for that of a PodTemplate, which runs nowhere."""
        return self._places[id(pod)]

    def selecting(self, place: int) -> Sequence[Compiled]:
        """The policies that select a group, in the order they are asked."""
        return [self.policies[index] for index in self._selecting[place]]

    def partition(self, direction: Direction, place: int) -> Partition:
        """What a group may exchange with whom; those with whom it may exchange nothing are left out."""
        group = self.groups[place]
        key = (direction, self._selecting[place], group.ports if direction == "ingress" else ())
        known = self._partitions.get(key)
        if known is None:
            selecting = self.selecting(place)
            known = partition(selecting, direction, group, self.space.everyone)
            self._partitions[key] = known
        return known

    def _welcoming(self) -> Sequence[Mapping[PortSet, int]]:
        """For each group, the groups that let it in: their partitions, the other way round."""
        rows: list[dict[PortSet, int]] = [{} for _ in self.groups]
        for part, destinations in self._shared():
            for ports, mask in part.items():
                for place in positions(mask & self.space.inside):
                    rows[place][ports] = rows[place].get(ports, 0) | destinations
        return rows

    def _shared(self) -> Sequence[tuple[Partition, int]]:
        """Each partition for what comes in, with all the groups that have it."""
        found: dict[int, tuple[Partition, int]] = {}
        for place in range(len(self.groups)):
            part = self.partition("ingress", place)
            found[id(part)] = (part, found.get(id(part), (part, 0))[1] | 1 << place)
        return list(found.values())

    @cached_property
    def _pods(self) -> tuple[Sequence[Pod], LabelIndex, LabelIndex]:
        """All pods, with their labels and with their namespaces."""
        pods = [pod for group in self.groups for pod in group.pods]
        labels = LabelIndex([effective_labels(pod) for pod in pods])
        return pods, labels, LabelIndex([{"namespace": pod.namespace} for pod in pods])

    @cached_property
    def _places(self) -> Mapping[int, int]:
        return {id(pod): place for place, group in enumerate(self.groups) for pod in group.pods}

    @cached_property
    def _selecting(self) -> Sequence[tuple[int, ...]]:
        found: list[list[int]] = [[] for _ in self.groups]
        for index, policy in enumerate(self.policies):
            for place in positions(policy.subject):
                found[place].append(index)
        return [tuple(one) for one in found]


def _at(part: Partition, place: int) -> PortSet:
    return next((ports for ports, mask in part.items() if mask >> place & 1), NO_PORTS)
