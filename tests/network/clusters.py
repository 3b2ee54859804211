"""Clusters for tests: short ways to write them, and generated ones."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from klint.cluster import Cluster
from klint.manifest import outline, resources
from klint.text import Source
from klint.yaml import parse


def read(text: str) -> Cluster:
    stream = parse(Source("manifests.yaml", text))
    return Cluster(resources(stream, outline(stream, "manifests.yaml")))


def cluster(*objects: Any) -> Cluster:
    return read("\n---\n".join(map(json.dumps, objects)))


def namespace(name: str, **labels: str) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}


def pod(name: str, home: str = "a", ports: Any = (), **more: Any) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": home, "labels": more.pop("labels", {})},
        "spec": {"containers": [{"name": "main", "ports": list(ports)}], **more},
    }


def policy(name: str, home: str = "a", **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "namespace": home},
        "spec": spec,
    }


def tiered(name: str, tier: str, priority: int, **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "policy.networking.k8s.io/v1alpha2",
        "kind": "ClusterNetworkPolicy",
        "metadata": {"name": name},
        "spec": {"tier": tier, "priority": priority, **spec},
    }


PORTS = (1, 52, 53, 80, 81, 8080, 65535)
ADDRESSES = ("9.255.255.255", "10.0.0.1", "10.1.2.3", "10.2.0.0", "fd00::1", "fe80::1")
NAMES = ("http", "dns")

_LABELS = st.fixed_dictionaries({}, optional={"app": st.sampled_from("xy"), "tier": st.sampled_from("fb")})
_SELECTORS = st.one_of(
    st.just({}),
    st.builds(lambda labels: {"matchLabels": labels}, _LABELS),
    st.builds(
        lambda key, operator: {
            "matchExpressions": [
                {
                    "key": key,
                    "operator": operator,
                    **({"values": ["x"]} if operator in ("In", "NotIn") else {}),
                }
            ]
        },
        st.sampled_from(("app", "tier", "team")),
        st.sampled_from(("In", "NotIn", "Exists", "DoesNotExist")),
    ),
)
_PEERS = st.one_of(
    st.builds(lambda one: {"podSelector": one}, _SELECTORS),
    st.builds(lambda one: {"namespaceSelector": one}, _SELECTORS),
    st.builds(lambda one, other: {"namespaceSelector": one, "podSelector": other}, _SELECTORS, _SELECTORS),
    st.sampled_from(
        [
            {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16", "10.1.2.3/32"]}},
            {"ipBlock": {"cidr": "10.1.2.3/16"}},
            {"ipBlock": {"cidr": "10.1.2.3/32"}},
            {"ipBlock": {"cidr": "fd00::/8"}},
        ]
    ),
)
_POLICY_PORTS = st.fixed_dictionaries(
    {}, optional={"protocol": st.sampled_from(("TCP", "UDP")), "port": st.sampled_from((53, 80, *NAMES))}
) | st.just({"port": 53, "endPort": 80})


def _rules(side: str) -> st.SearchStrategy[list[Any]]:
    rule = st.fixed_dictionaries(
        {}, optional={side: st.lists(_PEERS, max_size=2), "ports": st.lists(_POLICY_PORTS, max_size=2)}
    )
    return st.lists(rule, max_size=2)


_NAMESPACED = st.fixed_dictionaries(
    {"podSelector": _SELECTORS},
    optional={
        "ingress": _rules("from"),
        "egress": _rules("to"),
        "policyTypes": st.sampled_from([["Ingress"], ["Egress"], ["Ingress", "Egress"], []]),
    },
)
_IN_CLUSTER = st.one_of(
    st.builds(lambda one: {"namespaces": one}, _SELECTORS),
    st.builds(
        lambda one, other: {"pods": {"namespaceSelector": one, "podSelector": other}}, _SELECTORS, _SELECTORS
    ),
)
_NETWORKS = st.sampled_from(({"networks": ["10.0.0.0/8"]}, {"networks": ["10.1.0.0/16", "fd00::/8"]}))
_PROTOCOLS = st.sampled_from(
    (
        {"tcp": {"destinationPort": {"number": 80}}},
        {"udp": {"destinationPort": {"range": {"start": 53, "end": 80}}}},
        {"sctp": {"destinationPort": {"range": {"start": 1, "end": 65535}}}},
    )
)


def _tiered_rules(side: str, peers: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    rule = st.fixed_dictionaries(
        {
            "action": st.sampled_from(("Accept", "Deny", "Pass")),
            side: st.lists(peers, min_size=1, max_size=2),
        },
        optional={"protocols": st.lists(_PROTOCOLS, min_size=1, max_size=2)},
    )
    return st.lists(rule, max_size=3)


_TIERED = st.fixed_dictionaries(
    {"tier": st.sampled_from(("Admin", "Baseline")), "subject": _IN_CLUSTER},
    optional={
        "ingress": _tiered_rules("from", _IN_CLUSTER),
        "egress": _tiered_rules("to", _IN_CLUSTER | _NETWORKS),
    },
)


@st.composite
def objects(draw: st.DrawFn) -> list[Any]:
    """Two namespaces with four pods, one of which uses its node's network, and policies of both kinds."""
    found = [namespace("a", team=draw(st.sampled_from("xy"))), namespace("b")]
    for index in range(4):
        port = draw(st.sampled_from(((), ({"name": "http", "containerPort": 80},))))
        named = draw(st.sampled_from(((), ({"name": "dns", "containerPort": 53, "protocol": "UDP"},))))
        made = pod(f"pod-{index}", draw(st.sampled_from("ab")), (*port, *named), labels=draw(_LABELS))
        made["spec"]["hostNetwork"] = index == 3
        made["status"] = {"podIP": draw(st.sampled_from(("10.1.2.3", "10.2.0.0", "fd00::1")))}
        found.append(made)
    for index, spec in enumerate(draw(st.lists(_NAMESPACED, max_size=4))):
        found.append(policy(f"policy-{index}", draw(st.sampled_from("ab")), **spec))
    for index, spec in enumerate(draw(st.lists(_TIERED, max_size=3))):
        rest: Any = dict(spec)
        found.append(tiered(f"tiered-{index}", rest.pop("tier"), index, **rest))
    return draw(st.permutations(found))
