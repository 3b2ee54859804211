"""Preemption: what evicting pods of lower priority from one node would win (DefaultPreemption, 1.34).

kube-scheduler tries a sample of the nodes in large clusters; all are tried here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from klint.cluster.labels import positions
from klint.kube.scheduling.budgets import budgets, violating
from klint.kube.scheduling.message import fit_error
from klint.kube.scheduling.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klint.kube.scheduling.outlook import Outlook
    from klint.kube.scheduling.plugin import Refused
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.state.state import State

_NO_VICTIMS = Refusal("", ("No preemption victims found for incoming pod",), final=True)
_USELESS = Refusal("", ("Preemption is not helpful for scheduling",), final=True)
_NEVER = "not eligible due to preemptionPolicy=Never."

_OFFSET = 2**31  # makes every priority count as a victim in the sum of priorities


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node that would take the pod without its victims, the most important of these first.

    `violations` counts the victims whose PodDisruptionBudgets do not allow it.
    """

    node: int
    victims: Sequence[Pod]
    violations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preemption:
    """What came of it.

    `ties` are the candidates among which kube-scheduler picks any; `refused` are nodes that were tried in vain.
    `message` is what follows in the pod's event: nothing if there is a candidate.
    """

    candidates: Sequence[Candidate] = ()
    ties: Sequence[Candidate] = ()
    refused: Sequence[Refused] = ()
    message: str = ""

    @property
    def chosen(self) -> Candidate | None:
        return self.ties[0] if self.ties else None


def preempt(pod: Pod, outlook: Outlook, refused: Iterable[Refused], state: State) -> Preemption:
    """Try every node whose refusal is not final; leaves the state as it was."""
    if not pod.template.preempts:
        return Preemption(message=_NEVER)
    trial = _Trial(pod, outlook, state)
    hopeful = 0
    for refusal, mask in refused:
        if not refusal.final:
            hopeful |= mask
    found: list[Candidate] = []
    failed: dict[Refusal, int] = {}
    for node in positions(hopeful):
        outcome = trial.on(node)
        if isinstance(outcome, Candidate):
            found.append(outcome)
        else:
            failed[outcome] = failed.get(outcome, 0) | state.nodes.bits[node]
    if found:
        return Preemption(candidates=found, ties=_best(found), refused=list(failed.items()))
    everywhere = [*failed.items(), (_USELESS, state.nodes.everyone & ~hopeful)]
    return Preemption(refused=list(failed.items()), message=fit_error(len(state.nodes), everywhere))


class _Trial:
    """Dry runs of the filters on one node without some of its pods."""

    def __init__(self, pod: Pod, outlook: Outlook, state: State) -> None:
        self._priority = pod.template.priority
        self._outlook = outlook
        self._state = state
        self._budgets = budgets(state.world.disruption_budgets)

    def on(self, node: int) -> Candidate | Refusal:
        """The fewest victims, by trying to keep each in turn, or why all are too few."""
        running = list(self._state.pods[node])
        gone = sorted((one for one in running if one.template.priority < self._priority), key=importance)
        if not gone:
            return _NO_VICTIMS
        for one in gone:
            self._move(one, node, -1)
        refusal = self._outlook.refusal_by(node)
        found = refusal or self._without(gone, node)
        for one in gone if isinstance(found, Refusal) else found.victims:
            self._move(one, node, 1)
        self._state.pods[node][:] = running
        return found

    def _without(self, gone: Sequence[Pod], node: int) -> Candidate:
        broken = dict(zip(gone, violating(gone, self._budgets), strict=True))
        victims = set()
        for one in sorted(gone, key=lambda pod: not broken[pod]):
            self._move(one, node, 1)
            if self._outlook.refusal_by(node):
                self._move(one, node, -1)
                victims.add(one)
        return Candidate(node, [one for one in gone if one in victims], sum(broken[one] for one in victims))

    def _move(self, pod: Pod, node: int, sign: int) -> None:
        if sign > 0:
            self._state.arrive(pod, node)
        else:
            self._state.leave(pod, node)
        for one in self._outlook.filters:
            one.assume(pod, node, sign)


def importance(pod: Pod) -> tuple[int, float]:
    """Sorts the most important pod first: of the highest priority, and of these the one that runs longest."""
    return -pod.template.priority, pod.started


def _best(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Fewest violations, least important victims, fewest, latest started: those that nothing tells apart."""
    least = min(map(_cost, candidates))
    return [one for one in candidates if _cost(one) == least]


def _cost(candidate: Candidate) -> tuple[int, int, int, int, float]:
    victims = candidate.victims
    if not victims:
        return 0, 0, 0, 0, 0
    top = victims[0].template.priority
    oldest = min(one.started for one in victims if one.template.priority == top)
    total = sum(one.template.priority + _OFFSET for one in victims)
    return candidate.violations, top, total, len(victims), -oldest
