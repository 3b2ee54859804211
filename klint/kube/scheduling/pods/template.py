"""What pods that are alike have in common."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.resources import is_sidecar
from klint.kube.scheduling.pods.node_selection import NodeSelection, node_selection
from klint.kube.scheduling.pods.pod_terms import PodTerms, pod_terms
from klint.kube.scheduling.pods.requests import Requests, requests
from klint.kube.scheduling.pods.tolerations import Toleration, tolerations
from klint.kube.scheduling.state.usage import Load
from klint.kube.scheduling.values import items, labels_of, mapping, name_of, namespace_of, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.scheduling.world import Object

DEFAULT_SCHEDULER = "default-scheduler"

# What of a container and of a pod's spec scheduling depends on; the rest differs between pods that are alike.
_CONTAINER = ("image", "name", "ports", "resources", "restartPolicy")
_SPEC = (
    "affinity",
    "nodeSelector",
    "overhead",
    "preemptionPolicy",
    "priority",
    "resourceClaims",
    "resources",
    "schedulerName",
    "schedulingGates",
    "tolerations",
    "topologySpreadConstraints",
)
_DISKS = ("awsElasticBlockStore", "azureDisk", "azureFile", "cinder", "csi", "gcePersistentDisk", "iscsi")
_VOLUMES = ("persistentVolumeClaim", "ephemeral", "portworxVolume", "rbd", "vsphereVolume", *_DISKS)


class Controller(NamedTuple):
    """The owner that makes a pod."""

    api_version: str
    kind: str
    name: str


class Template:
    """Everything that scheduling looks at in a pod but its name; pods of one template are interchangeable."""

    def __init__(self, pod: Object) -> None:
        """`pod` is one of them, as the API server stores it."""
        self.spec = mapping(pod, "spec")
        self.namespace = namespace_of(pod)
        self.labels: Mapping[str, str] = labels_of(pod)
        self.terminating = _terminating(pod)
        self.controller = _controller(pod)
        self.scheduler = text(self.spec.get("schedulerName")) or DEFAULT_SCHEDULER
        self.priority = whole(self.spec.get("priority"))
        self.preempts = self.spec.get("preemptionPolicy") != "Never"
        self.nominated = text(mapping(pod, "status").get("nominatedNodeName"))
        self.gates = [text(gate.get("name")) for gate in items(self.spec, "schedulingGates")]
        self._status = mapping(pod, "status")

    @cached_property
    def requests(self) -> Requests:
        return requests(self.spec, self._status)

    @cached_property
    def load(self) -> Load:
        return Load.of(self.requests)

    @cached_property
    def tolerations(self) -> tuple[Toleration, ...]:
        return tolerations(self.spec)

    @cached_property
    def node_selection(self) -> NodeSelection:
        return node_selection(self.spec)

    @cached_property
    def pod_terms(self) -> PodTerms:
        return pod_terms(self.spec, self.namespace)

    @cached_property
    def has_claims(self) -> bool:
        """Whether it needs anything that is bound to it while it is placed."""
        return bool(self.spec.get("resourceClaims")) or any(
            "persistentVolumeClaim" in volume or "ephemeral" in volume for volume in self.volumes
        )

    @cached_property
    def host_ports(self) -> frozenset[tuple[str, str, int]]:
        """Address, protocol and number of every port of the host that containers and sidecars take."""
        running = [
            *items(self.spec, "containers"),
            *(one for one in items(self.spec, "initContainers") if is_sidecar(one)),
        ]
        return frozenset(
            (text(port.get("hostIP")) or "0.0.0.0", text(port.get("protocol")) or "TCP", port["hostPort"])  # noqa: S104
            for container in running
            for port in items(container, "ports")
            if whole(port.get("hostPort")) > 0
        )

    @cached_property
    def has_own_claims(self) -> bool:
        """Whether a claim is named after the pod, so that no other pod is like it."""
        return any("ephemeral" in volume for volume in self.volumes)

    @cached_property
    def volumes(self) -> list[dict[str, Any]]:
        return items(self.spec, "volumes")


def digest(pod: Object) -> str:
    """A text that is the same for all pods of one template."""
    spec, status = mapping(pod, "spec"), mapping(pod, "status")
    volumes = [{key: one[key] for key in (*_VOLUMES, "name") if key in one} for one in items(spec, "volumes")]
    volumes = [one for one in volumes if len(one) > 1]
    owned = any("ephemeral" in one for one in volumes)
    return json.dumps(
        [
            namespace_of(pod),
            labels_of(pod),
            _terminating(pod),
            _controller(pod),
            {key: spec[key] for key in _SPEC if key in spec},
            [_picked(one) for one in items(spec, "containers")],
            [_picked(one) for one in items(spec, "initContainers")],
            volumes,
            [name_of(pod), text(mapping(pod, "metadata").get("uid"))] if owned else None,
            status.get("nominatedNodeName"),
            list(_resizes(status)),
        ],
        sort_keys=True,
        default=str,
    )


def _picked(container: Mapping[str, Any]) -> dict[str, Any]:
    return {key: container[key] for key in _CONTAINER if key in container}


def _resizes(status: Mapping[str, Any]) -> Iterator[Any]:
    for field in ("containerStatuses", "initContainerStatuses"):
        for one in items(status, field):
            if "resources" in one:
                yield [one.get("name"), one["resources"], one.get("allocatedResources")]
    yield [one.get("reason") for one in items(status, "conditions") if one.get("type") == "PodResizePending"]


def _terminating(pod: Object) -> bool:
    return bool(mapping(pod, "metadata").get("deletionTimestamp"))


def _controller(pod: Object) -> Controller | None:
    for owner in items(pod, "metadata", "ownerReferences"):
        if owner.get("controller") is True:
            return Controller(text(owner.get("apiVersion")), text(owner.get("kind")), text(owner.get("name")))
    return None
