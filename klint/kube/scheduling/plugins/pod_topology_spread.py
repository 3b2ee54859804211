"""PodTopologySpread: pods of a kind spread evenly over the domains of a topology."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from klint.kube.scheduling.plugin import GREATEST
from klint.kube.scheduling.plugins.resource_shares import round_half_away
from klint.kube.scheduling.pods.spread_constraints import HOSTNAME, Constraint, Constraints, constraints
from klint.kube.scheduling.pods.tolerations import repelling
from klint.kube.scheduling.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from klint.kube.scheduling.plugin import Refused, Scored
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.pods.template import Template
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.census import Tally
    from klint.kube.scheduling.state.state import State

NAME = "PodTopologySpread"

_SKEWED = "node(s) didn't match pod topology spread constraints"
_MISSING = f"{_SKEWED} (missing required label)"


class _Hard:
    """A constraint that a node must meet."""

    def __init__(self, constraint: Constraint, pod: Template, state: State, where: int) -> None:
        self.constraint = constraint
        self.refusals = (
            Refusal(NAME, (_MISSING,), final=True, detail=constraint.key),
            Refusal(NAME, (_SKEWED,), final=False, detail=constraint.key),
        )
        self.missing = state.nodes.everyone & ~state.nodes.labels.having(constraint.key)
        self.tally = _tally(constraint, constraint.key, pod, state, where)
        self._own = constraint.selector.matches(pod.labels)

    @property
    def skewed(self) -> int:
        """The nodes whose domain would be too far above the smallest."""
        totals = self.tally.by_total
        domains = len(self.tally.totals)
        least = min(totals) if totals and domains >= self.constraint.min_domains else 0
        return self.tally.over(self.constraint.max_skew - self._own + least)


class _Filter:
    def __init__(self, hard: Sequence[_Hard], namespace: str) -> None:
        self._hard = hard
        self._namespace = namespace

    def refusals(self, within: int) -> Iterator[Refused]:  # noqa: ARG002
        for one in self._hard:
            yield one.refusals[0], one.missing
            yield one.refusals[1], one.skewed

    def assume(self, pod: Pod, node: int, sign: int) -> None:
        """Pods that are being deleted don't count, but kube-scheduler takes them away in dry runs all the same."""
        template = pod.template
        if template.terminating and template.namespace == self._namespace:
            for one in self._hard:
                if one.constraint.selector.matches(template.labels):
                    one.tally.add(node, sign, sign)


def filtering(pod: Pod, state: State, profile: Profile) -> _Filter | None:
    found = _constraints(pod.template, state, profile)
    if not found.hard:
        return None
    template = pod.template
    labelled = _having_all(found.hard, state)
    hard = [_Hard(one, template, state, labelled & _included(one, template, state)) for one in found.hard]
    return _Filter(hard, template.namespace)


class _Soft:
    """A constraint that nodes are ranked by."""

    def __init__(self, constraint: Constraint, pod: Template, state: State, where: int) -> None:
        self.max_skew = constraint.max_skew
        self._by_node = constraint.key == HOSTNAME
        self.labelled = state.nodes.labels.having(constraint.key)
        self._domains = state.nodes.domains(constraint.key)
        if self._by_node:
            self.tally = _tally(constraint, "", pod, state, None)
        else:
            self.tally = _tally(constraint, constraint.key, pod, state, where)
        self._last = (0, 0)

    def weight(self, ranked: int) -> float:
        """The more domains, the more a pod in one of them counts."""
        if self._last[0] != ranked:
            self._last = ranked, self._size(ranked)
        return log(self._last[1] + 2)

    def _size(self, ranked: int) -> int:
        if self._by_node:
            return ranked.bit_count()
        unlabelled = ranked & ~self.labelled != 0
        return unlabelled + sum(mask & ranked != 0 for mask in self._domains.masks)

    def added(self, raw: float, mask: int, weight: float) -> Iterator[tuple[float, int]]:
        """The raw scores of a set of nodes, told apart by this constraint."""
        rest = mask & self.labelled
        if mask ^ rest:
            yield raw, mask ^ rest
        for total, part in self.tally.by_total.items():
            hit = rest & part
            if hit:
                rest ^= hit
                yield raw + (total * weight + (self.max_skew - 1)), hit
        if rest:
            yield raw + (self.max_skew - 1), rest


class _Scorer:
    def __init__(self, soft: Sequence[_Soft], ranked: int) -> None:
        """Only nodes that are `ranked` get a score above 0."""
        self._soft = soft
        self._ranked = ranked

    def scores(self, candidates: int) -> list[Scored]:
        ranked = candidates & self._ranked
        parts = _merged((round_half_away(raw), mask) for raw, mask in self._raw(ranked))
        found = [] if ranked == candidates else [(0, candidates ^ ranked)]
        greatest, least = max(parts, default=0), min(parts, default=0)
        if not greatest:
            return [*found, (GREATEST, ranked)] if ranked else found
        return found + [
            (GREATEST * (greatest + least - raw) // greatest, mask) for raw, mask in parts.items()
        ]

    def _raw(self, ranked: int) -> Iterable[tuple[float, int]]:
        sets: Iterable[tuple[float, int]] = [(0.0, ranked)] if ranked else []
        for one in self._soft:
            weight = one.weight(ranked)
            sets = [finer for raw, mask in sets for finer in one.added(raw, mask, weight)]
        return sets


def scoring(pod: Pod, state: State, profile: Profile) -> _Scorer | None:
    found = _constraints(pod.template, state, profile)
    if not found.soft:
        return None
    template = pod.template
    ranked = _having_all(found.soft, state) if found.strict else state.nodes.everyone
    soft = [_Soft(one, template, state, ranked & _included(one, template, state)) for one in found.soft]
    return _Scorer(soft, ranked)


def _constraints(pod: Template, state: State, profile: Profile) -> Constraints:
    return state.remember((NAME, pod, profile), lambda: constraints(pod, state.world, profile))


def _having_all(found: Iterable[Constraint], state: State) -> int:
    mask = state.nodes.everyone
    for one in found:
        mask &= state.nodes.labels.having(one.key)
    return mask


def _included(constraint: Constraint, pod: Template, state: State) -> int:
    """The nodes whose pods count."""
    nodes, mask = state.nodes, state.nodes.everyone
    if constraint.honors_affinity:
        mask &= pod.node_selection.mask(nodes)
    if constraint.honors_taints:
        for taints, group in nodes.by_taints.items():
            if repelling(taints, pod.tolerations):
                mask &= ~group
    return mask


def _tally(constraint: Constraint, key: str, pod: Template, state: State, where: int | None) -> Tally:
    """Pods that the constraint counts; those on the nodes `where`, in domains that have such nodes."""
    counted = state.catalog.counted(constraint.selector, pod.namespace) if constraint.counts else ()
    return state.tally(key, dict.fromkeys(counted, 1), where)


def _merged(parts: Iterable[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for raw, mask in parts:
        found[raw] = found.get(raw, 0) | mask
    return found
