"""Who may exchange what with somebody: masks, each with its ports, that have no bit in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from klint.kube.network.ports import ALL_PORTS, NO_PORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klint.kube.network.policy import Action
    from klint.kube.network.ports import PortSet

Share: TypeAlias = "tuple[int, PortSet]"
Partition: TypeAlias = "Mapping[PortSet, int]"  # without those who may exchange nothing
State: TypeAlias = "tuple[PortSet, PortSet, PortSet]"  # undecided, passed on, allowed


def added(shares: Iterable[Share]) -> Partition:
    """What any of several rules allows."""
    parts: dict[PortSet, int] = {}
    for mask, ports in shares:
        made: dict[PortSet, int] = {}
        fresh = mask
        for known, those in list(parts.items()):
            both = those & mask
            if both and known | ports != known:
                parts[known] = those ^ both
                made[known | ports] = made.get(known | ports, 0) | both
            fresh &= ~both
        for one, those in ((ports, fresh), *made.items()):
            parts[one] = parts.get(one, 0) | those
    return {ports: mask for ports, mask in parts.items() if mask and any(ports)}


class Verdicts:
    """What rules that are asked in turn have said so far.

    Each part is a mask of peers with the ports on which nothing is said, those passed on to the next tier, and
    those allowed; the others are denied.
    """

    def __init__(self, everyone: int) -> None:
        self._everyone = everyone
        self._parts: dict[State, int] = {(ALL_PORTS, NO_PORTS, NO_PORTS): everyone}

    def ask(self, action: Action, shares: Iterable[Share]) -> None:
        """Let a rule decide where none before it did."""
        for mask, ports in shares:
            parts: dict[State, int] = {}
            for key, those in self._parts.items():
                both = those & mask
                for state, some in ((key, those ^ both), (_asked(key, action, ports), both)):
                    if some:
                        parts[state] = parts.get(state, 0) | some
            self._parts = parts

    def next_tier(self) -> None:
        """Let the next tier decide on what was passed on, and on what nothing was said about."""
        parts: dict[State, int] = {}
        for (undecided, passed, allowed), those in self._parts.items():
            state = (undecided | passed, NO_PORTS, allowed)
            parts[state] = parts.get(state, 0) | those
        self._parts = parts

    def closed(self, last: Partition) -> Partition:
        """What is allowed in the end, where a partition says what to do with all that is undecided."""
        rest = self._everyone
        for mask in last.values():
            rest &= ~mask
        return added(
            (those & mask, allowed | undecided & ports)
            for (undecided, _, allowed), those in self._parts.items()
            for ports, mask in ((NO_PORTS, rest), *last.items())
        )


def _asked(state: State, action: Action, ports: PortSet) -> State:
    undecided, passed, allowed = state
    meant = undecided & ports
    if action == "Accept":
        allowed |= meant
    elif action == "Pass":
        passed |= meant
    return undecided - meant, passed, allowed
