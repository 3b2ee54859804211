"""Ports of Services and containers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.finding import Hit
from klint.kube import names
from klint.manifest import has_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.cluster import Container, Pod
    from klint.manifest import Resource
    from klint.yaml import Node


def unnamed(service: Resource) -> Iterator[Hit]:
    """A Service of several ports needs a name for each."""
    ports = service["spec"]["ports"]
    if len(_entries(ports)) < 2:
        return
    for port in ports:
        if isinstance(port.value, dict) and not port.value.get("name"):
            yield Hit(port, port=port.value.get("port"), service=service.name)


def duplicate(service: Resource) -> Iterator[Hit]:
    """Two ports of a Service with one name, or with one number and protocol."""
    seen: dict[tuple[str, Any], Node] = {}
    for port in service["spec"]["ports"]:
        for what, key, node in _identities(port):
            first = seen.setdefault((what, key), node)
            if first is not node:
                yield Hit(node, (first, "the first one"), service=service.name, what=what)


def _identities(port: Node) -> Iterator[tuple[str, Any, Node]]:
    value = port.value
    if not isinstance(value, dict):
        return
    if isinstance(value.get("name"), str) and value["name"]:
        yield f"the name {value['name']}", None, port["name"]
    if isinstance(value.get("port"), int):
        protocol = value.get("protocol") or "TCP"
        yield f"port {value['port']}/{protocol}", None, port["port"]


def out_of_range(subject: Resource) -> Iterator[Hit]:
    """Numbers of a Service's ports that are none."""
    for port in subject["spec"]["ports"]:
        for field in ("port", "targetPort", "nodePort"):
            yield from _ranged(port[field])


def of_container(container: Container) -> Iterator[Hit]:
    """Numbers of a container's ports that are none; a hostPort of 0 is no hostPort."""
    for port in container["ports"]:
        yield from _ranged(port["containerPort"])
        if port["hostPort"].value != 0:
            yield from _ranged(port["hostPort"])
    for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
        for handler in ("httpGet", "tcpSocket", "grpc"):
            yield from _ranged(container[probe][handler]["port"])


def _ranged(node: Node) -> Iterator[Hit]:
    number = node.value
    if type(number) is int and not 1 <= number <= 65535 and not _dynamic(node):
        yield Hit(node, number=number)


def _dynamic(node: Node) -> bool:
    """A nodePort of 0 asks for any."""
    return node.value == 0 and node.path[-1] == "nodePort"


def named(pod: Pod) -> Iterator[Hit]:
    """Names of container ports, by form and by being the only one of their container."""
    for container in (*pod.init_containers, *pod.containers):
        seen: dict[str, Node] = {}
        for port in container["ports"]:
            name = port["name"]
            text = name.value
            if not isinstance(text, str) or not text or has_placeholder(text):
                continue
            wrong = names.port(text)
            if wrong:
                yield Hit(name, name=text, wrong=wrong)
            first = seen.setdefault(text, name)
            if first is not name:
                wrong = f"container {container.name} has a port of this name already"
                yield Hit(name, (first, "the first one"), name=text, wrong=wrong)


def _entries(node: Node) -> list[Any]:
    return node.value if isinstance(node.value, list) else []
