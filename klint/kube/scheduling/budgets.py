"""PodDisruptionBudgets, as preemption heeds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.scheduling.values import mapping, namespace_of, whole
from klint.kube.selectors import Selector, label_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.world import Object


class Budget(NamedTuple):
    """`allowed` is what the status says; `disrupted` are names of pods that are on their way out."""

    namespace: str
    selector: Selector
    allowed: int
    disrupted: frozenset[str]

    def covers(self, pod: Pod) -> bool:
        template = pod.template
        if not template.labels or template.namespace != self.namespace or pod.name in self.disrupted:
            return False
        return bool(self.selector.requirements) and self.selector.matches(template.labels)


def budgets(objects: Iterable[Object]) -> tuple[Budget, ...]:
    return tuple(
        Budget(
            namespace_of(one),
            label_selector(mapping(one, "spec").get("selector")),
            whole(mapping(one, "status").get("disruptionsAllowed")),
            frozenset(mapping(one, "status", "disruptedPods")),
        )
        for one in objects
    )


def violating(pods: Sequence[Pod], held: Sequence[Budget]) -> list[bool]:
    """Which of the pods could not go if all went in this order (filterPodsWithPDBViolation)."""
    left = [budget.allowed for budget in held]
    found = []
    for pod in pods:
        spent = [index for index, budget in enumerate(held) if budget.covers(pod)]
        for index in spent:
            left[index] -= 1
        found.append(any(left[index] < 0 for index in spent))
    return found
