"""InterPodAffinity: pods that want to be near each other, or apart."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from klint.kube.scheduling.plugin import GREATEST, summed
from klint.kube.scheduling.refusal import Refusal
from klint.kube.scheduling.state.census import Tally
from klint.kube.scheduling.values import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from klint.kube.scheduling.plugin import Refused, Scored
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.pods.pod_terms import PodTerm
    from klint.kube.scheduling.pods.template import Template
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.state import State

NAME = "InterPodAffinity"

_FAR = Refusal(NAME, ("node(s) didn't match pod affinity rules",), final=True)
_NEAR = Refusal(NAME, ("node(s) didn't match pod anti-affinity rules",), final=False)
_REPELLED = Refusal(NAME, ("node(s) didn't satisfy existing pods anti-affinity rules",), final=False)


class _Filter:
    """Required terms: the pod's own, and the anti-affinity of those that run."""

    def __init__(self, pod: Template, state: State) -> None:
        self._everyone = state.nodes.everyone
        here = state.namespaces.get(pod.namespace, {})
        near = [term.expanded(state.namespaces) for term in pod.pod_terms.affinity]
        apart = [term.expanded(state.namespaces) for term in pod.pod_terms.anti_affinity]
        self._labelled = [state.nodes.labels.having(term.key) for term in near]
        self._attracts_itself = all(term.matches(pod, {}) for term in near)
        self._attracting = [
            _tally(key, lambda other: all(term.matches(other, {}) for term in near), state)
            for key in dict.fromkeys(term.key for term in near)
        ]
        self._unwanted = [
            _tally(term.key, partial(term.matches, namespace_labels={}), state) for term in apart
        ]
        self._repelling = [
            _tally(key, partial(_repels, pod=pod, key=key, namespace_labels=here), state)
            for key in _repelling_keys(pod, state)
        ]

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
    template = pod.template
    key = (NAME, template.pod_terms, *state.selectable(template))
    return state.remember(key, lambda: _Filter(template, state)) or None


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
    weight = whole(arguments.get("hardPodAffinityWeight"), 1)
    key = (NAME, weight, own, *state.selectable(pod.template))
    tallies = state.remember(key, lambda: _Weigher(pod.template, state, weight).tallies())
    return _Scorer(tallies) if tallies else None


class _Weigher:
    """How much running pods draw the pod being placed to where they are, by topology key."""

    def __init__(self, pod: Template, state: State, hard_weight: int) -> None:
        self._pod = pod
        self._state = state
        self._here = state.namespaces.get(pod.namespace, {})
        self._hard_weight = hard_weight
        own = pod.pod_terms
        self._own = [
            (term.expanded(state.namespaces), sign)
            for terms, sign in ((own.preferred, 1), (own.preferred_anti, -1))
            for term in terms
        ]

    def tallies(self) -> list[Tally]:
        keys = [term.key for term, _ in self._own]
        keys += (key for one in self._state.templates for key, _ in self._of_other(one))
        nodes, census = self._state.nodes, self._state.census
        return [
            census.follow(Tally(nodes, nodes.domains(key), partial(self._weight, key)))
            for key in dict.fromkeys(keys)
        ]

    def _weight(self, key: str, other: Template) -> int | None:
        """None if no term of either selects the other."""
        drawn = [
            sign * term.weight for term, sign in self._own if term.key == key and term.matches(other, {})
        ]
        drawn += (weight for own, weight in self._of_other(other) if own == key)
        return sum(drawn) if drawn else None

    def _of_other(self, other: Template) -> Iterator[tuple[str, int]]:
        """The terms of a running pod that select the pod."""
        terms = other.pod_terms
        if self._hard_weight > 0:
            yield from ((one.key, self._hard_weight) for one in self._selecting(terms.affinity))
        yield from ((one.key, one.weight) for one in self._selecting(terms.preferred))
        yield from ((one.key, -one.weight) for one in self._selecting(terms.preferred_anti))

    def _selecting(self, terms: Iterable[PodTerm]) -> Iterator[PodTerm]:
        return (one for one in terms if one.matches(self._pod, self._here))


def _tally(key: str, counts: Callable[[Template], bool], state: State) -> Tally:
    """How many pods that count are in each domain."""
    weigh = lambda other: 1 if counts(other) else None  # noqa: E731
    return state.census.follow(Tally(state.nodes, state.nodes.domains(key), weigh))


def _repels(other: Template, key: str, pod: Template, namespace_labels: Mapping[str, str]) -> bool:
    return any(
        term.key == key and term.matches(pod, namespace_labels) for term in other.pod_terms.anti_affinity
    )


def _repelling_keys(pod: Template, state: State) -> list[str]:
    here = state.namespaces.get(pod.namespace, {})
    keys = {
        term.key: None
        for other in state.templates
        for term in other.pod_terms.anti_affinity
        if term.matches(pod, here)
    }
    return list(keys)
