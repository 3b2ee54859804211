"""Policies of the cluster's administrator, which stand before and behind NetworkPolicy.

ClusterNetworkPolicy of policy.networking.k8s.io/v1alpha2, and AdminNetworkPolicy and BaselineAdminNetworkPolicy of
v1alpha1, whose place it takes (sigs.k8s.io/network-policy-api 0.1 and 0.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.network import addresses
from klint.kube.network.intervals import union
from klint.kube.network.policy import ADMIN, BASELINE, Block, Nodes, Pods, Policy, Ports, Rule, Unseen
from klint.kube.network.ports import EVERY_PORT, NO_PORTS, PortSet
from klint.kube.network.values import items, mapping, text
from klint.kube.selectors import EVERYTHING, NOTHING, label_selector

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klint.kube.network.intervals import Intervals
    from klint.kube.network.policy import Action, Peer
    from klint.manifest import Resource

GROUP = "policy.networking.k8s.io"
_NAMES = "domainNames"  # known, but whose addresses nobody can tell offline
_TIERS = {"AdminNetworkPolicy": ADMIN, "BaselineAdminNetworkPolicy": BASELINE}
_ACTIONS: Mapping[Any, Action] = {"Accept": "Accept", "Allow": "Accept", "Deny": "Deny", "Pass": "Pass"}


def tiered_policy(value: Mapping[str, Any], resource: Resource | None = None) -> Policy:
    """Read a policy of any of the three kinds, one that the API server takes."""
    spec = mapping(value.get("spec"))
    written = BASELINE if spec.get("tier") == "Baseline" else ADMIN
    priority = spec.get("priority")
    subject = _pods(mapping(spec.get("subject")))
    return Policy(
        text(mapping(value.get("metadata")).get("name")),
        "",
        _TIERS.get(text(value.get("kind")), written),
        priority if isinstance(priority, int) else 0,
        subject or Pods(NOTHING, NOTHING),
        _rules(spec.get("ingress"), "from"),
        _rules(spec.get("egress"), "to"),
        resource,
    )


def _rules(value: Any, side: str) -> tuple[Rule, ...]:
    rules = enumerate(map(mapping, items(value)))
    return tuple(_rule(one, side, place) for place, one in rules if one.get("action") in _ACTIONS)


def _rule(value: Mapping[str, Any], side: str, place: int) -> Rule:
    """A rule with a peer that nobody knows fails closed: it allows nothing, or denies everything."""
    action = _ACTIONS[value["action"]]
    peers = tuple(_peer(mapping(peer)) for peer in items(value.get(side)))
    if any(isinstance(peer, Unseen) and peer.field != _NAMES for peer in peers):
        return Rule(action, (), Ports(), place) if action == "Accept" else Rule("Deny", None, Ports(), place)
    return Rule(action, peers, _ports(value), place)


def _peer(value: Mapping[str, Any]) -> Peer:
    if isinstance(value.get("networks"), list):
        found = map(addresses.network, map(text, value["networks"]))
        return Block(union(network for network in found if network), inside=True)
    if value.get("nodes") is not None:
        return Nodes(label_selector(value["nodes"]))
    return _pods(value) or Unseen(next(iter(value), ""))


def _pods(value: Mapping[str, Any]) -> Pods | None:
    if value.get("namespaces") is not None:
        return Pods(label_selector(value["namespaces"]), EVERYTHING)
    if value.get("pods") is not None:
        pods = mapping(value["pods"])
        namespaces = pods.get("namespaceSelector")
        everywhere = EVERYTHING if namespaces is None else label_selector(namespaces)
        return Pods(everywhere, label_selector(pods.get("podSelector")))
    return None


def _ports(rule: Mapping[str, Any]) -> Ports:
    newer, older = items(rule.get("protocols")), items(rule.get("ports"))
    if newer:
        return _together([_protocol(mapping(one)) for one in newer])
    return _together([_port(mapping(one)) for one in older]) if older else Ports()


def _protocol(value: Mapping[str, Any]) -> Ports:
    """One of v1alpha2's `protocols`."""
    name = text(value.get("destinationNamedPort"))
    numbers = NO_PORTS
    for key in ("tcp", "udp", "sctp"):
        if value.get(key) is not None:
            port = mapping(mapping(value[key]).get("destinationPort"))
            numbers |= PortSet.of(key.upper(), _interval(port.get("number"), mapping(port.get("range"))))
    return Ports(numbers, (("", name),) if name else ())


def _port(value: Mapping[str, Any]) -> Ports:
    """One of v1alpha1's `ports`."""
    name, number, span = (value.get(key) for key in ("namedPort", "portNumber", "portRange"))
    if text(name):
        return Ports(NO_PORTS, (("", text(name)),))
    written = mapping(number if number is not None else span)
    ports = _interval(written.get("port"), written)
    return Ports(PortSet.of(text(written.get("protocol")) or "TCP", ports))


def _interval(number: Any, span: Mapping[str, Any]) -> Intervals:
    """A number, a range, or every port where neither is written."""
    start, end = (number, number) if number is not None else (span.get("start"), span.get("end"))
    if start is None and end is None:
        return EVERY_PORT
    return ((start, end),) if isinstance(start, int) and isinstance(end, int) else ()


def _together(parts: Sequence[Ports]) -> Ports:
    numbers = NO_PORTS
    for part in parts:
        numbers |= part.numbers
    return Ports(numbers, tuple(name for part in parts for name in part.names))
