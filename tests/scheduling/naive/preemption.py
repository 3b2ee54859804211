"""Whom a pod would evict."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.scheduling.naive.filters import refusal_by
from tests.scheduling.naive.reading import View, labels_of, name_of, namespace_of, priority, selects

if TYPE_CHECKING:
    from tests.scheduling.naive.reading import Refusal, Value


class Victims(NamedTuple):
    """Pods that have to go, the most important first."""

    pods: tuple[str, ...]
    violations: int


def preempt(view: View, pod: Value, refused: dict[str, Refusal]) -> dict[str, Victims]:
    """The nodes that would take the pod without some pods of lower priority."""
    found = {
        name: evicted(view, pod, view.node(name)) for name, refusal in refused.items() if not refusal.final
    }
    return {name: victims for name, victims in found.items() if victims}


def evicted(view: View, pod: Value, node: Value) -> Victims | None:
    weaker = [one for one in view.on(node) if priority(one) < priority(pod)]
    weaker.sort(key=lambda one: (-priority(one), one["status"]["startTime"]))
    kept = [one for one in view.running if one[0] not in weaker]
    if not weaker or refusal_by(View(view.world, kept), pod, node):
        return None
    broken = [one for one in weaker if violates(view, one, weaker)]
    gone = []
    for one in [*broken, *(one for one in weaker if one not in broken)]:
        with_it = [*kept, (one, name_of(node))]
        if refusal_by(View(view.world, with_it), pod, node):
            gone.append(one)
        else:
            kept = with_it
    names = tuple(f"{namespace_of(one)}/{name_of(one)}" for one in weaker if one in gone)
    return Victims(names, sum(one in broken for one in gone))


def violates(view: View, pod: Value, before: list[Value]) -> bool:
    """Whether some budget is spent when it is the pod's turn."""
    for budget in view.world.disruption_budgets:
        left = budget["status"]["disruptionsAllowed"]
        for one in before:
            if namespace_of(budget) == namespace_of(one) and selects(
                budget["spec"]["selector"], labels_of(one)
            ):
                left -= 1
                if one is pod and left < 0:
                    return True
    return False
