"""Ports of Services and containers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from klint.finding import Hit
from klint.kube import names
from klint.manifest import has_placeholder
from klint.manifest.shape import entries, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.cluster import Container, Pod
    from klint.manifest import Resource

_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_HANDLERS = ("httpGet", "tcpSocket", "grpc")


def unnamed(service: Resource) -> Iterator[Hit]:
    """A Service of several ports needs a name for each."""
    ports = entries(service.value, "spec", "ports")
    for index, port in ports if len(ports) > 1 else ():
        if not port.get("name"):
            yield Hit(service["spec"]["ports"][index], port=port.get("port"), service=service.name)


def duplicate(service: Resource) -> Iterator[Hit]:
    """Two ports of a Service with one name, or with one number and protocol."""
    seen: dict[str, tuple[int, str]] = {}
    ports = entries(service.value, "spec", "ports")
    for index, port in ports if len(ports) > 1 else ():
        for what, field in _identities(port):
            first = seen.setdefault(what, (index, field))
            if first != (index, field):
                node = service["spec"]["ports"]
                yield Hit(
                    node[index][field], (node.at(first), "the first one"), service=service.name, what=what
                )


def _identities(port: dict[str, Any]) -> Iterator[tuple[str, str]]:
    name, number = port.get("name"), port.get("port")
    if isinstance(name, str) and name:
        yield f"the name {name}", "name"
    if isinstance(number, int):
        yield f"port {number}/{port.get('protocol') or 'TCP'}", "port"


def out_of_range(service: Resource) -> Iterator[Hit]:
    """Numbers of a Service's ports that are none; a nodePort of 0 asks for any."""
    for index, port in entries(service.value, "spec", "ports"):
        for field in ("port", "targetPort", "nodePort"):
            number = port.get(field)
            if _wrong(number) and not (number == 0 and field == "nodePort"):
                yield Hit(service["spec"]["ports"][index][field], number=number)


def of_container(container: Container) -> Iterator[Hit]:
    """Numbers of a container's ports and probes that are none; a hostPort of 0 is no hostPort."""
    value = container.value
    for index, port in entries(value, "ports"):
        for field in ("containerPort", "hostPort"):
            number = port.get(field)
            if _wrong(number) and not (number == 0 and field == "hostPort"):
                yield Hit(container["ports"][index][field], number=number)
    for probe in _PROBES:
        for handler in _HANDLERS if value.get(probe) else ():
            number = mapping(value, probe, handler).get("port")
            if _wrong(number):
                yield Hit(container[probe][handler]["port"], number=number)


_name_fault = cache(names.port)


def _wrong(number: Any) -> bool:
    return type(number) is int and not 1 <= number <= 65535


def named(pod: Pod) -> Iterator[Hit]:
    """Names of container ports, by form and by being the only one of their container."""
    for container in pod.all_containers:
        seen: dict[str, int] = {}
        for index, port in entries(container.value, "ports"):
            name = port.get("name")
            if not isinstance(name, str) or not name:
                continue
            wrong = _name_fault(name)
            if wrong and not has_placeholder(name):
                yield Hit(container["ports"][index]["name"], name=name, wrong=wrong)
            first = seen.setdefault(name, index)
            if first != index:
                ports = container["ports"]
                wrong = f"container {container.name} has a port of this name already"
                yield Hit(
                    ports[index]["name"], (ports[first]["name"], "the first one"), name=name, wrong=wrong
                )
