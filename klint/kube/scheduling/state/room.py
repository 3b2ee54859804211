"""Which nodes have room for a pod, and how well it would fill them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.kube.scheduling.plugins.node_resources_fit import Wanted
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.refusal import Refusal
    from klint.kube.scheduling.state.state import State
    from klint.kube.scheduling.state.usage import Usage


class Rating(NamedTuple):
    """A plugin's score of a node by its usage alone."""

    plugin: str
    weight: int
    score: Callable[[Usage], int]


class Room:
    """The verdict on each node for pods of equal requests, found once for every Usage that occurs.

    `scores` has the nodes with room by their weighted score, `refused` the others.
    """

    def __init__(self, state: State, wanted: Wanted | None, ratings: tuple[Rating, ...]) -> None:
        """Without `wanted` everything fits."""
        self.ratings = ratings
        self._state = state
        self._wanted = wanted
        self._said: dict[Usage, Refusal | int] = {}
        self.scores: dict[int, int] = {}
        self.refused: dict[Refusal, int] = {}
        for usage, mask in state.by_usage.items():
            self._put(self._verdict(usage), mask)
        self._current = [self._said[usage] for usage in state.usage]
        self._seen = len(state.changed)

    def refusals(self, within: int) -> list[tuple[Refusal, int]]:  # noqa: ARG002 -- asked for by Filter
        self.catch_up()
        return list(self.refused.items())

    def assume(self, pod: Pod, node: int, sign: int) -> None:
        pass

    def catch_up(self) -> None:
        """Look again at the nodes that have changed."""
        changed = self._state.changed
        if self._seen == len(changed):
            return
        usages, said, current, bits = self._state.usage, self._said, self._current, self._state.nodes.bits
        for node in set(changed[self._seen :]):
            usage = usages[node]
            new = said[usage] if usage in said else self._verdict(usage)
            old = current[node]
            if new != old:
                current[node] = new
                self._put(old, bits[node])
                self._put(new, bits[node])
        self._seen = len(changed)

    def _put(self, verdict: Refusal | int, mask: int) -> None:
        """Move nodes in or out: each is in exactly one set."""
        sets: dict[Refusal | int, int] = self.scores if type(verdict) is int else self.refused  # type: ignore[assignment]
        rest = sets.get(verdict, 0) ^ mask
        if rest:
            sets[verdict] = rest
        else:
            del sets[verdict]

    def _verdict(self, usage: Usage) -> Refusal | int:
        wanted = self._wanted
        if wanted is not None and not wanted.fits(usage):
            found: Refusal | int = wanted.refusal(usage)
        else:
            found = sum(rating.weight * rating.score(usage) for rating in self.ratings)
        self._said[usage] = found
        return found
