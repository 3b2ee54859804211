"""What the plugins of a profile make of the pods of one template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.scheduling.judging import judge, ratings
from klint.kube.scheduling.plugin import Broken, Fixed, Unevaluated, summed
from klint.kube.scheduling.plugins import FILTERS, SCORERS, node_affinity, node_resources_fit
from klint.kube.scheduling.refusal import Refusal
from klint.kube.scheduling.state.room import Room

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.scheduling.plugin import Filter, Refused, Scored, Scorer
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.state import State


class Outlook:
    """Keeps up with the state, so that one serves all pods of its template.

    `refusal` is one of all nodes, found before any is looked at; `fault` is what would end the scoring;
    `unevaluated` is what keeps from saying anything.
    """

    def __init__(self, pod: Pod, state: State, profile: Profile) -> None:
        self.fault: Broken | None = None
        self.unevaluated: Unevaluated | None = None
        self.room = _room(pod, state, profile)
        self.filters: list[Filter] = []
        self._state = state
        self._ratings = ratings(pod.template.requests, profile)
        self._unlisted = 0
        self.refusal = self._make_filters(pod, profile)
        self._moving = list(self.filters)
        self._settled, self._open = self._settle()
        self._scorers: list[tuple[str, int, Scorer]] = []
        self._make_scorers(pod, profile)

    def filtered(self, only: int | None = None) -> tuple[list[Refused], int]:
        """The refusals with the nodes they hold for, each node in one of them, and the nodes that remain.

        Only some nodes are looked at if the pod is pinned to them.
        """
        refused, open_ = list(self._settled), self._open
        if only is not None:
            found = [(node_affinity.UNLISTED, self._state.nodes.everyone & ~only)]
            found += [(refusal, mask & only) for refusal, mask in refused]
            refused, open_ = [(refusal, mask) for refusal, mask in found if mask], open_ & only
        for one in self._moving:
            if not open_:
                break
            for refusal, mask in one.refusals(open_):
                hit = mask & open_
                if hit:
                    refused.append((refusal, hit))
                    open_ ^= hit
        return refused, open_

    def refusal_by(self, node: int) -> Refusal | None:
        """What one node says, if it was among those looked at."""
        bit = self._state.nodes.bits[node]
        for one in self.filters:
            for refusal, mask in one.refusals(bit):
                if mask & bit:
                    return refusal
        return None

    def blockers(self, only: int | None = None) -> Iterator[Refused]:
        """Everything that speaks against nodes, not only what kube-scheduler would say first."""
        unlisted = self._unlisted if only is None else self._state.nodes.everyone & ~only
        if unlisted:
            yield node_affinity.UNLISTED, unlisted
        for one in self.filters:
            yield from one.refusals(self._state.nodes.everyone)

    def best(self, candidates: int) -> tuple[int, int]:
        """The greatest total score, and who has it."""
        self.room.catch_up()
        rooms, best, found = self.room.scores, -1, 0
        scores = sorted(rooms, reverse=True)
        for total, mask in sorted(self._totals(candidates), reverse=True):
            for score in scores:
                if total + score < best:
                    break
                hit = mask & rooms[score]
                if hit:
                    found = hit if total + score > best else found | hit
                    best = total + score
                    break
        return best, found

    def _totals(self, candidates: int) -> list[Scored]:
        """The sums of all scores but those by room."""
        same, apart = 0, []
        for _, parts in self._weighted(candidates):
            if len(parts) == 1:
                same += parts[0][0]
            else:
                apart.append(parts)
        return [(same + total, mask) for total, mask in summed(apart, candidates)]

    def table(self, candidates: int) -> dict[str, list[Scored]]:
        """The weighted scores of every plugin that has a say."""
        sets = ((usage, mask & candidates) for usage, mask in self._state.by_usage.items())
        usages = [(usage, mask) for usage, mask in sets if mask]
        found = {
            name: [(weight * score(usage), mask) for usage, mask in usages]
            for name, weight, score in self._ratings
        }
        return found | dict(self._weighted(candidates))

    def _weighted(self, candidates: int) -> Iterator[tuple[str, list[Scored]]]:
        for name, weight, scorer in self._scorers:
            parts = scorer.scores(candidates)
            if parts is not None:
                yield name, [(weight * score, mask) for score, mask in parts]

    def _make_filters(self, pod: Pod, profile: Profile) -> Refusal | None:
        """As in PreFilter, the first plugin that refuses the pod as a whole ends it."""
        if node_affinity.NAME in profile.filters:
            listed = node_affinity.listed(pod, self._state)
            if isinstance(listed, Refusal):
                return listed
            if listed is not None:
                self._unlisted = self._state.nodes.everyone ^ listed
        for name in profile.filters:
            if name == node_resources_fit.NAME:
                self.filters.append(self.room)
            made = FILTERS[name](pod, self._state, profile) if name in FILTERS else None
            if isinstance(made, Refusal):
                return made
            if isinstance(made, Unevaluated):
                self.unevaluated = made
            elif made is not None:
                self.filters.append(made)
        return None

    def _make_scorers(self, pod: Pod, profile: Profile) -> None:
        for name, weight in profile.weights.items():
            made = SCORERS[name](pod, self._state, profile) if weight and name in SCORERS else None
            if isinstance(made, Broken):
                self.fault = made
            elif made is not None:
                self._scorers.append((name, weight, made))

    def _settle(self) -> tuple[list[Refused], int]:
        """What the first filters say never changes: it is worked out once."""
        open_ = self._state.nodes.everyone ^ self._unlisted
        settled = [(node_affinity.UNLISTED, self._unlisted)] if self._unlisted else []
        while self._moving and isinstance(self._moving[0], Fixed):
            for refusal, mask in self._moving.pop(0).refusals(open_):
                hit = mask & open_
                if hit:
                    settled.append((refusal, hit))
                    open_ ^= hit
        return settled, open_


def _room(pod: Pod, state: State, profile: Profile) -> Room:
    requests = pod.template.requests
    key = (profile, *(tuple(sorted(one.items())) for one in requests))
    return state.remember(key, lambda: Room(state, judge(requests, profile)))
