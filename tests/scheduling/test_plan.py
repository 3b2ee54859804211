"""The pods that workloads become."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from klint.cluster import Cluster
from klint.kube.scheduling import World, place
from klint.kube.scheduling.plan import Plan, plan
from klint.manifest import outline, resources
from klint.text import Source
from klint.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATE = "template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: web}]}}"


def node(name: str, *taints: Any, **labels: str) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": labels},
        "spec": {"taints": list(taints)},
        "status": {"allocatable": {"cpu": "4", "memory": "8Gi", "pods": "110"}},
    }


def planned(text: str, *inventory: Any) -> Plan:
    stream = parse(Source("manifests.yaml", text))
    cluster = Cluster(resources(stream, outline(stream, "manifests.yaml")))
    return plan(cluster, World.of([*(node(f"n{index}") for index in range(3)), *inventory]))


def names(found: Plan) -> list[str]:
    return [pod["metadata"]["name"] for pod in found.world.pods]


def workload(kind: str, api_version: str = "apps/v1", **spec: Any) -> str:
    fields = "".join(f"  {name}: {value}\n" for name, value in spec.items())
    return f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: web}}\nspec:\n  {TEMPLATE}\n{fields}"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (workload("Deployment"), 1),
        (workload("Deployment", replicas=3), 3),
        (workload("ReplicaSet", replicas=2), 2),
        (workload("ReplicationController", "v1", replicas=2), 2),
        (workload("StatefulSet", replicas=2), 2),
        (workload("DaemonSet"), 3),
        (workload("Job", "batch/v1", parallelism=4, completions=2), 2),
        (workload("Job", "batch/v1", suspend="true"), 0),
        (workload("Rollout", "argoproj.io/v1alpha1", replicas=2), 2),
        ("apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c, image: web}]}", 1),
        ("apiVersion: v1\nkind: PodTemplate\nmetadata: {name: web}\ntemplate: {spec: {containers: []}}", 0),
    ],
)
def test_replicas(text: str, count: int) -> None:
    assert len(planned(text).world.pods) == count


def test_cron_jobs_run_once() -> None:
    job = f"jobTemplate: {{spec: {{parallelism: 2, {TEMPLATE}}}}}"
    text = (
        f"apiVersion: batch/v1\nkind: CronJob\nmetadata: {{name: web}}\nspec: {{schedule: '@daily', {job}}}"
    )
    assert names(planned(text)) == ["web-1-0", "web-1-1"]


def test_replicas_of_a_deployment_are_of_one_replica_set() -> None:
    found = planned(workload("Deployment", replicas=2, selector="{matchLabels: {app: web}}"))
    owners = [pod["metadata"]["ownerReferences"][0] for pod in found.world.pods]
    assert owners[0] == owners[1]
    assert owners[0]["kind"] == "ReplicaSet"
    replica_set = found.world.replica_sets[0]
    assert replica_set["metadata"]["name"] == owners[0]["name"]
    hashed = found.world.pods[0]["metadata"]["labels"]["pod-template-hash"]
    assert replica_set["spec"]["selector"]["matchLabels"] == {"app": "web", "pod-template-hash": hashed}
    assert {owner.kind for owner in found.owners if owner} == {"Deployment"}


def test_replicas_keep_apart_by_default() -> None:
    text = workload("Deployment", replicas=3, selector="{matchLabels: {app: web}}")
    assert {verdict.node for verdict in place(planned(text).world).verdicts} == {"n0", "n1", "n2"}
    scored = place(planned(text).world, explain=lambda _: True).verdicts[1].explanation
    assert scored
    assert "PodTopologySpread" in scored.scores


def test_pods_of_a_stateful_set_have_claims_of_their_own() -> None:
    claims = "[{metadata: {name: data}, spec: {resources: {requests: {storage: 1Gi}}}}]"
    found = planned(workload("StatefulSet", replicas=2, volumeClaimTemplates=claims, ordinals="{start: 3}"))
    assert names(found) == ["web-3", "web-4"]
    assert [claim["metadata"]["name"] for claim in found.world.claims] == ["data-web-3", "data-web-4"]
    volumes = [pod["spec"]["volumes"][0]["persistentVolumeClaim"]["claimName"] for pod in found.world.pods]
    assert volumes == ["data-web-3", "data-web-4"]


def test_ephemeral_volumes_get_claims_that_belong_to_the_pod() -> None:
    volume = "{name: tmp, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: fast}}}}"
    waits = {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": {"name": "fast"}}
    waits |= {"provisioner": "csi.example.com", "volumeBindingMode": "WaitForFirstConsumer"}
    text = (
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec: {{containers: [], volumes: [{volume}]}}"
    )
    found = planned(text, waits)
    assert [claim["metadata"]["name"] for claim in found.world.claims] == ["web-tmp"]
    assert [verdict.status for verdict in place(found.world).verdicts] == ["scheduled"]


def test_daemon_sets_run_where_taints_and_affinity_let_them() -> None:
    taint = {"key": "dedicated", "value": "gpu", "effect": "NoSchedule"}
    wants = workload("DaemonSet").replace("containers:", "nodeSelector: {disk: ssd}, containers:")
    found = planned(wants, node("tainted", taint, disk="ssd"), node("fast", disk="ssd"))
    assert names(found) == ["web-fast"]
    assert [verdict.node for verdict in place(found.world).verdicts] == ["fast"]


def test_daemon_sets_come_first_and_then_the_most_important() -> None:
    important = workload("ReplicaSet").replace(
        "containers:", "priorityClassName: system-cluster-critical, containers:"
    )
    found = planned("---\n".join([workload("Deployment"), important, workload("DaemonSet")]))
    assert [owner.kind for owner in found.owners if owner] == [*["DaemonSet"] * 3, "ReplicaSet", "Deployment"]


def test_autoscalers_bring_replicas_between_their_bounds() -> None:
    scaler = """
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {minReplicas: 4, maxReplicas: 6, scaleTargetRef: {kind: Deployment, name: web}}
---
"""
    assert len(planned(scaler + workload("Deployment")).world.pods) == 4
    assert len(planned(scaler + workload("Deployment", replicas=9)).world.pods) == 6


def test_the_manifests_say_what_becomes_of_pods_that_run() -> None:
    def running(name: str, kind: str, owner: str, **labels: str) -> Mapping[str, Any]:
        reference = {"apiVersion": "apps/v1", "kind": kind, "name": owner, "controller": True}
        metadata = {"name": name, "namespace": "default", "labels": labels, "ownerReferences": [reference]}
        return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {"nodeName": "n0"}}

    old = running("web-5d9c7-x", "ReplicaSet", "web-5d9c7", **{"pod-template-hash": "5d9c7"})
    other = running("api-1", "ReplicaSet", "api", **{"pod-template-hash": "1"})
    found = planned(workload("Deployment"), old, other)
    assert len(found.world.pods) == 2
    assert names(found)[0].startswith("api") or names(found)[1].startswith("api")


def test_budgets_let_go_what_is_more_than_they_want() -> None:
    budget = """
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {minAvailable: 60%, selector: {matchLabels: {app: web}}}
---
"""
    found = planned(budget + workload("Deployment", replicas=4))
    assert found.world.disruption_budgets[0]["status"] == {"disruptionsAllowed": 1}


def test_namespaces_of_pods_exist() -> None:
    assert [one["metadata"]["name"] for one in planned(workload("Deployment")).world.namespaces] == [
        "default"
    ]


def test_limit_ranges_fill_in_requests() -> None:
    limits = """
apiVersion: v1
kind: LimitRange
metadata: {name: defaults}
spec: {limits: [{type: Container, defaultRequest: {cpu: 5}}]}
---
"""
    verdict = place(planned(limits + workload("Deployment")).world).verdicts[0]
    assert verdict.filter_message == "0/3 nodes are available: 3 Insufficient cpu."
