"""Which warnings there are for which kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.admission.warnings import networks, objects, secrets, workloads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.kube.admission.warnings.workloads import Warner

KINDS: Mapping[tuple[str, str], Warner] = {
    ("", "Endpoints"): networks.endpoints,
    ("", "Node"): objects.node,
    ("", "PersistentVolume"): objects.volume,
    ("", "PersistentVolumeClaim"): objects.claim,
    ("", "Pod"): workloads.pod,
    ("", "PodTemplate"): workloads.pod_template,
    ("", "ReplicationController"): workloads.named,
    ("", "ResourceQuota"): objects.quota,
    ("", "Secret"): secrets.secret,
    ("", "Service"): networks.service,
    ("", "ServiceAccount"): objects.service_account,
    ("apps", "DaemonSet"): workloads.unnamed,
    ("apps", "Deployment"): workloads.named,
    ("apps", "ReplicaSet"): workloads.named,
    ("apps", "StatefulSet"): workloads.stateful_set,
    ("batch", "CronJob"): workloads.cron_job,
    ("batch", "Job"): workloads.job,
    ("discovery.k8s.io", "EndpointSlice"): networks.endpoint_slice,
    ("networking.k8s.io", "Ingress"): networks.ingress,
    ("networking.k8s.io", "NetworkPolicy"): networks.network_policy,
    ("node.k8s.io", "RuntimeClass"): objects.runtime_class,
    ("storage.k8s.io", "CSIDriver"): objects.driver,
    ("storage.k8s.io", "CSIStorageCapacity"): objects.capacity,
    ("storage.k8s.io", "StorageClass"): objects.storage_class,
}
