"""Which lists a strategic merge patch merges item by item, and by which fields of the items.

These are the facts of the schema that kustomize 5.5 carries, that of Kubernetes 1.21: newer fields and kinds have
none, and their lists are replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.render.kustomize.identity import bundled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.render.kustomize.identity import Gvk


class Shape(NamedTuple):
    """What is known of a value; `keys` is None for a list that is replaced, and empty for one of scalars that is merged."""

    fields: Mapping[str, Shape] = {}
    keys: tuple[str, ...] | None = None
    items: Shape | None = None

    def field(self, name: str) -> Shape | None:
        """The shape of a field; None where nothing is known that matters to a merge."""
        return self.fields.get(name)


def _by(*keys: str, **fields: Shape) -> Shape:
    return Shape(keys=keys, items=Shape(fields))


def _has(**fields: Shape) -> Shape:
    return Shape(fields)


_METADATA = _has(finalizers=_by(), ownerReferences=_by("uid"))
_CONDITIONS = _by("type")
_MOUNTS = {"env": _by("name"), "volumeDevices": _by("devicePath"), "volumeMounts": _by("mountPath")}
_CONTAINERS = _by("name", ports=_by("containerPort", "protocol"), **_MOUNTS)
_CLAIM = _has(ephemeral=_has(volumeClaimTemplate=_has(metadata=_METADATA)))
_POD = _has(
    containers=_CONTAINERS,
    initContainers=_CONTAINERS,
    ephemeralContainers=_by("name", **_MOUNTS),
    hostAliases=_by("ip"),
    imagePullSecrets=_by("name"),
    topologySpreadConstraints=_by("topologyKey", "whenUnsatisfiable"),
    volumes=_by("name", **_CLAIM.fields),
)
_TEMPLATE = _has(metadata=_METADATA, spec=_POD)
_WITH_TEMPLATE = _has(template=_TEMPLATE)
_WITH_CONDITIONS = _has(conditions=_CONDITIONS)
_WEBHOOKS = {"webhooks": _by("name")}
_CSI_NODE = {"spec": _has(drivers=_by("name"))}
_SERVICE = _has(ports=_by("port", "protocol"))
_WORKLOAD = {"spec": _WITH_TEMPLATE, "status": _WITH_CONDITIONS}
_STATUS = {"status": _WITH_CONDITIONS}

# By group and kind: a kind of several versions has the same lists in each.
_KINDS: Mapping[tuple[str, str], Mapping[str, Shape]] = {
    ("", "Pod"): {"spec": _POD, "status": _has(conditions=_CONDITIONS, podIPs=_by("ip"))},
    ("", "PodTemplate"): {"template": _TEMPLATE},
    ("", "ReplicationController"): _WORKLOAD,
    ("", "Service"): {"spec": _SERVICE, **_STATUS},
    ("", "ServiceAccount"): {"secrets": _by("name")},
    ("", "Namespace"): _STATUS,
    ("", "PersistentVolumeClaim"): _STATUS,
    ("", "ComponentStatus"): {"conditions": _CONDITIONS},
    ("", "Node"): {
        "spec": _has(podCIDRs=_by()),
        "status": _has(addresses=_by("type"), conditions=_CONDITIONS),
    },
    ("apps", "DaemonSet"): _WORKLOAD,
    ("apps", "Deployment"): _WORKLOAD,
    ("apps", "ReplicaSet"): _WORKLOAD,
    ("apps", "StatefulSet"): _WORKLOAD,
    ("batch", "Job"): _WORKLOAD,
    ("batch", "CronJob"): {"spec": _has(jobTemplate=_has(metadata=_METADATA, spec=_WITH_TEMPLATE))},
    ("policy", "PodDisruptionBudget"): _STATUS,
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"): _WEBHOOKS,
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"): _WEBHOOKS,
    ("apiregistration.k8s.io", "APIService"): _STATUS,
    ("storage.k8s.io", "CSINode"): _CSI_NODE,
}


# The types that schemas of custom resources refer to.
TYPES: Mapping[str, Shape] = {
    "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": _METADATA,
    "io.k8s.api.core.v1.PodTemplateSpec": _TEMPLATE,
    "io.k8s.api.core.v1.PodSpec": _POD,
    "io.k8s.api.core.v1.Container": _CONTAINERS.items or Shape(),
    "io.k8s.api.core.v1.EphemeralContainer": Shape(_MOUNTS),
    "io.k8s.api.core.v1.Volume": _CLAIM,
    "io.k8s.api.core.v1.ServiceSpec": _SERVICE,
    "io.k8s.api.batch.v1.JobSpec": _WITH_TEMPLATE,
}


def shape(gvk: Gvk) -> Shape | None:
    """What kustomize knows of a kind; None for one that it does not know."""
    if not bundled(gvk):
        return None
    return Shape({"metadata": _METADATA, **_KINDS.get((gvk.group, gvk.kind), {})})
