"""How many pods PodDisruptionBudgets let go, when all that should run do (disruption controller, 1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.budgets import budgets
from klint.kube.scheduling.pods.pod import Pods
from klint.kube.scheduling.values import mapping, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klint.kube.scheduling.world import Object


def with_status(objects: Iterable[Object], pods: Sequence[Object]) -> list[Object]:
    """The budgets with a status; one that is there is kept, as in a dump."""
    maker = Pods()
    running = [maker.pod(one) for one in pods]
    found = []
    for one, budget in zip(objects, budgets(objects), strict=True):
        if mapping(one, "status"):
            found.append(one)
        else:
            healthy = sum(budget.covers(pod) for pod in running)
            allowed = max(0, healthy - _desired(mapping(one, "spec"), healthy))
            found.append({**one, "status": {"disruptionsAllowed": allowed}})
    return found


def _desired(spec: dict[str, Any], expected: int) -> int:
    if spec.get("maxUnavailable") is not None:
        return expected - _share(spec["maxUnavailable"], expected)
    return _share(spec.get("minAvailable"), expected)


def _share(value: Any, of: int) -> int:
    """A number, or a percentage rounded up."""
    if isinstance(value, int):
        return value
    percent = text(value).removesuffix("%")
    return -(-int(percent) * of // 100) if percent.isdecimal() else 0
