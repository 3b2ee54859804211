"""Policies that the API server refuses."""

from __future__ import annotations

from typing import Any

import pytest

from klint.kube.network.refusals import of_network_policy
from klint.kube.network.tier_refusals import of_tiered_policy

ANYWHERE: Any = {"namespaces": {}}


def ingress(**rule: Any) -> dict[str, Any]:
    return {"podSelector": {}, "ingress": [rule]}


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"podSelector": {}, "policyTypes": ["Ingress", "Egress", "Ingress"]}, "spec.policyTypes Invalid"),
        ({"podSelector": {}, "policyTypes": ["ingress"]}, "spec.policyTypes[0] NotSupported"),
        ({"podSelector": {"matchLabels": {"a b": "c"}}}, "spec.podSelector.matchLabels Invalid"),
        ({"podSelector": {"matchLabels": {"a": "b c"}}}, "spec.podSelector.matchLabels Invalid"),
        (
            {"podSelector": {"matchExpressions": [{"key": "", "operator": "Exists"}]}},
            "spec.podSelector.matchExpressions[0].key Invalid",
        ),
        (ingress(ports=[{"port": 80, "endPort": 79}]), "spec.ingress[0].ports[0].endPort Invalid"),
        (ingress(ports=[{"port": "80"}]), "spec.ingress[0].ports[0].port Invalid"),
        (ingress(**{"from": [{}]}), "spec.ingress[0].from[0] Required"),
        (
            ingress(**{"from": [{"podSelector": {}, "ipBlock": {"cidr": "10.0.0.0/8"}}]}),
            "spec.ingress[0].from[0] Forbidden",
        ),
        (
            ingress(**{"from": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["x"]}}]}),
            "spec.ingress[0].from[0].ipBlock.except[0] Invalid",
        ),
        (ingress(**{"from": None, "ports": None}), ""),
        ({}, ""),
    ],
)
def test_network_policies(spec: Any, expected: str) -> None:
    assert "\n".join(" ".join(one) for one in of_network_policy({"spec": spec})) == expected


def tiered(**changes: Any) -> dict[str, Any]:
    rule: Any = {"action": "Accept", "to": [ANYWHERE], **changes.pop("rule", {})}
    spec = {"tier": "Admin", "priority": 1, "subject": ANYWHERE, "egress": [rule], **changes}
    return {"kind": "ClusterNetworkPolicy", "spec": spec}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (tiered(), ""),
        (tiered(priority=None), "spec.priority Required"),
        (tiered(priority=1001), "spec.priority Invalid"),
        (tiered(tier="Middle"), "spec.tier NotSupported"),
        (tiered(subject={}), "spec.subject Required"),
        (tiered(subject={**ANYWHERE, "pods": {"podSelector": {}}}), "spec.subject TooMany"),
        (tiered(subject={"pods": {}}), "spec.subject.pods.podSelector Required"),
        (tiered(rule={"action": "Allow"}), "spec.egress[0].action NotSupported"),
        (tiered(rule={"to": []}), "spec.egress[0].to Invalid"),
        (tiered(rule={"to": [ANYWHERE] * 26}), "spec.egress[0].to TooMany"),
        (tiered(rule={"to": [{"networks": ["10.0.0.0"]}]}), "spec.egress[0].to[0].networks[0] Invalid"),
        (tiered(rule={"protocols": [{"tcp": {}}]}), "spec.egress[0].protocols[0].tcp Invalid"),
        (
            tiered(rule={"protocols": [{"tcp": {"destinationPort": {"range": {"start": 9}}}}]}),
            "spec.egress[0].protocols[0].tcp.destinationPort.range.end Required",
        ),
        (
            tiered(rule={"to": [{"nodes": {}}], "protocols": [{"destinationNamedPort": "http"}]}),
            "spec.egress[0] Invalid",
        ),
        (tiered(egress=[{"action": "Pass", "to": [ANYWHERE]}] * 26), "spec.egress TooMany"),
    ],
)
def test_tiered_policies(value: Any, expected: str) -> None:
    assert "\n".join(" ".join(one) for one in of_tiered_policy(value)) == expected
