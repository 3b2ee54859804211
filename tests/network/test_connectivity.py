"""Who can reach whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings

from klint.kube.network import ALL_PORTS, NO_PORTS, Connectivity, addresses, why, why_outside
from klint.kube.network.intervals import contains
from klint.kube.network.ports import PROTOCOLS
from tests.network import naive
from tests.network.clusters import ADDRESSES, PORTS, cluster, namespace, objects, pod, policy, tiered

if TYPE_CHECKING:
    from klint.cluster import Pod
    from klint.kube.network import PortSet
    from klint.kube.network.policy import Direction


@settings(max_examples=150, deadline=None)
@given(objects())
def test_as_a_naive_reading(found: list[Any]) -> None:
    connectivity = Connectivity(cluster(*found))
    pods = {pod.name: pod for group in connectivity.groups for pod in group.pods}
    written = {one["metadata"]["name"]: one for one in found if one["kind"] == "Pod"}
    rows = list(connectivity.rows())
    for source in pods.values():
        for destination in pods.values():
            ports = connectivity.allowed(source, destination)
            assert ports == in_row(connectivity, rows, source, destination)
            assert ports == why(connectivity, source, destination).ports
            ends = written[source.name], written[destination.name]
            agrees(found, ends, ports)
        for address in ADDRESSES:
            agrees(found, (written[source.name], address), outside(connectivity, "egress", source, address))
            agrees(found, (address, written[source.name]), outside(connectivity, "ingress", source, address))


def agrees(found: list[Any], ends: tuple[Any, Any], ports: PortSet) -> None:
    for protocol in PROTOCOLS:
        for port in PORTS:
            probe = naive.Probe(*ends, protocol, port)
            assert ports.has(protocol, port) == naive.allowed(found, probe), probe


def in_row(connectivity: Connectivity, rows: list[Any], source: Pod, destination: Pod) -> PortSet:
    row, bit = rows[connectivity.place(source)], connectivity.place(destination)
    return next((ports for ports, mask in row.items() if mask >> bit & 1), NO_PORTS)


def outside(connectivity: Connectivity, direction: Direction, here: Pod, text: str) -> PortSet:
    number = addresses.address(text)
    assert number is not None
    ranges = connectivity.outside(direction, here)
    found = next((ports for span, ports in ranges if contains((span,), number)), NO_PORTS)
    assert found == why_outside(connectivity, direction, here, number).ports
    return found


def ends(connectivity: Connectivity, *names: str) -> list[Pod]:
    found = {one.name: one for group in connectivity.groups for one in group.pods}
    return [found[name] for name in names]


def test_what_no_policy_looks_at_makes_no_group() -> None:
    pods = [pod(f"p{index}", labels={"app": "x", "n": str(index)}) for index in range(50)]
    isolated = policy("p", podSelector={"matchLabels": {"app": "x"}})
    assert len(Connectivity(cluster(*pods, isolated)).groups) == 1
    by_number = policy("q", podSelector={"matchExpressions": [{"key": "n", "operator": "Exists"}]})
    assert len(Connectivity(cluster(*pods, by_number)).groups) == 50


def test_the_rule_that_decides() -> None:
    rules = [{"from": [{"podSelector": {"matchLabels": {"app": "y"}}}]}, {"ports": [{"port": 80}]}]
    connectivity = Connectivity(
        cluster(
            pod("x", labels={"app": "x"}),
            pod("y", labels={"app": "y"}),
            policy("closed", podSelector={"matchLabels": {"app": "y"}}),
            policy("half", podSelector={"matchLabels": {"app": "y"}}, ingress=rules),
        )
    )
    reason = why(connectivity, *ends(connectivity, "x", "y"))
    assert str(reason.ports) == "TCP:80"
    assert reason.egress == ("egress", ALL_PORTS, [], [])
    assert [one.name for one in reason.ingress.isolating] == ["closed", "half"]
    assert [(step.policy.name, step.rule.place, str(step.ports)) for step in reason.ingress.steps] == [
        ("half", 1, "TCP:80")
    ]
    node = reason.ingress.steps[0].node
    assert node is not None
    assert node.path[-2:] == ("ingress", 1)


def test_a_denial_of_the_administrator() -> None:
    everywhere: Any = {"namespaces": {}}
    connectivity = Connectivity(
        cluster(
            namespace("a"),
            pod("x"),
            pod("y"),
            tiered(
                "second",
                "Admin",
                2,
                subject=everywhere,
                ingress=[{"action": "Deny", "from": [everywhere]}],
            ),
            tiered(
                "first",
                "Admin",
                1,
                subject=everywhere,
                ingress=[
                    {
                        "action": "Pass",
                        "from": [everywhere],
                        "protocols": [{"tcp": {"destinationPort": {"number": 80}}}],
                    }
                ],
            ),
        )
    )
    reason = why(connectivity, *ends(connectivity, "x", "y"))
    assert str(reason.ports) == "TCP:80"
    assert [(step.policy.name, step.rule.action) for step in reason.ingress.steps] == [
        ("first", "Pass"),
        ("second", "Deny"),
    ]


def test_the_older_administrators_policies() -> None:
    everywhere: Any = {"namespaces": {}}
    older: Any = {
        "apiVersion": "policy.networking.k8s.io/v1alpha1",
        "kind": "AdminNetworkPolicy",
        "metadata": {"name": "older"},
        "spec": {
            "priority": 5,
            "subject": everywhere,
            "egress": [
                {
                    "action": "Allow",
                    "to": [everywhere],
                    "ports": [
                        {"portNumber": {"protocol": "UDP", "port": 53}},
                        {"portRange": {"protocol": "TCP", "start": 80, "end": 90}},
                        {"namedPort": "http"},
                    ],
                }
            ],
        },
    }
    baseline: Any = {
        "apiVersion": "policy.networking.k8s.io/v1alpha1",
        "kind": "BaselineAdminNetworkPolicy",
        "metadata": {"name": "default"},
        "spec": {"subject": everywhere, "egress": [{"action": "Deny", "to": [everywhere]}]},
    }
    serving = pod("y", ports=[{"name": "http", "containerPort": 8080}])
    connectivity = Connectivity(cluster(pod("x"), serving, older, baseline))
    assert str(connectivity.allowed(*ends(connectivity, "x", "y"))) == "TCP:80-90,8080;UDP:53"


def test_a_rule_that_nobody_understands_fails_closed() -> None:
    def policy_of(action: str) -> Any:
        peers: Any = [{"namespaces": {}}, {"planets": ["mars"]}]
        return tiered(
            "p", "Admin", 1, subject={"namespaces": {}}, ingress=[{"action": action, "from": peers}]
        )

    for action, ports in (("Accept", ALL_PORTS), ("Deny", NO_PORTS), ("Pass", NO_PORTS)):
        connectivity = Connectivity(cluster(pod("x"), pod("y"), policy_of(action)))
        assert connectivity.allowed(*ends(connectivity, "x", "y")) == ports
    closed = policy("closed", podSelector={})
    connectivity = Connectivity(cluster(pod("x"), pod("y"), policy_of("Accept"), closed))
    assert connectivity.allowed(*ends(connectivity, "x", "y")) == NO_PORTS


def test_broken_objects_are_survived() -> None:
    odd: list[Any] = [
        policy("none") | {"spec": None},
        policy("text") | {"spec": "x"},
        policy("odd", podSelector=[], ingress={"from": 1}, egress=[None, {"to": [{}], "ports": "x"}]),
        tiered("odder", "Admin", 1, subject="x", ingress=[{"action": {}}]),
        pod("x", ports=[None, {"name": 1}]) | {"status": "x"},
        pod("y", hostNetwork="yes", initContainers={}),
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a", "labels": "x"}},
    ]
    connectivity = Connectivity(cluster(*odd))
    assert len(list(connectivity.rows())) == len(connectivity.groups)
