"""Policies of the administrator's tiers that the API server refuses.

What the schemas of ClusterNetworkPolicy (v1alpha2) and of the older kinds (v1alpha1) say, so far as the policy
could not be told otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.network.addresses import network
from klint.kube.network.refusals import Refusal, is_port, of_selector
from klint.kube.network.values import items, mapping, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_MOST = 25  # rules of a direction, peers of a rule, networks of a peer, protocols of a rule
_MOST_BEFORE = 100  # the same in v1alpha1
_HIGHEST = 1000


def of_tiered_policy(value: Mapping[str, Any]) -> Iterator[Refusal]:
    spec, kind = mapping(value.get("spec")), value.get("kind")
    if kind == "ClusterNetworkPolicy":
        yield from _one_of(spec.get("tier"), {"Admin", "Baseline"}, "spec.tier")
    if kind != "BaselineAdminNetworkPolicy":
        yield from _priority(spec.get("priority"))
    yield from _subject(mapping(spec.get("subject")))
    actions = {"Deny", "Accept" if kind == "ClusterNetworkPolicy" else "Allow"}
    if kind != "BaselineAdminNetworkPolicy":
        actions.add("Pass")
    most = _MOST if kind == "ClusterNetworkPolicy" else _MOST_BEFORE
    for direction, side in (("ingress", "from"), ("egress", "to")):
        rules = items(spec.get(direction))
        if len(rules) > most:
            yield Refusal(f"spec.{direction}", "TooMany")
        for index, rule in enumerate(map(mapping, rules)):
            at = f"spec.{direction}[{index}]"
            yield from _one_of(rule.get("action"), actions, f"{at}.action")
            yield from _listed(rule.get(side), most, f"{at}.{side}")
            yield from _rule(rule, side, at, most)


def _priority(value: Any) -> Iterator[Refusal]:
    if value is None:
        yield Refusal("spec.priority", "Required")
    elif type(value) is not int or not 0 <= value <= _HIGHEST:
        yield Refusal("spec.priority", "Invalid")


def _subject(value: Mapping[str, Any]) -> Iterator[Refusal]:
    if not value:
        yield Refusal("spec.subject", "Required")
    elif len(value) > 1:
        yield Refusal("spec.subject", "TooMany")
    yield from _selectors(value, "spec.subject")


def _rule(rule: Mapping[str, Any], side: str, at: str, most: int) -> Iterator[Refusal]:
    peers = list(map(mapping, items(rule.get(side))))
    for index, peer in enumerate(peers):
        yield from _peer(peer, f"{at}.{side}[{index}]", most)
    protocols = rule.get("protocols")
    if protocols is not None:
        yield from _listed(protocols, most, f"{at}.protocols")
    named = any("destinationNamedPort" in mapping(one) for one in items(protocols))
    if named and any(key in peer for peer in peers for key in ("networks", "nodes", "domainNames")):
        yield Refusal(at, "Invalid")
    if rule.get("action") not in ("Accept", "Allow") and any("domainNames" in peer for peer in peers):
        yield Refusal(at, "Invalid")
    for index, one in enumerate(map(mapping, items(protocols))):
        yield from _protocol(one, f"{at}.protocols[{index}]")


def _peer(value: Mapping[str, Any], at: str, most: int) -> Iterator[Refusal]:
    if len(value) > 1:
        yield Refusal(at, "TooMany")
    elif not value:
        yield Refusal(at, "Invalid")
    yield from _selectors(value, at)
    if value.get("nodes") is not None:
        yield from of_selector(value["nodes"], f"{at}.nodes")
    if "networks" in value:
        yield from _listed(value["networks"], most, f"{at}.networks")
        for index, one in enumerate(items(value["networks"])):
            if network(text(one)) is None:
                yield Refusal(f"{at}.networks[{index}]", "Invalid")


def _selectors(value: Mapping[str, Any], at: str) -> Iterator[Refusal]:
    yield from of_selector(value.get("namespaces"), f"{at}.namespaces")
    pods = mapping(value.get("pods"))
    if "pods" in value and "podSelector" not in pods:
        yield Refusal(f"{at}.pods.podSelector", "Required")
    for key in ("namespaceSelector", "podSelector"):
        yield from of_selector(pods.get(key), f"{at}.pods.{key}")


def _protocol(value: Mapping[str, Any], at: str) -> Iterator[Refusal]:
    if len(value) > 1:
        yield Refusal(at, "TooMany")
    elif not value:
        yield Refusal(at, "Invalid")
    for key in ("tcp", "udp", "sctp"):
        if key in value and not value[key]:
            yield Refusal(f"{at}.{key}", "Invalid")
        port = mapping(mapping(value.get(key)).get("destinationPort"))
        here = f"{at}.{key}.destinationPort"
        if len(port) > 1:
            yield Refusal(here, "TooMany")
        elif "destinationPort" in mapping(value.get(key)) and not port:
            yield Refusal(here, "Invalid")
        if "number" in port and not is_port(port["number"]):
            yield Refusal(f"{here}.number", "Invalid")
        if "range" in port:
            yield from _range(mapping(port["range"]), f"{here}.range")


def _range(value: Mapping[str, Any], at: str) -> Iterator[Refusal]:
    start, end = value.get("start"), value.get("end")
    wrong = [key for key in ("start", "end") if not is_port(value.get(key))]
    for key in wrong:
        yield Refusal(f"{at}.{key}", "Invalid" if key in value else "Required")
    if not wrong and not (isinstance(start, int) and isinstance(end, int) and start < end):
        yield Refusal(at, "Invalid")


def _one_of(value: Any, allowed: Collection[str], at: str) -> Iterator[Refusal]:
    if value is None:
        yield Refusal(at, "Required")
    elif value not in allowed:
        yield Refusal(at, "NotSupported")


def _listed(value: Any, most: int, at: str) -> Iterator[Refusal]:
    if value is None:
        yield Refusal(at, "Required")
    elif not items(value):
        yield Refusal(at, "Invalid")
    elif len(value) > most:
        yield Refusal(at, "TooMany")
