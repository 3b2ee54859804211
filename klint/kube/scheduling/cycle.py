"""One scheduling cycle: which nodes can take a pod, and which of them is best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.scheduling.outlook import Outlook
from klint.kube.scheduling.plugins import dynamic_resources
from klint.kube.scheduling.post_filter import post_filter
from klint.kube.scheduling.refusal import Refusal
from klint.kube.scheduling.verdict import Explanation, Verdict

if TYPE_CHECKING:
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.state import State


def decide(
    pod: Pod, state: State, profile: Profile, *, explain: bool = False, nominated: str = ""
) -> Verdict:
    """What kube-scheduler would find for a waiting pod if it looked at all nodes; changes nothing.

    If the node `nominated` takes the pod, no other is looked at.
    """
    gate = _gate(pod) or (dynamic_resources.gate(pod, state) if pod.template.has_claims else None)
    if gate:
        return Verdict(pod=pod, status="gated", nodes=state.nodes, stopped=gate)
    if not len(state.nodes):
        return Verdict(pod=pod, status="unschedulable", nodes=state.nodes)
    outlook = outlook_of(pod, state, profile)
    if outlook.unevaluated:
        return Verdict(pod=pod, status="unevaluated", nodes=state.nodes, fault=outlook.unevaluated.what)
    only = state.nodes.mask(pod.pin) if pod.pin else None
    refused, feasible = ([], 0) if outlook.refusal else outlook.filtered(only)
    tried_first = state.nodes.mask(nominated or pod.template.nominated)
    if feasible & tried_first:
        refused, feasible = [], tried_first
    if not feasible:
        return Verdict(
            pod=pod,
            status="unschedulable",
            nodes=state.nodes,
            refused=refused,
            stopped=outlook.refusal,
            preemption=post_filter(pod, outlook, refused, state, profile),
            explanation=_explanation(outlook, only, 0) if explain else None,
        )
    several = feasible & (feasible - 1)
    if several and outlook.fault:
        fault = f'running PreScore plugin "{outlook.fault.plugin}": {outlook.fault.fault}'
        return Verdict(
            pod=pod, status="error", nodes=state.nodes, feasible=feasible, refused=refused, fault=fault
        )
    total, best = outlook.best(feasible) if several else (None, feasible)
    return Verdict(
        pod=pod,
        status="scheduled",
        nodes=state.nodes,
        node=state.nodes.names[(best & -best).bit_length() - 1],
        feasible=feasible,
        best=best,
        total=total,
        refused=refused,
        explanation=_explanation(outlook, only, several and feasible) if explain else None,
    )


def outlook_of(pod: Pod, state: State, profile: Profile) -> Outlook:
    """Pods that need claims change what is left for the next, so theirs is made anew."""
    if pod.template.has_claims:
        return Outlook(pod, state, profile)
    return state.remember((pod.template, profile), lambda: Outlook(pod, state, profile))


def _gate(pod: Pod) -> Refusal | None:
    gates = pod.template.gates
    if not gates:
        return None
    return Refusal("SchedulingGates", (f"waiting for scheduling gates: [{' '.join(gates)}]",), final=True)


def _explanation(outlook: Outlook, only: int | None, scored: int) -> Explanation:
    return Explanation(
        scores=outlook.table(scored) if scored else {},
        blockers=() if outlook.refusal else tuple(outlook.blockers(only)),
    )
