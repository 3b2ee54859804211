"""The whole of a cluster's connectivity, pod by pod."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from klint.cluster.labels import positions
from klint.kube.network.connectivity import Connectivity
from klint.kube.network.ports import NO_PORTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from klint.cluster import Cluster, Pod
    from klint.kube.network.intervals import Interval
    from klint.kube.network.ports import PortSet


class Exposure(NamedTuple):
    """From where a pod can be reached: addresses outside, and other namespaces, on what ports at best."""

    pod: Pod
    outside: Sequence[tuple[Interval, PortSet]]
    namespaces: dict[str, PortSet]


@lru_cache(maxsize=2)
def connectivity(cluster: Cluster, *, loose: bool = False) -> Connectivity:
    """The connectivity of a cluster."""
    return Connectivity(cluster, loose=loose)


def pairs(found: Connectivity) -> Iterator[tuple[Pod, Pod, PortSet]]:
    """Every pod with every other that it can reach, in the order of the manifests."""
    order = {id(pod): place for place, pod in enumerate(found.cluster.pods())}
    rows = list(found.rows())
    for source in sorted(_pods(found), key=lambda pod: order[id(pod)]):
        reached = [
            (pod, ports)
            for ports, mask in rows[found.place(source)].items()
            for place in positions(mask)
            for pod in found.groups[place].pods
            if pod is not source
        ]
        for pod, ports in sorted(reached, key=lambda one: order[id(one[0])]):
            yield source, pod, ports


def exposures(found: Connectivity) -> Iterator[Exposure]:
    """From where each pod can be reached, its own namespace left out."""
    reached: list[dict[str, PortSet]] = [{} for _ in found.groups]
    for group, row in zip(found.groups, found.rows(), strict=True):
        for ports, mask in row.items():
            for place in positions(mask):
                by_namespace = reached[place]
                by_namespace[group.namespace] = by_namespace.get(group.namespace, NO_PORTS) | ports
    for pod in _pods(found):
        others = {name: ports for name, ports in reached[found.place(pod)].items() if name != pod.namespace}
        yield Exposure(pod, found.outside("ingress", pod), dict(sorted(others.items())))


def _pods(found: Connectivity) -> list[Pod]:
    return [pod for group in found.groups for pod in group.pods]
