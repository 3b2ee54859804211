"""The cluster while pods are being placed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from klint.kube.scheduling.devices.pool import DevicePool
from klint.kube.scheduling.pods.pod import Pod, Pods
from klint.kube.scheduling.state.catalog import Catalog
from klint.kube.scheduling.state.census import Census, Tally
from klint.kube.scheduling.state.kin import Kin, kin
from klint.kube.scheduling.state.nodes import Nodes
from klint.kube.scheduling.state.ports import HostPorts
from klint.kube.scheduling.state.usage import Capacity, Usage
from klint.kube.scheduling.storage.attachments import Attachments
from klint.kube.scheduling.storage.disks import Disks
from klint.kube.scheduling.storage.stock import Stock
from klint.kube.scheduling.values import labels_of, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from klint.kube.scheduling.world import World

_Memory = TypeVar("_Memory")


class State:
    """Who runs where, and what everybody who asks remembers of it.

    `changed` grows by a node whenever a pod comes or goes there, so that who remembers something about single
    nodes can catch up.
    """

    def __init__(self, world: World) -> None:
        """`world` as the API server stores it; no pod runs yet, see `arrive`."""
        self.world = world
        self.nodes = Nodes(world.nodes)
        pods = Pods()
        self.listed: Sequence[Pod] = [pods.pod(one) for one in world.pods]
        self.namespaces: Mapping[str, Mapping[str, str]] = {
            name_of(one): {"kubernetes.io/metadata.name": name_of(one), **labels_of(one)}
            for one in world.namespaces
        }
        self.catalog = Catalog(kin(pods.templates, world), self.namespaces)
        self.pods: list[list[Pod]] = [[] for _ in self.nodes.all]
        self.census = Census()
        self.ports = HostPorts()
        self.stock = Stock(world, self.nodes)
        self.disks = Disks(self.nodes)
        self.attachments = Attachments(world, self.nodes, self.stock)
        self.devices = DevicePool(world, self.nodes)
        self.changed: list[int] = []
        self.usage = self._unused()
        self.by_usage: dict[Usage, int] = {}
        for bit, usage in zip(self.nodes.bits, self.usage, strict=True):
            self.by_usage[usage] = self.by_usage.get(usage, 0) | bit
        self._remembered: dict[Hashable, object] = {}

    def arrive(self, pod: Pod, node: int) -> None:
        """From now on the pod runs on the node."""
        self.pods[node].append(pod)
        self._move(pod, node, 1)

    def leave(self, pod: Pod, node: int) -> None:
        self.pods[node].remove(pod)
        self._move(pod, node, -1)

    def tally(self, key: str, weights: Mapping[Kin, int], where: int | None = None) -> Tally:
        """Sums by the label `key`, or for each node by itself if that is empty; equal ones are one."""

        def make() -> Tally:
            domains = self.nodes.domains(key) if key else self.nodes.each
            if where is not None:
                domains = domains.inhabited(where)
            return self.census.follow(Tally(self.nodes, domains, weights, where))

        return self.remember((key, frozenset(weights.items()), where), make)

    def remember(self, key: Hashable, make: Callable[[], _Memory]) -> _Memory:
        """What `make` gave when it was first asked for under this key."""
        if key not in self._remembered:
            self._remembered[key] = make()
        return self._remembered[key]  # type: ignore[return-value]

    def _move(self, pod: Pod, node: int, sign: int) -> None:
        template, bit = pod.template, self.nodes.bits[node]
        usage = self.usage[node]
        rest = self.by_usage[usage] ^ bit
        if rest:
            self.by_usage[usage] = rest
        else:
            del self.by_usage[usage]
        usage = usage.with_pod(template.load) if sign > 0 else usage.without_pod(template.load)
        self.usage[node] = usage
        self.by_usage[usage] = self.by_usage.get(usage, 0) | bit
        if template.host_ports:
            (self.ports.take if sign > 0 else self.ports.free)(template.host_ports, bit)
        if template.volumes:
            self.stock.use(pod, sign)
            self.attachments.move(pod, node, sign)
            self.disks.move(template, node, sign)
        self.census.move(self.catalog.kin[template], node, sign)
        self.changed.append(node)

    def _unused(self) -> list[Usage]:
        known: dict[tuple[tuple[str, int], ...], Usage] = {}
        found = []
        for node in self.nodes.all:
            key = tuple(sorted(node.allocatable.items()))
            if key not in known:
                known[key] = Capacity(node.allocatable).unused
            found.append(known[key])
        return found
