"""Recorded connectivity of generated clusters, in families.

KLINT_CONFORMANCE may name a folder of the same layout with more cases.
"""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from klint.cluster import Cluster
from klint.kube.network import Connectivity, addresses, services
from klint.kube.network.kinds import refusals
from klint.manifest import outline, resources
from klint.release import Release
from klint.text import Source
from klint.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.cluster import Pod
    from klint.manifest import Resource

HERE = os.environ.get("KLINT_CONFORMANCE") or os.path.dirname(os.path.abspath(__file__))
FAMILIES = (
    "basic",
    "cnp",
    "host_network",
    "hostile",
    "ipblock",
    "named_ports",
    "namespaces",
    "policy_types",
    "ports",
    "services",
    "workloads",
)


def cases(family: str) -> Iterator[dict[str, Any]]:
    with gzip.open(os.path.join(HERE, "network", f"{family}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def cluster(objects: list[Any]) -> Cluster:
    found: list[Resource] = []
    for index, value in enumerate(objects):
        path = f"{index}.json"
        stream = parse(Source(path, json.dumps(value)))
        found += resources(stream, outline(stream, path))
    return Cluster(found, Release(1, 34))


def name(pod: Pod) -> str:
    return identity(pod.owner, pod.namespace)


def identity(resource: Resource, namespace: str) -> str:
    return f"{namespace}/{resource.kind}/{resource.name}"


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """What klint says, in the form of the records."""
    world = cluster(case["objects"])
    connectivity = Connectivity(world)
    found = {
        "workloads": sorted(name(pod) for pod in world.pods()),
        "allowed": sorted(allowed(connectivity)),
        "isolated": {
            name(pod): [one.capitalize() for one in connectivity.isolated(pod)]
            for pod in world.pods()
            if connectivity.isolated(pod)
        },
        "cidr_dependent": sorted(dependent(world, connectivity)),
        "external": {
            "from": external(connectivity, world, "ingress"),
            "to": external(connectivity, world, "egress"),
        },
        "services": dict(of_services(world, connectivity)),
        "ingresses": dict(of_ingresses(world, connectivity, case.get("controller", ""))),
        "refused": sorted(refused(world), key=lambda one: str(one["object"])),
    }
    return {key: value for key, value in found.items() if key in case["expected"]}


def allowed(connectivity: Connectivity) -> Iterator[list[str]]:
    """The whole map, from the rows."""
    for group, row in zip(connectivity.groups, connectivity.rows(), strict=True):
        for ports, mask in row.items():
            for source in group.pods:
                for place, other in enumerate(connectivity.groups):
                    if mask >> place & 1:
                        for destination in other.pods:
                            if destination is not source:
                                yield [name(source), name(destination), str(ports)]


def pairs(connectivity: Connectivity) -> dict[tuple[str, str], str]:
    return {(source, destination): ports for source, destination, ports in allowed(connectivity)}


def dependent(world: Cluster, strict: Connectivity) -> Iterator[list[str]]:
    before, after = pairs(strict), pairs(Connectivity(world, loose=True))
    for pair, ports in after.items():
        if before.get(pair) != ports:
            yield list(pair)


def external(connectivity: Connectivity, world: Cluster, direction: Any) -> dict[str, Any]:
    found = {}
    for pod in world.pods():
        rows = [
            [f"{addresses.text(first)}-{addresses.text(last)}", str(ports)]
            for (first, last), ports in connectivity.outside(direction, pod)
        ]
        if rows:
            found[name(pod)] = rows
    return found


def of_services(world: Cluster, connectivity: Connectivity) -> Iterator[tuple[str, Any]]:
    for service in world.of("Service"):
        rows = []
        for port in services.ports(connectivity, service):
            targets = sorted([name(target.pod), target.port] for target in port.targets)
            clients = sorted(map(name, services.clients(connectivity, port)))
            rows.append(
                {"port": port.number, "protocol": port.protocol, "targets": targets, "clients": clients}
            )
        yield identity(service, service.namespace or "default"), rows


def of_ingresses(
    world: Cluster, connectivity: Connectivity, controller: str
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    here = next((pod for pod in world.pods() if name(pod) == controller), None)
    for ingress in world.of("Ingress"):
        rows = []
        for backend in services.backends(connectivity, ingress):
            row: dict[str, Any] = {
                "host": backend.host,
                "path": backend.path,
                "service": backend.service,
                "targets": sorted(
                    [name(target.pod), target.port, reached(connectivity, here, target)]
                    for target in backend.targets
                ),
            }
            rows.append(row | ({"problem": backend.problem} if backend.problem else {}))
        yield identity(ingress, ingress.namespace or "default"), rows


def reached(connectivity: Connectivity, controller: Pod | None, target: services.Target) -> str:
    assert controller is not None
    if controller is target.pod or connectivity.allowed(controller, target.pod).has("TCP", target.port):
        return "reachable"
    return "blocked"


def refused(world: Cluster) -> Iterator[dict[str, Any]]:
    for resource in world.resources:
        errors = refusals(resource)
        if errors:
            where = (resource.namespace or "default") if resource.kind == "NetworkPolicy" else "-"
            fields = sorted(({"field": one.field, "type": one.type} for one in errors), key=str)
            yield {"object": identity(resource, where), "errors": fields}


def in_order(expected: dict[str, Any]) -> dict[str, Any]:
    """The parts of a record whose order means nothing, sorted as those of an answer."""
    expected["allowed"].sort()
    for key in ("from", "to"):
        if "external" in expected:
            expected["external"].setdefault(key, {})
    for rows in (*expected.get("services", {}).values(), *expected.get("ingresses", {}).values()):
        for row in rows:
            row["targets"].sort()
            row.get("clients", []).sort()
    for one in expected.get("refused", []):
        one["errors"].sort(key=str)
    return expected


@pytest.mark.parametrize("family", FAMILIES)
def test_recorded_clusters(family: str, capsys: pytest.CaptureFixture[str]) -> None:
    seen, wrong = Counter[str](), []
    for case in cases(family):
        expected, found = in_order(case["expected"]), answer(case)
        seen["cases"] += 1
        seen["pairs"] += len(expected["allowed"])
        wrong += [(case["id"], key) for key in expected if expected[key] != found[key]]
    agreeing = seen["cases"] - len({case for case, _ in wrong})
    with capsys.disabled():
        print(f"\nnetwork/{family}: {agreeing} of {seen['cases']} clusters agree, {seen['pairs']} pairs")  # noqa: T201
    assert seen
    assert wrong == []
