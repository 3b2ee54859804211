"""What becomes of pods: what controllers add to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.cluster import Container, Pod, pods

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Container", "Pod", "added_labels", "pods"]

_OF_JOBS = frozenset(
    {"batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name", "controller-uid", "job-name"}
)

# Labels that controllers put on the pods they make (kube-controller-manager 1.34; Argo Rollouts 1.8).
_ADDED: Mapping[str, frozenset[str]] = {
    "CronJob": _OF_JOBS,
    "DaemonSet": frozenset({"controller-revision-hash", "pod-template-generation"}),
    "Deployment": frozenset({"pod-template-hash"}),
    "Job": _OF_JOBS | {"batch.kubernetes.io/job-completion-index"},
    "Rollout": frozenset({"rollouts-pod-template-hash"}),
    "StatefulSet": frozenset(
        {"apps.kubernetes.io/pod-index", "controller-revision-hash", "statefulset.kubernetes.io/pod-name"}
    ),
}


def added_labels(pod: Pod) -> frozenset[str]:
    """Keys of labels that the pod will carry though its template does not: a selector may name them."""
    return _ADDED.get(pod.owner.kind, frozenset())
