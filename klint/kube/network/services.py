"""Where Services and Ingresses lead, and who may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from klint.kube.network.groups import container_ports
from klint.kube.network.values import mapping, text
from klint.kube.selectors import map_selector

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klint.cluster import Pod
    from klint.kube.network.connectivity import Connectivity
    from klint.manifest import Resource
    from klint.yaml import Node

Problem = Literal["", "no-service", "no-port", "not-tcp", "no-endpoints"]


class Target(NamedTuple):
    """A pod behind a Service, and the port of it that is meant."""

    pod: Pod
    port: int


class Port(NamedTuple):
    """A port of a Service, and where it leads; `node` is where it is written."""

    name: str
    number: int
    protocol: str
    targets: Sequence[Target]
    node: Node


class Backend(NamedTuple):
    """What an Ingress sends requests to; no host and path for the default backend.

    `problem` says why nothing answers.
    """

    host: str | None
    path: str | None
    service: str
    targets: Sequence[Target]
    problem: Problem
    node: Node


def ports(connectivity: Connectivity, service: Resource) -> Sequence[Port]:
    """The ports of a Service, with the pods that its endpoints will be (endpointslice controller, 1.34).

    Where a Service has no selector, its endpoints are somebody else's to make, and none is known.
    """
    spec = service["spec"]
    pods: Sequence[Pod] = ()
    if spec["type"].value != "ExternalName":
        pods = connectivity.selected(map_selector(spec["selector"].value), service.namespace)
    return [_port(node, pods) for node in spec["ports"]]


def clients(connectivity: Connectivity, port: Port) -> Sequence[Pod]:
    """The pods that reach at least one target of a port, other than themselves."""
    return [pod for group in connectivity.groups for pod in group.pods if _reaches(connectivity, pod, port)]


def backends(connectivity: Connectivity, ingress: Resource) -> Sequence[Backend]:
    """The Services that an Ingress sends requests to, the default one first."""
    spec = ingress["spec"]
    found = [_backend(connectivity, ingress, spec["defaultBackend"])]
    for rule in spec["rules"]:
        for path in rule["http"]["paths"]:
            backend = _backend(connectivity, ingress, path["backend"])
            found.append(backend and backend._replace(host=rule["host"].value, path=path["path"].value))
    return [backend for backend in found if backend]


def _reaches(connectivity: Connectivity, pod: Pod, port: Port) -> bool:
    return any(
        target.pod is not pod and connectivity.allowed(pod, target.pod).has(port.protocol, target.port)
        for target in port.targets
    )


def _port(node: Node, pods: Sequence[Pod]) -> Port:
    value = mapping(node.value)
    number, protocol = value.get("port"), text(value.get("protocol")) or "TCP"
    wanted = value.get("targetPort") or number
    found = ((pod, wanted if isinstance(wanted, int) else _number(pod, wanted, protocol)) for pod in pods)
    targets = [Target(pod, port) for pod, port in found if port]
    return Port(text(value.get("name")), number if isinstance(number, int) else 0, protocol, targets, node)


def _number(pod: Pod, wanted: Any, protocol: str) -> int:
    """The port that a pod gives a name; 0 for none. The first counts (k8s.io/kubernetes/pkg/api/v1/pod.FindPort)."""
    named = container_ports(mapping(pod.spec.value))
    return next((number for name, its, number in named if (name, its) == (wanted, protocol)), 0)


def _backend(connectivity: Connectivity, ingress: Resource, node: Node) -> Backend | None:
    value = mapping(mapping(node.value).get("service"))
    name = text(value.get("name"))
    if not name:
        return None
    service = connectivity.cluster.find("Service", name, ingress.namespace)
    targets, problem = ([], "no-service") if service is None else _led(connectivity, service, value)
    return Backend(None, None, name, targets, problem, node)


def _led(
    connectivity: Connectivity, service: Resource, value: Mapping[str, Any]
) -> tuple[Sequence[Target], Problem]:
    """Where a backend leads; TCP is meant where a number names another protocol too."""
    wanted = mapping(value.get("port"))
    meant = [port for port in ports(connectivity, service) if _is(port, wanted)]
    if not meant:
        return (), "no-port"
    found = next((port for port in meant if port.protocol == "TCP"), None)
    if found is None:
        return (), "not-tcp"
    return found.targets, "" if found.targets else "no-endpoints"


def _is(port: Port, wanted: Mapping[str, Any]) -> bool:
    return port.name == wanted["name"] if wanted.get("name") else port.number == wanted.get("number")
