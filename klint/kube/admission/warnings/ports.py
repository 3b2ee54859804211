"""Ports of containers that get in each other's way.

Source: kubernetes `pkg/api/pod/warnings.go`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission.validation.fault import down, field
from klint.kube.admission.validation.pod.view import containers
from klint.kube.admission.warnings.notice import warn
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At
    from klint.kube.admission.validation.rules import Scope
    from klint.kube.admission.warnings.notice import Notice

_SINCE = Release(1, 28)
_NAMES = Release(1, 33)


def ports(spec: Any, at: At, scope: Scope) -> Iterator[Notice]:
    """All ports of a pod, which its containers share."""
    if scope.release < _SINCE:
        return
    found = [
        (port or {}, down(here, "ports", index))
        for container, here in containers(spec, at)
        for index, port in enumerate(container.get("ports") or ())
    ]
    yield from _numbers(found)
    if scope.release >= _NAMES:
        yield from _names(found)


def _numbers(ports: list[tuple[Any, At]]) -> Iterator[Notice]:
    seen: dict[tuple[Any, str], list[tuple[Any, At]]] = {}
    for port, at in ports:
        if port.get("hostIP") and not port.get("hostPort"):
            yield warn(at, f"hostIP set without hostPort: {_shown(port)}")
        alike = seen.setdefault((port.get("containerPort") or 0, port.get("protocol") or "TCP"), [])
        for other, place in alike:
            if words := _conflict(_on_host(port), _on_host(other)):
                yield warn(at, f"{words} port definition with {field(place)}")
        alike.append((port, at))


def _on_host(port: Any) -> tuple[str, int]:
    return port.get("hostIP") or "", port.get("hostPort") or 0


def _conflict(one: tuple[str, int], other: tuple[str, int]) -> str:
    if one == other:
        return "duplicate"
    (address, port), (other_address, other_port) = one, other
    if not port or not other_port:
        return "overlapping"
    if port == other_port and (not address or not other_address):
        return "dangerously ambiguous"
    return ""


def _shown(port: Any) -> str:
    fields = {
        "Name": port.get("name") or "",
        "HostPort": port.get("hostPort") or 0,
        "ContainerPort": port.get("containerPort") or 0,
        "Protocol": port.get("protocol") or "TCP",
        "HostIP": port["hostIP"],
    }
    return "{" + " ".join(f"{name}:{value}" for name, value in fields.items()) + "}"


def _names(ports: list[tuple[Any, At]]) -> Iterator[Notice]:
    first: dict[str, At] = {}
    for port, at in ports:
        name = port.get("name")
        if not name:
            continue
        if name not in first:
            first[name] = at
            continue
        other = field(first[name])
        yield warn(
            at,
            f'duplicate port name "{name}" with {other}, '
            f"services and probes that select ports by name will use {other}",
        )
