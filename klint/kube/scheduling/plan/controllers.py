"""The pods of every kind of workload (kube-controller-manager 1.34), as if all went well so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.plan.daemon_sets import of_daemon_set
from klint.kube.scheduling.plan.replica import Made, Mould, claim, template_hash
from klint.kube.scheduling.values import items, mapping, name_of, text, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from klint.cluster import Pod
    from klint.kube.scheduling.state.nodes import Nodes
    from klint.kube.scheduling.world import Object

    Controller = Callable[[Pod, int, Nodes], Made]


def made(template: Pod, replicas: int | None, nodes: Nodes) -> Made:
    """What a workload makes; `replicas` is what an autoscaler wants, if there is one."""
    spec = template.owner.value.get("spec")
    wanted = whole(mapping(spec).get("replicas"), 1) if replicas is None else replicas
    return _CONTROLLERS.get(template.owner.kind, _replicas)(template, wanted, nodes)


def _itself(template: Pod, _replicas: int, _nodes: Nodes) -> Made:
    pod = template.owner.value
    return Made([{**pod, "metadata": {**mapping(pod, "metadata"), "namespace": template.namespace}}])


def _replicas(template: Pod, replicas: int, _nodes: Nodes) -> Made:
    """ReplicaSets, ReplicationControllers, and custom kinds that make pods of their own."""
    mould = Mould.of(template, template.owner.value)
    return Made([mould.pod(f"{template.name}-{index}") for index in range(replicas)])


def _deployment(template: Pod, replicas: int, _nodes: Nodes) -> Made:
    """Its pods belong to a ReplicaSet of its, and so do a Rollout's."""
    spec = mapping(template.owner.value, "spec")
    added = {"pod-template-hash": template_hash(template)}
    name = f"{template.name}-{added['pod-template-hash']}"
    selector = mapping(spec, "selector")
    replica_set = {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {"name": name, "namespace": template.namespace},
        "spec": {
            "selector": {**selector, "matchLabels": {**mapping(selector, "matchLabels"), **added}},
            "replicas": replicas,
        },
    }
    mould = Mould.of(template, replica_set, added)
    return Made([mould.pod(f"{name}-{index}") for index in range(replicas)], [replica_set])


def _deployment_config(template: Pod, replicas: int, _nodes: Nodes) -> Made:
    owner = {"apiVersion": "v1", "kind": "ReplicationController", "metadata": {"name": f"{template.name}-1"}}
    mould = Mould.of(template, owner, {"deployment": f"{template.name}-1"})
    return Made([mould.pod(f"{template.name}-1-{index}") for index in range(replicas)])


def _stateful_set(template: Pod, replicas: int, _nodes: Nodes) -> Made:
    """Each pod has claims of its own, under the names of their templates."""
    spec = mapping(template.owner.value, "spec")
    claims = items(spec, "volumeClaimTemplates")
    mould = Mould.of(template, template.owner.value)
    pods, others = [], []
    first = whole(mapping(spec, "ordinals").get("start"))
    for index in range(first, first + replicas):
        name = f"{template.name}-{index}"
        labels = {
            **mould.labels,
            "statefulset.kubernetes.io/pod-name": name,
            "apps.kubernetes.io/pod-index": str(index),
        }
        own = {name_of(one): f"{name_of(one)}-{name}" for one in claims}
        pods.append(mould.pod(name, labels=labels, spec=_with_claims(mould.spec, own)))
        others += [claim(own[name_of(one)], one, template.namespace) for one in claims]
    return Made(pods, others)


def _with_claims(spec: dict[str, Any], claims: Mapping[str, str]) -> dict[str, Any]:
    volumes = [one for one in items(spec, "volumes") if one.get("name") not in claims]
    volumes += [{"name": name, "persistentVolumeClaim": {"claimName": own}} for name, own in claims.items()]
    return {**spec, "volumes": volumes} if volumes else spec


def _job(template: Pod, _replicas: int, _nodes: Nodes) -> Made:
    return Made(list(_job_pods(template, template.owner.value, template.name)))


def _cron_job(template: Pod, _replicas: int, _nodes: Nodes) -> Made:
    """One run."""
    spec = mapping(template.owner.value, "spec")
    if spec.get("suspend") is True:
        return Made([])
    name = f"{template.name}-1"
    job = {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": name, "namespace": template.namespace},
        "spec": mapping(spec, "jobTemplate", "spec"),
    }
    return Made(list(_job_pods(template, job, name)), [job])


def _job_pods(template: Pod, job: Object, name: str) -> Iterator[Object]:
    """As many as run at once."""
    spec = mapping(job, "spec")
    if spec.get("suspend") is True:
        return
    at_once = whole(spec.get("parallelism"), 1)
    mould = Mould.of(template, job, {"batch.kubernetes.io/job-name": name, "job-name": name})
    for index in range(min(at_once, whole(spec.get("completions"), at_once))):
        yield mould.pod(f"{name}-{index}")


def _none(_template: Pod, _replicas: int, _nodes: Nodes) -> Made:
    return Made([])


_CONTROLLERS: Mapping[str, Controller] = {
    "CronJob": _cron_job,
    "DaemonSet": of_daemon_set,
    "Deployment": _deployment,
    "DeploymentConfig": _deployment_config,
    "Job": _job,
    "Pod": _itself,
    "PodTemplate": _none,
    "Rollout": _deployment,
    "StatefulSet": _stateful_set,
}


def is_made_by_another(owner: Object) -> bool:
    """Whether a controller makes the object, so that its pods are that one's."""
    owners: Sequence[Mapping[str, Any]] = items(owner, "metadata", "ownerReferences")
    return any(one.get("controller") is True and text(one.get("kind")) for one in owners)
