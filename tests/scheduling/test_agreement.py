"""The scheduler and a naive reading of the same rules."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klint.kube.scheduling import Verdict, place
from tests.scheduling.clusters import Maker
from tests.scheduling.naive.cycle import Decision, decide
from tests.scheduling.naive.preemption import preempt
from tests.scheduling.naive.reading import Refusal, View

if TYPE_CHECKING:
    from random import Random

    from tests.scheduling.naive.reading import Value

EXAMPLES = int(os.environ.get("KLINT_EXAMPLES", "150"))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.randoms(use_true_random=True),
    st.sampled_from(((1, 1, 8), (3, 2, 12), (5, 4, 20), (7, 5, 30), (12, 8, 40))),
)
def test_as_a_naive_reading(dice: Random, size: tuple[int, int, int]) -> None:
    world = Maker(dice).world(*size)
    running = [(dict(pod), pod["spec"]["nodeName"]) for pod in world.pods if "nodeName" in pod["spec"]]
    for pod, verdict in zip(map(dict, world.pods), place(world).verdicts, strict=True):
        if verdict.status == "bound":
            continue
        view = View(world, running)
        decision = decide(view, pod)
        agree(verdict, decision)
        if not decision.feasible:
            agree_on_victims(view, pod, verdict, decision)
        else:
            running.append(({**pod, "status": {"startTime": f"2100-{len(running):09}"}}, verdict.node))


def agree(verdict: Verdict, decision: Decision) -> None:
    names = verdict.nodes.named
    assert names(verdict.feasible) == decision.feasible
    assert refusals(verdict) == decision.refused
    assert names(verdict.best) == decision.best
    assert verdict.total == (max(decision.scores.values()) if decision.scores else None)
    assert verdict.node == (decision.best[0] if decision.best else "")


def agree_on_victims(view: View, pod: Value, verdict: Verdict, decision: Decision) -> None:
    assert verdict.preemption
    names = verdict.nodes.names
    found = {
        names[one.node]: (tuple(victim.id for victim in one.victims), one.violations)
        for one in verdict.preemption.candidates
    }
    assert found == preempt(view, pod, decision.refused)


def refusals(verdict: Verdict) -> dict[str, Refusal]:
    return {
        name: Refusal(refusal.plugin, refusal.reasons, refusal.final)
        for refusal, mask in verdict.refused
        for name in verdict.nodes.named(mask)
    }
