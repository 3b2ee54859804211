"""What a plugin says of nodes; each lives in a module of its own in `plugins`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from klint.kube.scheduling.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.kube.scheduling.pods.pod import Pod

Refused = tuple[Refusal, int]
Scored = tuple[int, int]


class Filter(Protocol):
    """What one plugin has against nodes, for the pods of one template."""

    def refusals(self, within: int) -> Iterable[Refused]:
        """Refusals with the nodes they hold for; a node keeps the first, and only nodes `within` matter."""

    def assume(self, pod: Pod, node: int, sign: int) -> None:
        """In a dry run a pod was taken from the node (-1) or put back (1); the state says so too."""


class Scorer(Protocol):
    """How one plugin ranks the nodes that can take a pod."""

    def scores(self, candidates: int) -> list[Scored]:
        """Normalised scores, 0 to 100, with the nodes that get them; every candidate is in one set."""


class Fixed(NamedTuple):
    """A filter whose answer never changes."""

    refused: tuple[Refused, ...]

    def refusals(self, within: int) -> Iterable[Refused]:  # noqa: ARG002 -- asked for by the protocol
        return self.refused

    def assume(self, pod: Pod, node: int, sign: int) -> None:
        pass


class Unevaluated(NamedTuple):
    """A filter that would have to guess, and what it does not understand."""

    plugin: str
    what: str


class Broken(NamedTuple):
    """A scorer that ends the cycle with an error."""

    plugin: str
    fault: str


GREATEST = 100


def normalised(parts: Iterable[Scored], candidates: int, *, reverse: bool = False) -> list[Scored]:
    """Raw scores of sets of nodes on the scale to 100 (helper.DefaultNormalizeScore)."""
    found = [(raw, mask & candidates) for raw, mask in parts if mask & candidates]
    greatest = max((raw for raw, _ in found), default=0)
    if not greatest:
        return [(GREATEST if reverse else 0, candidates)]
    if reverse:
        return [(GREATEST - GREATEST * raw // greatest, mask) for raw, mask in found]
    return [(GREATEST * raw // greatest, mask) for raw, mask in found]


def summed(partitions: Iterable[Iterable[Scored]], everyone: int) -> list[Scored]:
    """The sums of what several partitions give each node; what is in no part of one gets 0 from it."""
    sums = {0: everyone}
    for parts in partitions:
        finer: dict[int, int] = {}
        for total, mask in sums.items():
            rest = mask
            for more, part in parts:
                hit = rest & part
                if hit:
                    finer[total + more] = finer.get(total + more, 0) | hit
                    rest ^= hit
            if rest:
                finer[total] = finer.get(total, 0) | rest
        sums = finer
    return list(sums.items())
