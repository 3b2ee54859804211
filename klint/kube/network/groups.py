"""Pods that no policy can tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.network import addresses
from klint.kube.network.policy import Block, Pods
from klint.kube.network.ports import PortSet
from klint.kube.network.values import items, mapping, text
from klint.kube.pods import added_labels
from klint.manifest.labels import plain_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from klint.cluster import Cluster, Pod
    from klint.kube.network.policy import Peer, Policy, Ports
    from klint.manifest import Resource

UNKNOWN = "\0"  # the value of a label that a controller will choose: equal to none that can be written
_JOB_NAMES = ("batch.kubernetes.io/job-name", "job-name")

Port = tuple[str, str, int]  # name, protocol, number


class Looks(NamedTuple):
    """What some policies look at in a pod: keys of labels, names of ports, and whether at addresses."""

    labels: frozenset[str]
    ports: frozenset[str]
    addresses: bool


class Group(NamedTuple):
    """Only what policies look at is there: the `labels` that the pods will have, `ports` with names.

    Pods on the network of their node (`host`) have the node's addresses and, in `node`, its labels; others have
    those that a status tells.
    """

    namespace: str
    labels: Mapping[str, str]
    host: bool
    ports: tuple[Port, ...]
    addresses: tuple[int, ...]
    node: Mapping[str, str] | None
    pods: list[Pod]

    def resolved(self, ports: Ports) -> PortSet:
        """The numbers of ports, where these pods are the destination."""
        found = ports.numbers
        for protocol, name in ports.names:
            for one, its, number in self.ports:
                if one == name and protocol in ("", its):
                    found |= PortSet.of(its, ((number, number),))
        return found


def looks(policies: Iterable[Policy]) -> Looks:
    """What policies look at in the pods they select and in those they meet."""
    labels: set[str] = set()
    ports: set[str] = set()
    addressed = False
    for policy in policies:
        peers: list[Peer] = [policy.subject]
        for rule in (*(policy.ingress or ()), *(policy.egress or ())):
            peers += rule.peers or ()
            ports.update(name for _, name in rule.ports.names)
        for peer in peers:
            if isinstance(peer, Pods):
                labels.update(one.key for one in peer.pods.requirements or ())
            elif isinstance(peer, Block):
                addressed = addressed or peer.inside
    return Looks(frozenset(labels), frozenset(ports), addressed)


def grouped(cluster: Cluster, looks: Looks) -> Sequence[Group]:
    """The pods of a cluster; a PodTemplate makes none."""
    nodes = {node.name: node for node in cluster.of("Node")}
    groups: dict[tuple[object, ...], Group] = {}
    for pod in cluster.pods():
        if pod.owner.kind == "PodTemplate":
            continue
        spec = mapping(pod.spec.value)
        host = spec.get("hostNetwork") is True
        node = nodes.get(text(spec.get("nodeName"))) if host else None
        labels = {key: value for key, value in effective_labels(pod).items() if key in looks.labels}
        ports = tuple(one for one in container_ports(spec) if one[0] in looks.ports) if looks.ports else ()
        found = _addresses(pod, node) if host or looks.addresses else ()
        key = (pod.namespace, frozenset(labels.items()), host, ports, found, node and node.name)
        group = groups.get(key)
        if group is None:
            node_labels = plain_labels(node["metadata"]["labels"].value) if node else None
            group = groups[key] = Group(pod.namespace, labels, host, ports, found, node_labels, [])
        group.pods.append(pod)
    return tuple(groups.values())


def effective_labels(pod: Pod) -> Mapping[str, str]:
    """The labels of the template, and those that the controller adds."""
    added = added_labels(pod)
    if not added:
        return pod.labels
    labels = {**pod.labels, **dict.fromkeys(added, UNKNOWN)}
    if pod.owner.kind == "Job":
        if pod.owner["spec"]["completionMode"].value != "Indexed":
            del labels["batch.kubernetes.io/job-completion-index"]
        if pod.owner.name:
            labels.update(dict.fromkeys(_JOB_NAMES, pod.owner.name))
    return labels


def container_ports(spec: Mapping[str, Any]) -> Iterator[Port]:
    """The named ports of a pod's containers, then of its sidecars: init containers that end do not serve."""
    sidecars = (one for one in _containers(spec, "initContainers") if one.get("restartPolicy") == "Always")
    for container in (*_containers(spec, "containers"), *sidecars):
        for port in map(mapping, items(container.get("ports"))):
            name, number = text(port.get("name")), port.get("containerPort")
            if name and isinstance(number, int):
                yield name, text(port.get("protocol")) or "TCP", number


def _containers(spec: Mapping[str, Any], field: str) -> Iterator[Mapping[str, Any]]:
    return map(mapping, items(spec.get(field)))


def _addresses(pod: Pod, node: Resource | None) -> tuple[int, ...]:
    """Of the node, for a pod that uses its network; else what a status says, as manifests read from a cluster do."""
    if node:
        written = map(mapping, items(node["status"]["addresses"].value))
        texts = [text(one.get("address")) for one in written if one.get("type") == "InternalIP"]
    else:
        status = mapping(pod.owner["status"].value)
        listed = [text(mapping(one).get("ip")) for one in items(status.get("podIPs"))]
        texts = listed or [text(status.get("podIP"))]
    found = (addresses.address(one) for one in texts)
    return tuple(sorted({one for one in found if one is not None}))
