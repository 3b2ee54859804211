"""`klint schedule` as users run it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Klint

MANIFESTS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: main
          image: web:v1
          resources:
            requests:
              cpu: 600m
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: kube-system}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: main, image: agent:v1}]}
"""
NODES = """\
- name: worker
  count: 2
  capacity: {cpu: 1, memory: 2Gi}
- name: gpu
  capacity: {cpu: 8, memory: 16Gi}
  taints: ["dedicated=gpu:NoSchedule"]
"""


@pytest.fixture(autouse=True)
def files(here: Path) -> None:
    (here / "shop").mkdir()
    (here / "shop" / "web.yaml").write_text(MANIFESTS)
    (here / "nodes.yaml").write_text(NODES)


def test_where_pods_go(klint: Klint) -> None:
    run = klint("schedule", "-N", "nodes.yaml", "-f", "shop", "-k", "1.34")
    assert run.code == 1
    assert run.out == (
        "kube-system/DaemonSet/agent: 2 of 2 placed on worker-0, worker-1\n"
        "shop/Deployment/web: 2 of 3 placed on worker-0, worker-1\n"
        "  web-e81a402e-2: 0/3 nodes are available: 1 node(s) had untolerated taint {dedicated: gpu}, "
        "2 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: "
        "1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.\n"
        "    gpu: node(s) had untolerated taint {dedicated: gpu}; would help: tolerate dedicated=gpu:NoSchedule"
        "  shop/web.yaml:9\n"
        "    worker-0, worker-1: Insufficient cpu; would help: 200m less cpu  shop/web.yaml:15\n"
        "worker-0  cpu [######....]  60%  memory [..........]   0%  pods 2 of 110\n"
        "worker-1  cpu [######....]  60%  memory [..........]   0%  pods 2 of 110\n"
        "gpu       cpu [..........]   0%  memory [..........]   0%  pods 0 of 110\n"
    )


def test_all_is_well(klint: Klint, here: Path) -> None:
    (here / "nodes.yaml").write_text(NODES.replace("count: 2", "count: 3"))
    assert klint("schedule", "-N", "nodes.yaml", "-f", "shop").code == 0


def test_scores(klint: Klint) -> None:
    run = klint("schedule", "-N", "nodes.yaml", "-f", "shop", "--explain", "shop/web")
    first, better, *_ = run.out.splitlines()
    assert first == "shop/web-e81a402e-0: worker-0"
    assert better.startswith("  worker-0  ")
    assert "NodeResourcesFit" in better


def test_json(klint: Klint) -> None:
    run = klint("schedule", "-N", "nodes.yaml", "-f", "shop", "--json")
    told = json.loads(run.out)
    stuck = told["pods"][-1]
    assert stuck["status"] == "unschedulable"
    assert [one["remedy"] for one in stuck["obstacles"]] == [
        "tolerate dedicated=gpu:NoSchedule",
        "200m less cpu",
    ]
    assert stuck["obstacles"][1]["place"] == "shop/web.yaml:15"
    assert told["nodes"][0]["place"] == "nodes.yaml:1"


def test_mistakes_in_the_inventory(klint: Klint, here: Path) -> None:
    (here / "nodes.yaml").write_text(NODES.replace("memory: 2Gi", "memory: 2GB"))
    run = klint("schedule", "-N", "nodes.yaml", "-f", "shop")
    assert "klint: nodes.yaml:3: '2GB' of pool worker is no quantity\n" in run.err


@pytest.mark.parametrize("text", ["", "[]", "{kind: ConfigMap, apiVersion: v1}"])
def test_no_nodes(klint: Klint, here: Path, text: str) -> None:
    (here / "nodes.yaml").write_text(text)
    run = klint("schedule", "-N", "nodes.yaml", "-f", "shop")
    assert run.code == 2
    assert "there are no nodes in it" in run.err


def test_a_scheduler_config(klint: Klint, here: Path) -> None:
    config = "profiles: [{plugins: {filter: {disabled: [{name: TaintToleration}]}}}]"
    (here / "scheduler.yaml").write_text(config)
    run = klint("schedule", "-N", "nodes.yaml", "-f", "shop", "--scheduler-config", "scheduler.yaml")
    assert run.code == 0
