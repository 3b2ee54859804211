"""Which rules hold for which kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.admission.validation import (
    access,
    autoscaling,
    contents,
    endpoints,
    flows,
    ingresses,
    jobs,
    limits,
    networks,
    nodes,
    policies,
    services,
    storage,
    storage_classes,
    webhooks,
    workloads,
)
from klint.kube.admission.validation.pod import pod

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.kube.admission.validation.rules import Check

_FLOWS = "flowcontrol.apiserver.k8s.io"
_RBAC = "rbac.authorization.k8s.io"

KINDS: Mapping[tuple[str, str], Check] = {
    ("", "ConfigMap"): contents.config_map,
    ("", "Endpoints"): endpoints.endpoints,
    ("", "LimitRange"): limits.limit_range,
    ("", "Namespace"): policies.namespace,
    ("", "Node"): nodes.node,
    ("", "PersistentVolume"): storage.volume,
    ("", "PersistentVolumeClaim"): storage.claim,
    ("", "Pod"): pod,
    ("", "PodTemplate"): policies.template,
    ("", "ReplicationController"): workloads.replication_controller,
    ("", "ResourceQuota"): limits.resource_quota,
    ("", "Secret"): contents.secret,
    ("", "Service"): services.service,
    ("", "ServiceAccount"): policies.service_account,
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"): webhooks.configuration,
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"): webhooks.configuration,
    ("apps", "DaemonSet"): workloads.daemon_set,
    ("apps", "Deployment"): workloads.deployment,
    ("apps", "ReplicaSet"): workloads.replica_set,
    ("apps", "StatefulSet"): workloads.stateful_set,
    ("autoscaling", "HorizontalPodAutoscaler"): autoscaling.autoscaler,
    ("batch", "CronJob"): jobs.cron_job,
    ("batch", "Job"): jobs.job,
    ("coordination.k8s.io", "Lease"): policies.lease,
    ("discovery.k8s.io", "EndpointSlice"): endpoints.endpoint_slice,
    (_FLOWS, "FlowSchema"): flows.flow_schema,
    (_FLOWS, "PriorityLevelConfiguration"): flows.priority_level,
    ("networking.k8s.io", "Ingress"): ingresses.ingress,
    ("networking.k8s.io", "IngressClass"): ingresses.ingress_class,
    ("networking.k8s.io", "NetworkPolicy"): networks.network_policy,
    ("node.k8s.io", "RuntimeClass"): policies.runtime_class,
    ("policy", "PodDisruptionBudget"): policies.disruption_budget,
    (_RBAC, "ClusterRole"): access.cluster_role,
    (_RBAC, "ClusterRoleBinding"): access.cluster_role_binding,
    (_RBAC, "Role"): access.role,
    (_RBAC, "RoleBinding"): access.role_binding,
    ("scheduling.k8s.io", "PriorityClass"): policies.priority_class,
    ("storage.k8s.io", "CSIDriver"): storage_classes.csi_driver_object,
    ("storage.k8s.io", "CSINode"): storage_classes.csi_node,
    ("storage.k8s.io", "CSIStorageCapacity"): storage_classes.csi_storage_capacity,
    ("storage.k8s.io", "StorageClass"): storage_classes.storage_class,
    ("storage.k8s.io", "VolumeAttachment"): storage.attachment,
    ("storage.k8s.io", "VolumeAttributesClass"): storage_classes.volume_attributes_class,
}
