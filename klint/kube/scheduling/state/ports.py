"""Which ports of the hosts are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    HostPort = tuple[str, str, int]

_ANY = "0.0.0.0"  # noqa: S104


class HostPorts:
    """Nodes by the ports their pods take: by protocol and number, then by address.

    Like kube-scheduler's HostPortInfo a set: of two pods that were bound to one port, the first to go frees it.
    """

    def __init__(self) -> None:
        self._taken: dict[tuple[str, int], dict[str, int]] = {}

    def take(self, ports: Iterable[HostPort], bit: int) -> None:
        for address, protocol, number in ports:
            by_address = self._taken.setdefault((protocol, number), {})
            by_address[address] = by_address.get(address, 0) | bit

    def free(self, ports: Iterable[HostPort], bit: int) -> None:
        for address, protocol, number in ports:
            self._taken[protocol, number][address] &= ~bit

    def conflicting(self, ports: Iterable[HostPort]) -> int:
        """The nodes where one of the ports is taken."""
        found = 0
        for address, protocol, number in ports:
            by_address = self._taken.get((protocol, number), {})
            if address == _ANY:
                for mask in by_address.values():
                    found |= mask
            else:
                found |= by_address.get(address, 0) | by_address.get(_ANY, 0)
        return found
