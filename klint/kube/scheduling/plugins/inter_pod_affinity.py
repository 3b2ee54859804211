"""InterPodAffinity: pods that want to be near each other, or apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.scheduling.plugin import GREATEST, summed
from klint.kube.scheduling.refusal import Refusal
from klint.kube.scheduling.values import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from klint.kube.scheduling.plugin import Refused, Scored
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.pods.template import Template
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.census import Tally
    from klint.kube.scheduling.state.kin import Kin
    from klint.kube.scheduling.state.state import State

NAME = "InterPodAffinity"

_FAR = Refusal(NAME, ("node(s) didn't match pod affinity rules",), final=True)
_NEAR = Refusal(NAME, ("node(s) didn't match pod anti-affinity rules",), final=False)
_REPELLED = Refusal(NAME, ("node(s) didn't satisfy existing pods anti-affinity rules",), final=False)


class _Filter:
    """Required terms: the pod's own, and the anti-affinity of those that run."""

    def __init__(self, pod: Template, state: State) -> None:
        catalog, own = state.catalog, pod.pod_terms
        self._everyone = state.nodes.everyone
        self._labelled = [state.nodes.labels.having(term.key) for term in own.affinity]
        attractive = _common(catalog.selected(term) for term in own.affinity)
        self._attracts_itself = catalog.kin[pod] in attractive
        self._attracting = [
            state.tally(key, dict.fromkeys(attractive, 1))
            for key in dict.fromkeys(term.key for term in own.affinity)
        ]
        self._unwanted = [
            state.tally(term.key, dict.fromkeys(catalog.selected(term), 1)) for term in own.anti_affinity
        ]
        pullers: dict[str, list[Kin]] = {}
        for pull in catalog.repelling(pod):
            pullers.setdefault(pull.key, []).append(pull.puller)
        self._repelling = [state.tally(key, dict.fromkeys(found, 1)) for key, found in pullers.items()]

    def __bool__(self) -> bool:
        return bool(self._attracting or self._unwanted or self._repelling)

    def refusals(self, within: int) -> Iterator[Refused]:  # noqa: ARG002
        if self._attracting:
            yield _FAR, self._everyone & ~self._near
        for tally in self._unwanted:
            yield _NEAR, tally.over(0)
        for tally in self._repelling:
            yield _REPELLED, tally.over(0)

    def assume(self, pod: Pod, node: int, sign: int) -> None:
        pass

    @property
    def _near(self) -> int:
        """Where the affinity is met; the first of pods that attract each other may go anywhere."""
        mask = self._everyone
        for labelled in self._labelled:
            mask &= labelled
        if self._attracts_itself and not any(tally.counted for tally in self._attracting):
            return mask
        for tally in self._attracting:
            mask &= tally.over(0)
        return mask


def filtering(pod: Pod, state: State, profile: Profile) -> _Filter | None:  # noqa: ARG001
    return _Filter(pod.template, state) or None


class _Scorer:
    """Preferred terms, and the required affinity of those that run."""

    def __init__(self, tallies: Sequence[Tally]) -> None:
        self._tallies = tallies

    def scores(self, candidates: int) -> list[Scored] | None:
        """None if nothing counted anywhere."""
        if not any(tally.counted for tally in self._tallies):
            return None
        parts = summed((tally.by_total.items() for tally in self._tallies), candidates)
        least, greatest = min(parts)[0], max(parts)[0]
        if least == greatest:
            return [(0, candidates)]
        spread = greatest - least
        return [(int(GREATEST * ((raw - least) / spread)), mask) for raw, mask in parts]


def scoring(pod: Pod, state: State, profile: Profile) -> _Scorer | None:
    arguments = profile.arguments(NAME)
    own = pod.template.pod_terms
    if arguments.get("ignorePreferredTermsOfExistingPods") is True and not (
        own.preferred or own.preferred_anti
    ):
        return None
    weights = _weights(pod.template, state, whole(arguments.get("hardPodAffinityWeight"), 1))
    return _Scorer([state.tally(key, found) for key, found in weights.items()]) if weights else None


def _weights(pod: Template, state: State, hard_weight: int) -> dict[str, dict[Kin, int]]:
    """How much running pods draw the pod to where they are, by topology key."""
    found: dict[str, dict[Kin, int]] = {}

    def add(key: str, other: Kin, weight: int) -> None:
        drawn = found.setdefault(key, {})
        drawn[other] = drawn.get(other, 0) + weight

    own = pod.pod_terms
    for terms, sign in ((own.preferred, 1), (own.preferred_anti, -1)):
        for term in terms:
            for other in state.catalog.selected(term):
                add(term.key, other, sign * term.weight)
    for pull in state.catalog.drawing(pod):
        weight = hard_weight if pull.weight is None else pull.weight
        if pull.weight is not None or hard_weight > 0:
            add(pull.key, pull.puller, weight)
    return found


def _common(lists: Iterable[Iterable[Kin]]) -> set[Kin]:
    """Those that are in every list."""
    sets = [set(one) for one in lists]
    return set.intersection(*sets) if sets else set()
