"""Ports of containers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import duplicate, invalid
from klint.kube.admission.validation.rules import Rules, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

PROTOCOLS = ("SCTP", "TCP", "UDP")


def number(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    """The number of a port; zero is none."""
    return [invalid(at, value, one) for one in formats.port_number(value)] if value else ()


_PORT = Rules(
    {"containerPort": number, "hostPort": number, "protocol": one_of(*PROTOCOLS)}, required=("containerPort",)
)


def container_ports(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    faults: list[Fault] = []
    names: set[str] = set()
    for index, port in enumerate(value):
        faults += _PORT(port, (at, index), scope)
        name = (port or {}).get("name")
        if not name:
            continue
        if wrong := formats.port_name(name):
            faults += [invalid(((at, index), "name"), name, one) for one in wrong]
        elif name in names:
            faults.append(duplicate(((at, index), "name"), name))
        names.add(name)
    return faults


def host_ports(containers: Any, at: At) -> Iterator[Fault]:
    """Ports of the host that several containers ask for, or one container twice."""
    taken: set[str] = set()
    for index, container in enumerate(containers):
        for nth, port in enumerate((container or {}).get("ports") or ()):
            number_ = (port or {}).get("hostPort")
            if not number_:
                continue
            claim = f"{port.get('protocol') or 'TCP'}/{port.get('hostIP') or ''}/{number_}"
            if claim in taken:
                yield duplicate(((((at, index), "ports"), nth), "hostPort"), claim)
            taken.add(claim)


def on_host_network(containers: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """In the host's network a container's ports are the host's."""
    for index, container in enumerate(containers):
        for nth, port in enumerate((container or {}).get("ports") or ()):
            host, own = (port or {}).get("hostPort") or 0, (port or {}).get("containerPort") or 0
            if (scope.inside.stored or host) and host != own:
                words = "must match `containerPort` when `hostNetwork` is true"
                yield invalid(((((at, index), "ports"), nth), "hostPort"), host, words)
