"""Which nodes have room for a pod, and how well it would fill them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.refusal import Refusal
    from klint.kube.scheduling.state.state import State
    from klint.kube.scheduling.state.usage import Usage

    Verdict = Refusal | int


class Room:
    """The verdict on each node for pods of equal requests, found once for every Usage that occurs.

    `scores` has the nodes with room by their score, `refused` the others.
    """

    def __init__(self, state: State, judge: Callable[[Usage], Verdict]) -> None:
        """`judge` gives the score of a node in some state, or why it has no room."""
        self.scores: dict[int, int] = {}
        self.refused: dict[Refusal, int] = {}
        self._state = state
        self._judge = judge
        self._said = {usage: judge(usage) for usage in state.by_usage}
        self._most = 2 * len(state.nodes) + 1000  # verdicts that are kept in mind
        for usage, mask in state.by_usage.items():
            sets = self._sets(self._said[usage])
            sets[self._said[usage]] = sets.get(self._said[usage], 0) | mask
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
        judge, move = self._judge, self._move
        if len(said) > self._most:
            said.clear()
        for node in set(changed[self._seen :]):
            usage = usages[node]
            new = said.get(usage)
            if new is None:
                new = said[usage] = judge(usage)
            old = current[node]
            if new != old:
                current[node] = new
                move(old, new, bits[node])
        self._seen = len(changed)

    def _move(self, old: Verdict, new: Verdict, bit: int) -> None:
        before, after = self._sets(old), self._sets(new)
        rest = before[old] ^ bit
        if rest:
            before[old] = rest
        else:
            del before[old]
        after[new] = after.get(new, 0) | bit

    def _sets(self, verdict: Verdict) -> dict[Verdict, int]:
        return self.scores if type(verdict) is int else self.refused  # type: ignore[return-value]
