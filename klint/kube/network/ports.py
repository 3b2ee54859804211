"""Sets of ports: what two ends may exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.network.intervals import contains, difference, intersection, union

if TYPE_CHECKING:
    from klint.kube.network.intervals import Intervals

PROTOCOLS = ("TCP", "UDP", "SCTP")
EVERY_PORT: Intervals = ((1, 65535),)


class PortSet(NamedTuple):
    """Ports from 1 to 65535, by protocol."""

    tcp: Intervals = ()
    udp: Intervals = ()
    sctp: Intervals = ()

    @classmethod
    def of(cls, protocol: str, ports: Intervals = EVERY_PORT) -> PortSet:
        """Ports of one protocol; none of one that there is not."""
        if protocol not in PROTOCOLS:
            return NO_PORTS
        return cls(**{protocol.lower(): ports})

    def __str__(self) -> str:
        """Such as `TCP:80,443,8000-8080;UDP:53`, `all` or `none`."""
        if self == ALL_PORTS:
            return "all"
        parts = zip(PROTOCOLS, self, strict=True)
        return ";".join(f"{name}:{_text(ports)}" for name, ports in parts if ports) or "none"

    def __or__(self, other: PortSet) -> PortSet:
        if self == other or not any(other):
            return self
        return PortSet(*map(union, self, other))

    def __and__(self, other: PortSet) -> PortSet:
        if other in (self, ALL_PORTS):
            return self
        if self == ALL_PORTS:
            return other
        return PortSet(*map(intersection, self, other))

    def __sub__(self, other: PortSet) -> PortSet:
        if other in (self, ALL_PORTS):
            return NO_PORTS
        return PortSet(*map(difference, self, other))

    def has(self, protocol: str, port: int) -> bool:
        return contains(self[PROTOCOLS.index(protocol)], port)


NO_PORTS = PortSet()
ALL_PORTS = PortSet(EVERY_PORT, EVERY_PORT, EVERY_PORT)


def _text(ports: Intervals) -> str:
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ports)
