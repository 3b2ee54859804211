"""NetworkPolicy of networking.k8s.io/v1, read as its API documentation says (1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cluster.pods import DEFAULT_NAMESPACE
from klint.kube.network import addresses
from klint.kube.network.intervals import difference, union
from klint.kube.network.policy import NAMESPACED, Block, Pods, Policy, Ports, Rule, Unseen
from klint.kube.network.ports import NO_PORTS, PortSet
from klint.kube.network.values import items, mapping, text
from klint.kube.selectors import EVERYTHING, label_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klint.kube.network.policy import Peer
    from klint.kube.selectors import Selector
    from klint.manifest import Resource


def network_policy(value: Mapping[str, Any], resource: Resource | None = None) -> Policy:
    """Read a NetworkPolicy that the API server takes."""
    metadata, spec = mapping(value.get("metadata")), mapping(value.get("spec"))
    types = _types(spec)
    return Policy(
        text(metadata.get("name")),
        text(metadata.get("namespace")) or DEFAULT_NAMESPACE,
        NAMESPACED,
        0,
        Pods(None, _selector(spec.get("podSelector"))),
        _rules(spec.get("ingress"), "from") if "Ingress" in types else None,
        _rules(spec.get("egress"), "to") if "Egress" in types else None,
        resource,
    )


def _types(spec: Mapping[str, Any]) -> Iterable[Any]:
    """The directions in force: where none is written, ingress, and egress if there is a rule for it."""
    written = items(spec.get("policyTypes"))
    return written or ("Ingress", *(["Egress"] if items(spec.get("egress")) else []))


def _rules(value: Any, side: str) -> tuple[Rule, ...]:
    return tuple(_rule(mapping(one), side, place) for place, one in enumerate(items(value)))


def _rule(value: Mapping[str, Any], side: str, place: int) -> Rule:
    peers, ports = items(value.get(side)), items(value.get("ports"))
    return Rule(
        "Accept",
        tuple(_peer(mapping(peer)) for peer in peers) if peers else None,
        _ports(ports) if ports else Ports(),
        place,
    )


def _peer(value: Mapping[str, Any]) -> Peer:
    if value.get("ipBlock") is not None:
        return _block(mapping(value["ipBlock"]))
    namespaces, pods = value.get("namespaceSelector"), value.get("podSelector")
    if namespaces is None and pods is None:
        return Unseen(next(iter(value), ""))
    return Pods(None if namespaces is None else label_selector(namespaces), _selector(pods))


def _block(value: Mapping[str, Any]) -> Block:
    whole = addresses.network(text(value.get("cidr")))
    without = map(addresses.network, map(text, items(value.get("except"))))
    return Block(
        difference((whole,), union(found for found in without if found)) if whole else (), inside=False
    )


def _ports(value: Iterable[Any]) -> Ports:
    numbers, names = NO_PORTS, []
    for one in map(mapping, value):
        protocol, port = text(one.get("protocol")) or "TCP", one.get("port")
        if isinstance(port, str):
            names.append((protocol, port))
        elif port is None:
            numbers |= PortSet.of(protocol)
        else:
            numbers |= PortSet.of(protocol, ((port, one.get("endPort") or port),))
    return Ports(numbers, tuple(names))


def _selector(value: Any) -> Selector:
    """Absent, it selects everything, unlike elsewhere."""
    return EVERYTHING if value is None else label_selector(value)
