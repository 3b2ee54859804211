"""The fields that kustomize 5.5 changes where no configuration says more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.render.kustomize.fieldspec import FieldSpec
from klint.render.kustomize.identity import Gvk

if TYPE_CHECKING:
    from collections.abc import Iterator

    References = tuple[tuple[Gvk, tuple[FieldSpec, ...]], ...]

_PODS = {
    "Pod": "spec",
    "PodTemplate": "template/spec",
    "Deployment": "spec/template/spec",
    "ReplicaSet": "spec/template/spec",
    "DaemonSet": "spec/template/spec",
    "StatefulSet": "spec/template/spec",
    "Job": "spec/template/spec",
    "CronJob": "spec/jobTemplate/spec/template/spec",
    "ReplicationController": "spec/template/spec",
}
_CONFIGURED = ("Pod", "PodTemplate", "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job", "CronJob")
_SCHEDULED = ("Pod", "StatefulSet", "Deployment", "ReplicationController", "CronJob", "Job", "DaemonSet")
_CONTAINERS = ("containers", "initContainers")
_TERMS = (
    "preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm",
    "requiredDuringSchedulingIgnoredDuringExecution",
)


def _spec(
    path: str, kind: str = "", group: str = "", version: str = "", *, create: bool = False
) -> FieldSpec:
    return FieldSpec(path, Gvk(group, version, kind), create)


def _pods(kinds: tuple[str, ...], *fields: str) -> Iterator[FieldSpec]:
    for kind in kinds:
        for field in fields:
            yield _spec(f"{_PODS[kind]}/{field}", kind, version="v1" if kind == "Pod" else "")


def _templates(field: str) -> Iterator[FieldSpec]:
    """The metadata of what workloads make, to which labels and annotations are added alike."""
    yield _spec(f"metadata/{field}", create=True)
    yield _spec(f"spec/template/metadata/{field}", "ReplicationController", version="v1", create=True)
    for kind in ("Deployment", "ReplicaSet", "DaemonSet"):
        yield _spec(f"spec/template/metadata/{field}", kind, create=True)
    # Of the two only labels care for the group of a StatefulSet.
    yield _spec(
        f"spec/template/metadata/{field}", "StatefulSet", "apps" if field == "labels" else "", create=True
    )
    yield _spec(f"spec/template/metadata/{field}", "Job", "batch", create=True)
    yield _spec(f"spec/jobTemplate/metadata/{field}", "CronJob", "batch", create=True)
    yield _spec(f"spec/jobTemplate/spec/template/metadata/{field}", "CronJob", "batch", create=True)


def _selectors() -> Iterator[FieldSpec]:
    yield _spec("spec/selector", "Service", version="v1", create=True)
    yield _spec("spec/selector", "ReplicationController", version="v1", create=True)
    for kind, group in (("Deployment", ""), ("ReplicaSet", ""), ("DaemonSet", ""), ("StatefulSet", "apps")):
        yield _spec("spec/selector/matchLabels", kind, group, create=True)
    for kind in ("Deployment", "StatefulSet"):
        for term in _TERMS:
            for affinity in ("podAffinity", "podAntiAffinity"):
                path = f"spec/template/spec/affinity/{affinity}/{term}/labelSelector/matchLabels"
                yield _spec(path, kind, "apps")
        path = "spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels"
        yield _spec(path, kind, "apps")
    yield _spec("spec/selector/matchLabels", "Job", "batch")
    yield _spec("spec/jobTemplate/spec/selector/matchLabels", "CronJob", "batch")
    yield _spec("spec/selector/matchLabels", "PodDisruptionBudget", "policy")
    for path in ("podSelector", "ingress/from/podSelector", "egress/to/podSelector"):
        yield _spec(f"spec/{path}/matchLabels", "NetworkPolicy", "networking.k8s.io")


def _data(reference: str, volume: str, projected: str, *more: str) -> Iterator[FieldSpec]:
    """Where pods name a ConfigMap or a Secret."""
    env = (f"{part}/env/valueFrom/{reference}KeyRef/name" for part in _CONTAINERS)
    every = (f"{part}/envFrom/{reference}Ref/name" for part in _CONTAINERS)
    yield from _pods(_CONFIGURED, volume, *env, *every, f"volumes/projected/sources/{projected}/name", *more)


def _config_maps() -> Iterator[FieldSpec]:
    yield from _data("configMap", "volumes/configMap/name", "configMap")
    yield _spec("spec/configSource/configMap", "Node")
    yield _spec("rules/resourceNames", "Role")
    yield _spec("rules/resourceNames", "ClusterRole")
    yield _spec(r"metadata/annotations/nginx.ingress.kubernetes.io\/fastcgi-params-configmap", "Ingress")


def _secrets() -> Iterator[FieldSpec]:
    yield from _data("secret", "volumes/secret/secretName", "secret", "imagePullSecrets/name")
    yield _spec("spec/tls/secretName", "Ingress")
    for annotation in (
        "ingress.{}auth-secret",
        "nginx.ingress.{}auth-secret",
        "nginx.ingress.{}auth-tls-secret",
    ):
        yield _spec("metadata/annotations/" + annotation.format(r"kubernetes.io\/"), "Ingress")
    yield _spec("imagePullSecrets/name", "ServiceAccount")
    for parameter in ("secretName", "adminSecretName", "userSecretName", "secretRef"):
        yield _spec(f"parameters/{parameter}", "StorageClass")
    yield _spec("rules/resourceNames", "Role")
    yield _spec("rules/resourceNames", "ClusterRole")
    path = "spec/template/spec/containers/env/valueFrom/secretKeyRef/name"
    yield _spec(path, "Service", "serving.knative.dev", "v1")
    yield _spec("spec/azureFile/secretName", "PersistentVolume")


def _services() -> Iterator[FieldSpec]:
    yield _spec("spec/serviceName", "StatefulSet", "apps")
    for path in (
        "rules/http/paths/backend/serviceName",
        "backend/serviceName",
        "rules/http/paths/backend/service/name",
        "defaultBackend/service/name",
    ):
        yield _spec(f"spec/{path}", "Ingress")
    yield _spec("spec/service/name", "APIService", "apiregistration.k8s.io")
    for kind in ("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"):
        yield _spec("webhooks/clientConfig/service", kind, "admissionregistration.k8s.io")


def _references() -> Iterator[tuple[Gvk, Iterator[FieldSpec] | tuple[FieldSpec, ...]]]:
    rbac = "rbac.authorization.k8s.io"
    bindings = [_spec("roleRef/name", kind, rbac) for kind in ("RoleBinding", "ClusterRoleBinding")]
    subjects = [_spec("subjects", kind, rbac) for kind in ("RoleBinding", "ClusterRoleBinding")]
    for kind in ("Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"):
        yield Gvk("", "", kind), (_spec("spec/scaleTargetRef/name", "HorizontalPodAutoscaler"),)
    yield Gvk("", "v1", "ConfigMap"), _config_maps()
    yield Gvk("", "v1", "Secret"), _secrets()
    yield Gvk("", "v1", "Service"), _services()
    yield Gvk(rbac, "", "Role"), (bindings[0],)
    yield Gvk(rbac, "", "ClusterRole"), tuple(bindings)
    yield Gvk("", "v1", "ServiceAccount"), (*subjects, *_any_pods("serviceAccountName"))
    yield Gvk("", "v1", "PersistentVolumeClaim"), tuple(_any_pods("volumes/persistentVolumeClaim/claimName"))
    volumes = (_spec("spec/volumeName", "PersistentVolumeClaim"), _spec("rules/resourceNames", "ClusterRole"))
    yield Gvk("", "v1", "PersistentVolume"), volumes
    classes = (
        _spec("spec/storageClassName", "PersistentVolume"),
        _spec("spec/storageClassName", "PersistentVolumeClaim"),
        _spec("spec/volumeClaimTemplates/spec/storageClassName", "StatefulSet"),
    )
    yield Gvk("storage.k8s.io", "v1", "StorageClass"), classes
    yield Gvk("scheduling.k8s.io", "v1", "PriorityClass"), tuple(_any_pods("priorityClassName"))
    # The group is kustomize's mistake: no IngressClass is in it, and none is ever renamed.
    yield Gvk("networking.k8s.io/v1", "v1", "IngressClass"), (_spec("spec/ingressClassName", "Ingress"),)
    policies = _spec("spec/policyName", "ValidatingAdmissionPolicyBinding", "admissionregistration.k8s.io")
    yield Gvk("admissionregistration.k8s.io", "", "ValidatingAdmissionPolicy"), (policies,)


def _any_pods(field: str) -> Iterator[FieldSpec]:
    return (_spec(f"{_PODS[kind]}/{field}", kind) for kind in _SCHEDULED)


def _variables() -> Iterator[FieldSpec]:
    fields = ("args", "command", "env/value", "volumeMounts/mountPath")
    for kind in ("CronJob", "DaemonSet", "Deployment", "Job", "Pod", "ReplicaSet", "StatefulSet"):
        for part in _CONTAINERS:
            for field in fields:
                yield _spec(f"{_PODS[kind]}/{part}/{field}", kind)
    for kind in ("DaemonSet", "Deployment", "Job", "Pod", "ReplicaSet"):
        yield _spec(f"{_PODS[kind]}/volumes/nfs/server", kind)
    yield _spec("spec/jobTemplate/spec/template/volumes/nfs/server", "CronJob")
    yield _spec("spec/volumeClaimTemplates/spec/nfs/server", "StatefulSet")
    yield _spec("spec/nfs/server", "PersistentVolume")
    yield _spec("spec/template/metadata/annotations", "Deployment")
    for path in ("rules/host", "tls/hosts", "tls/secretName"):
        yield _spec(f"spec/{path}", "Ingress")
    for path in ("ports/port", "ports/targetPort"):
        yield _spec(f"spec/{path}", "Service")
    yield _spec("metadata/labels")
    yield _spec("metadata/annotations")


_CLAIMS = _spec("spec/volumeClaimTemplates[]/metadata/labels", "StatefulSet", "apps", create=True)

NAMES = (_spec("metadata/name"),)
NAMESPACE = (
    _spec("metadata/name", "Namespace", create=True),
    _spec("spec/service/namespace", "APIService", "apiregistration.k8s.io", create=True),
    _spec(
        "spec/conversion/webhook/clientConfig/service/namespace",
        "CustomResourceDefinition",
        "apiextensions.k8s.io",
    ),
)
TEMPLATE_LABELS = (*_templates("labels"), _CLAIMS)
COMMON_LABELS = (*_selectors(), *TEMPLATE_LABELS)
ANNOTATIONS = tuple(_templates("annotations"))
IMAGES = tuple(
    _spec(f"{pod}/{part}[]/image", create=True)
    for pod in ("spec", "spec/template/spec")
    for part in _CONTAINERS
)
REPLICAS = tuple(
    _spec("spec/replicas", kind, create=True)
    for kind in ("Deployment", "ReplicationController", "ReplicaSet", "StatefulSet")
)
VARIABLES = tuple(_variables())
REFERENCES: References = tuple((gvk, tuple(specs)) for gvk, specs in _references())
