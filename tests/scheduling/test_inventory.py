"""Reading inventories."""

from __future__ import annotations

import json
import os

import jsonschema
import pytest

from klint.kube.scheduling import World, place, stored
from klint.kube.scheduling.inventory import Inventory, inventory
from klint.text import Source
from klint.yaml import parse

SCHEMA = os.path.join(os.path.dirname(__file__), "..", "..", "schemas", "klint", "nodes.schema.json")


def read(text: str) -> Inventory:
    return inventory([parse(Source("nodes.yaml", text))])


def messages(text: str) -> list[str]:
    return [mistake.message for mistake in read(text).mistakes]


POOLS = """
- name: worker
  count: 3
  zones: [a, b]
  labels: {pool: general}
  taints: [dedicated=x:NoSchedule, {key: k, effect: NoExecute}]
  capacity: {cpu: 4, memory: 8Gi}
  reserved: {cpu: 200m}
- name: gpu
  capacity: {cpu: 16, memory: 64Gi}
  pods: 20
  images: [app:v1, {name: db:v1, size: 90Mi}]
  devices: [{driver: gpu.example.com, count: 2, attributes: {model: a100}, capacity: {memory: 40Gi}}]
"""


def test_pools() -> None:
    found = read(POOLS)
    assert not found.mistakes
    nodes = found.world.nodes
    assert [node["metadata"]["name"] for node in nodes] == ["worker-0", "worker-1", "worker-2", "gpu"]
    zones = [node["metadata"]["labels"].get("topology.kubernetes.io/zone") for node in nodes]
    assert zones == ["a", "b", "a", None]
    assert nodes[0]["metadata"]["labels"]["kubernetes.io/os"] == "linux"
    assert nodes[0]["spec"]["taints"][0] == {"key": "dedicated", "value": "x", "effect": "NoSchedule"}
    assert nodes[0]["status"]["allocatable"]["cpu"] == "3800000000n"
    assert nodes[0]["status"]["allocatable"]["pods"] == 110
    assert nodes[3]["status"]["images"][1] == {"names": ["db:v1"], "sizeBytes": 90 * 2**20}
    assert len(found.world.resource_slices[0]["spec"]["devices"]) == 2
    assert found.places["worker-1"].source.position(found.places["worker-1"].span.start).line == 1


def test_devices_of_pools_can_be_claimed() -> None:
    claim = {
        "metadata": {"name": "one", "namespace": "default"},
        "spec": {"devices": {"requests": [{"name": "r", "exactly": {"deviceClassName": "gpu"}}]}},
    }
    cel = {"cel": {"expression": 'device.attributes["gpu.example.com"].model == "a100"'}}
    spec = {"containers": [], "resourceClaims": [{"name": "r", "resourceClaimName": "one"}]}
    world = World(
        nodes=read(POOLS).world.nodes,
        resource_slices=read(POOLS).world.resource_slices,
        device_classes=[{"metadata": {"name": "gpu"}, "spec": {"selectors": [cel]}}],
        resource_claims=[claim],
        pods=[{"metadata": {"name": "p"}, "spec": spec}],
    )
    assert [verdict.node for verdict in place(stored(world)).verdicts] == ["gpu"]


def test_pools_under_a_key_and_dumps() -> None:
    indented = POOLS.replace("\n", "\n  ")
    assert len(read(f"nodes:\n{indented}").world.nodes) == 4
    node = {"metadata": {"name": "n"}, "status": {"capacity": {"cpu": "2", "memory": "4Gi", "pods": "110"}}}
    for listed in ({"kind": "NodeList", "apiVersion": "v1"}, {"kind": "List", "apiVersion": "v1"}):
        item = {"kind": "Node", "apiVersion": "v1", **node} if listed["kind"] == "List" else node
        found = read(json.dumps({**listed, "items": [item]}))
        assert not found.mistakes
        assert [one["metadata"]["name"] for one in found.world.nodes] == ["n"]


def test_machines_that_say_what_they_have() -> None:
    text = """
apiVersion: cluster.x-k8s.io/v1beta1
kind: MachineDeployment
metadata:
  name: md
  annotations:
    capacity.cluster-autoscaler.kubernetes.io/cpu: "8"
    capacity.cluster-autoscaler.kubernetes.io/memory: 16Gi
    capacity.cluster-autoscaler.kubernetes.io/maxPods: "50"
    capacity.cluster-autoscaler.kubernetes.io/taints: a=b:NoSchedule
spec: {replicas: 2}
"""
    nodes = read(text).world.nodes
    assert [node["metadata"]["name"] for node in nodes] == ["md-0", "md-1"]
    assert nodes[0]["status"]["allocatable"] == {"pods": "50", "cpu": "8", "memory": "16Gi"}
    assert "annotate it" in messages(text.replace("/cpu", "/cqu"))[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {name: w, capacity: {cpu: 1, memory: 1Gi}, cuont: 3}", "a pool of nodes has no field 'cuont'"),
        ("- {name: w}", "pool w does not say the capacity of its nodes"),
        ("- {capacity: {cpu: 1, memory: 1Gi}}", "a pool of nodes has no name"),
        ("- {name: w, capacity: {cpu: 1}}", "pool w has no memory in its capacity"),
        ("- {name: w, capacity: {cpu: 1, memory: 1GB}}", "'1GB' of pool w is no quantity"),
        (
            "- {name: w, capacity: {cpu: 1, memory: 1Gi}, taints: [x]}",
            "a taint of pool w is not written as key=value:Effect",
        ),
        (
            "- {name: w, capacity: {cpu: 1, memory: 1Gi}}\n- {name: w, capacity: {cpu: 1, memory: 1Gi}}",
            "node w is there twice",
        ),
        ("[1]", "this is neither an API object nor a pool of nodes"),
        (
            "{kind: Node, apiVersion: v1, metadata: {name: one}, status: {capacity: {cpu: 1, memory: 1Gi}}}",
            "node one has no pods to give: it takes no pod at all",
        ),
    ],
)
def test_mistakes(text: str, message: str) -> None:
    assert message in messages(text)


def test_the_schema_of_pools_knows_what_is_read() -> None:
    with open(SCHEMA, encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    assert validator.is_valid(parse(Source("nodes.yaml", POOLS)).documents[0].value)
    assert not validator.is_valid([{"name": "w", "capacity": {}, "cuont": 3}])
