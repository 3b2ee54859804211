"""Policies as one reads them in the documentation, for comparison: one pair, one protocol and one port at a time."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any, NamedTuple


class Probe(NamedTuple):
    """A connection: the ends are pods, or an address outside of the cluster."""

    source: Any
    destination: Any
    protocol: str
    port: int


class Question(NamedTuple):
    """May the subject of policies, in a direction, have to do with the other end?"""

    direction: str
    side: str
    subject: Any
    other: Any
    probe: Probe


def allowed(objects: list[Any], probe: Probe) -> bool:
    source, destination = probe.source, probe.destination
    return all(
        isinstance(question.subject, str) or on_host(question.subject) or says(objects, question)
        for question in (
            Question("egress", "to", source, destination, probe),
            Question("ingress", "from", destination, source, probe),
        )
    )


def says(objects: list[Any], question: Question) -> bool:
    """Whether the policies that select the subject let a connection through."""
    verdicts = (
        first(objects, "Admin", question),
        added_up(objects, question),
        first(objects, "Baseline", question),
    )
    return next((verdict == "Accept" for verdict in verdicts if verdict != "Pass"), True)


def first(objects: list[Any], tier: str, question: Question) -> str:
    found = [one for one in objects if one["kind"] == "ClusterNetworkPolicy" and one["spec"]["tier"] == tier]
    for policy in sorted(found, key=lambda one: int(one["spec"]["priority"])):
        spec = policy["spec"]
        if not is_pod(objects, spec["subject"], question.subject):
            continue
        for rule in spec.get(question.direction, ()):
            met = any(meets(objects, peer, question.other) for peer in rule[question.side])
            if met and on_ports(rule, question.probe):
                return str(rule["action"])
    return "Pass"


def added_up(objects: list[Any], question: Question) -> str:
    isolated = False
    home = question.subject["metadata"]["namespace"]
    for policy in objects:
        if policy["kind"] != "NetworkPolicy" or policy["metadata"]["namespace"] != home:
            continue
        spec = policy["spec"]
        types = spec.get("policyTypes") or ["Ingress"] + (["Egress"] if spec.get("egress") else [])
        if question.direction.capitalize() in types and matches(
            spec["podSelector"], labels(question.subject)
        ):
            isolated = True
            if any(is_meant(objects, home, rule, question) for rule in spec.get(question.direction, ())):
                return "Accept"
    return "Deny" if isolated else "Pass"


def is_meant(objects: list[Any], home: str, rule: Any, question: Question) -> bool:
    peers, ports = rule.get(question.side), rule.get("ports")
    met = not peers or any(is_peer(objects, home, peer, question.other) for peer in peers)
    return met and (not ports or any(is_port(port, question.probe) for port in ports))


def is_peer(objects: list[Any], home: str, peer: Any, other: Any) -> bool:
    if "ipBlock" in peer:
        address = other if isinstance(other, str) else other["status"]["podIP"]
        if not isinstance(other, str) and not on_host(other):
            return False
        block = peer["ipBlock"]
        return within(block["cidr"], address) and not any(
            within(one, address) for one in block.get("except", ())
        )
    if isinstance(other, str) or on_host(other):
        return False
    if "namespaceSelector" in peer:
        here = matches(peer["namespaceSelector"], namespace_labels(objects, other))
    else:
        here = other["metadata"]["namespace"] == home
    return here and matches(peer.get("podSelector", {}), labels(other))


def is_port(port: Any, probe: Probe) -> bool:
    wanted = port.get("port")
    if port.get("protocol", "TCP") != probe.protocol:
        return False
    if isinstance(wanted, str):
        return not isinstance(probe.destination, str) and any(
            (one["name"], one.get("protocol", "TCP"), one["containerPort"])
            == (wanted, probe.protocol, probe.port)
            for container in probe.destination["spec"]["containers"]
            for one in container["ports"]
        )
    return wanted is None or wanted <= probe.port <= port.get("endPort", wanted)


def meets(objects: list[Any], peer: Any, other: Any) -> bool:
    """Whether a peer of a ClusterNetworkPolicy is an end of a connection."""
    if "networks" in peer:
        address = other if isinstance(other, str) else other["status"]["podIP"]
        return any(within(one, address) for one in peer["networks"])
    return not isinstance(other, str) and is_pod(objects, peer, other)


def is_pod(objects: list[Any], peer: Any, other: Any) -> bool:
    pods = peer.get("pods") or {"namespaceSelector": peer["namespaces"], "podSelector": {}}
    return (
        not on_host(other)
        and matches(pods["namespaceSelector"], namespace_labels(objects, other))
        and matches(pods["podSelector"], labels(other))
    )


def on_ports(rule: Any, probe: Probe) -> bool:
    for one in rule.get("protocols", ()):
        for protocol, port in one.items():
            span = port.get("destinationPort", {"range": {"start": 1, "end": 65535}})
            start, end = span.get("number"), span.get("number")
            if "range" in span:
                start, end = span["range"]["start"], span["range"]["end"]
            if protocol.upper() == probe.protocol and start <= probe.port <= end:
                return True
    return "protocols" not in rule


def matches(selector: Any, found: Any) -> bool:
    if any(found.get(key) != value for key, value in selector.get("matchLabels", {}).items()):
        return False
    for one in selector.get("matchExpressions", ()):
        value = found.get(one["key"])
        held = {
            "In": value in one.get("values", ()),
            "NotIn": value not in one.get("values", ()),
            "Exists": value is not None,
            "DoesNotExist": value is None,
        }
        if not held[one["operator"]]:
            return False
    return True


def labels(pod: Any) -> Any:
    return pod["metadata"]["labels"]


def namespace_labels(objects: list[Any], pod: Any) -> Any:
    name = pod["metadata"]["namespace"]
    found = next(one for one in objects if one["kind"] == "Namespace" and one["metadata"]["name"] == name)
    return {**labels(found), "kubernetes.io/metadata.name": name}


def on_host(pod: Any) -> bool:
    return bool(pod["spec"]["hostNetwork"])


def within(cidr: str, address: str) -> bool:
    return ip_address(address) in ip_network(cidr, strict=False)
