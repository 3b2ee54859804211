"""Where every pod goes, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from klint.kube.scheduling.cycle import decide
from klint.kube.scheduling.plugins import dynamic_resources, volume_binding
from klint.kube.scheduling.profile import Profile
from klint.kube.scheduling.state.state import State
from klint.kube.scheduling.verdict import Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.pods.template import Template
    from klint.kube.scheduling.state.nodes import Nodes
    from klint.kube.scheduling.state.usage import Usage
    from klint.kube.scheduling.world import World

_ATTEMPTS = 3  # of one pod that evicts others, before the next pod gets its turn
_NOW = 4e9


@dataclass(frozen=True, slots=True)
class Placement:
    """The verdicts, in the order of the pods in the world, and the pods that were evicted, in theirs.

    `usage` is what is taken of each of the `nodes` in the end.
    """

    verdicts: Sequence[Verdict]
    evicted: Sequence[Pod]
    nodes: Nodes
    usage: Sequence[Usage]


def place(
    world: World,
    profiles: Sequence[Profile] = (Profile(),),
    *,
    explain: Callable[[Pod], bool] = lambda _: False,
    evict: bool = False,
    now: float = _NOW,
) -> Placement:
    """Place the waiting pods one after another, each on the first of its best nodes.

    `world` is what the API server stores (see `stored`). Pods that `explain` chooses get an Explanation. With
    `evict` a pod that preempts others gets their place at once, otherwise it stays waiting. `now`, in seconds
    since 1970, is when the first pod is placed, each other one a second later.
    """
    return _Run(world, profiles, explain, evict=evict).placement(now)


def explained(
    world: World, profiles: Sequence[Profile], asked: Container[str] = (), *, evict: bool = False
) -> Placement:
    """The same with an Explanation for the pods that find no node and for those `asked` for by their ids.

    Which ones find none is known in the end only, so that this takes twice the time if there are any.
    """
    first = place(world, profiles, explain=lambda pod: pod.id in asked, evict=evict)
    stuck = {verdict.pod.id for verdict in first.verdicts if verdict.status == "unschedulable"}
    if not stuck:
        return first
    return place(world, profiles, explain=lambda pod: pod.id in stuck or pod.id in asked, evict=evict)


class _Run:
    def __init__(
        self, world: World, profiles: Sequence[Profile], explain: Callable[[Pod], bool], *, evict: bool
    ) -> None:
        self._state = State(world)
        self._profiles = {profile.scheduler: profile for profile in profiles}
        self._explain = explain
        self._evict = evict
        self._evicted: list[Pod] = []
        self._refused: dict[tuple[Template, str], Verdict] = {}  # since a pod last came or went

    def placement(self, now: float) -> Placement:
        pods = self._state.listed
        settled = [self._settled(pod) for pod in pods]
        verdicts = [
            verdict or self._placed(pod, now + index)
            for index, (pod, verdict) in enumerate(zip(pods, settled, strict=True))
        ]
        return Placement(verdicts, self._evicted, self._state.nodes, self._state.usage)

    def _settled(self, pod: Pod) -> Verdict | None:
        """The verdict on a pod that is not waiting; one that runs is there from now on."""
        state, status = self._state, _status(pod, self._profiles.keys())
        if status is None:
            return None
        node = pod.node if status == "bound" else ""
        index = state.nodes.index(node)
        if index is not None:
            state.arrive(pod, index)
        return Verdict(pod=pod, status=status, nodes=state.nodes, node=node)

    def _placed(self, pod: Pod, now: float) -> Verdict:
        first = last = self._decided(pod)
        attempts = 1
        while self._evict and last.preemption and last.preemption.chosen:
            chosen = last.preemption.chosen
            for victim in chosen.victims:
                self._state.leave(victim, chosen.node)
            self._evicted += chosen.victims
            self._refused.clear()
            if attempts == _ATTEMPTS:
                break
            attempts += 1
            last = self._decided(pod, self._state.nodes.names[chosen.node])
        index = self._state.nodes.index(last.node)
        if index is not None:
            self._refused.clear()
            pod.started = now
            if pod.template.has_claims:
                volume_binding.reserve(pod, index, self._state)
                dynamic_resources.reserve(pod, index, self._state)
            self._state.arrive(pod, index)
        return first if first is last else first._replace(status=last.status, node=last.node, retry=last)

    def _decided(self, pod: Pod, nominated: str = "") -> Verdict:
        """What was said of a pod that is alike still holds if nothing has changed since."""
        explain = self._explain(pod)
        known = self._refused.get((pod.template, pod.pin))
        if known and not nominated and not explain:
            return known._replace(pod=pod)
        profile = self._profiles[pod.template.scheduler]
        verdict = decide(pod, self._state, profile, explain=explain, nominated=nominated)
        if verdict.status == "unschedulable" and not pod.template.has_claims:
            self._refused[pod.template, pod.pin] = verdict._replace(explanation=None)
        return verdict


def _status(pod: Pod, schedulers: Container[str]) -> Status | None:
    if pod.ended:
        return "terminal"
    if pod.node:
        return "bound"
    if pod.template.scheduler not in schedulers:
        return "ignored"
    return "skipped" if pod.template.terminating else None
