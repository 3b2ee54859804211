"""Pods, and the templates from which workloads make pods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.manifest.labels import plain_labels
from klint.manifest.shape import entries, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.manifest import Resource
    from klint.yaml import Node

DEFAULT_NAMESPACE = "default"

_TEMPLATE = ("spec", "template")

# Group and kind of what makes pods, and where its pods are described.
TEMPLATES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("", "Pod"): (),
    ("", "PodTemplate"): ("template",),
    ("", "ReplicationController"): _TEMPLATE,
    ("apps", "DaemonSet"): _TEMPLATE,
    ("apps", "Deployment"): _TEMPLATE,
    ("apps", "ReplicaSet"): _TEMPLATE,
    ("apps", "StatefulSet"): _TEMPLATE,
    ("batch", "CronJob"): ("spec", "jobTemplate", "spec", "template"),
    ("batch", "Job"): _TEMPLATE,
    ("extensions", "DaemonSet"): _TEMPLATE,
    ("extensions", "Deployment"): _TEMPLATE,
    ("extensions", "ReplicaSet"): _TEMPLATE,
    ("apps.kruise.io", "CloneSet"): _TEMPLATE,
    ("apps.kruise.io", "DaemonSet"): _TEMPLATE,
    ("apps.kruise.io", "StatefulSet"): _TEMPLATE,
    ("apps.openshift.io", "DeploymentConfig"): _TEMPLATE,
    ("argoproj.io", "Rollout"): _TEMPLATE,
}


class Pod:
    """A pod, or what a workload makes all its pods of.

    `value` holds the pod's `metadata` and `spec`, `path` leads to it from its owner. `namespace` is where the
    pod will be: `default` if the owner does not say.
    """

    __slots__ = ("_containers", "labels", "namespace", "owner", "path", "value")

    def __init__(self, owner: Resource, path: tuple[str, ...], value: dict[str, Any]) -> None:
        self.owner = owner
        self.path = path
        self.value = value
        self.namespace = owner.namespace or DEFAULT_NAMESPACE
        self.labels: Mapping[str, str] = plain_labels(mapping(value, "metadata").get("labels"))
        self._containers: tuple[Container, ...] | None = None

    def __repr__(self) -> str:
        return f"Pod(of {self.owner.id!r})"

    @property
    def name(self) -> str:
        """The name of the owner: that of a pod which a workload makes is not known."""
        return self.owner.name

    @property
    def node(self) -> Node:
        return self.owner.node.at(self.path)

    @property
    def spec(self) -> Node:
        return self.node["spec"]

    @property
    def containers(self) -> tuple[Container, ...]:
        return self._of("containers")

    @property
    def init_containers(self) -> tuple[Container, ...]:
        """Sidecars, which go on running, among them."""
        return self._of("initContainers")

    @property
    def ephemeral_containers(self) -> tuple[Container, ...]:
        return self._of("ephemeralContainers")

    @property
    def all_containers(self) -> tuple[Container, ...]:
        if self._containers is None:
            self._containers = tuple(
                Container(self, field, index, value)
                for field in ("initContainers", "containers", "ephemeralContainers")
                for index, value in entries(self.value, "spec", field)
            )
        return self._containers

    def _of(self, field: str) -> tuple[Container, ...]:
        return tuple(container for container in self.all_containers if container.field == field)


class Container:
    """A container; `field` is the list of the pod's spec that it stands in, such as `initContainers`."""

    __slots__ = ("field", "index", "pod", "value")

    def __init__(self, pod: Pod, field: str, index: int, value: dict[str, Any]) -> None:
        self.pod = pod
        self.field = field
        self.index = index
        self.value = value

    def __repr__(self) -> str:
        return f"Container({self.name!r} of {self.pod.owner.id!r})"

    def __getitem__(self, step: str) -> Node:
        return self.node[step]

    @property
    def node(self) -> Node:
        return self.pod.spec[self.field][self.index]

    @property
    def name(self) -> str:
        return _text(self.value.get("name"))

    @property
    def image(self) -> str:
        return _text(self.value.get("image"))

    @property
    def sidecar(self) -> bool:
        """An init container that is restarted until the pod ends."""
        return self.field == "initContainers" and self.value.get("restartPolicy") == "Always"

    def security(self, field: str) -> Node:
        """What holds for the container of `securityContext`: its own value, else the pod's.

        Where neither says anything, the container's absent Node. As the kubelet merges them
        (DetermineEffectiveSecurityContext): a null is no value, and lists and mappings are not mixed.
        """
        own = self.node["securityContext"][field]
        if own.value is not None or field not in _SHARED:
            return own
        of_pod = self.pod.spec["securityContext"][field]
        return of_pod if of_pod.value is not None else own


# The fields that the securityContext of a pod and that of a container have in common.
_SHARED = frozenset(
    {
        "appArmorProfile",
        "runAsGroup",
        "runAsNonRoot",
        "runAsUser",
        "seLinuxOptions",
        "seccompProfile",
        "windowsOptions",
    }
)


def pods(resource: Resource) -> Iterator[Pod]:
    """The pod that a resource is or makes; nothing for all others."""
    path = TEMPLATES.get((resource.group, resource.kind))
    value: Any = resource.value if path is not None else None
    for step in path or ():
        value = value.get(step) if isinstance(value, dict) else None
    if path is not None and isinstance(value, dict):
        yield Pod(resource, path, value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
