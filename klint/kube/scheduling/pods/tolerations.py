"""Which taints a pod tolerates (k8s.io/component-helpers `corev1`, 1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.scheduling.values import items, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.kube.scheduling.state.nodes import Taint

NO_SCHEDULE = "NoSchedule"
NO_EXECUTE = "NoExecute"
PREFER_NO_SCHEDULE = "PreferNoSchedule"


class Toleration(NamedTuple):
    key: str
    operator: str
    value: str
    effect: str

    def tolerates(self, taint: Taint) -> bool:
        if self.effect and self.effect != taint.effect:
            return False
        if self.key and self.key != taint.key:
            return False
        return self.operator == "Exists" or (self.operator in ("", "Equal") and self.value == taint.value)


def tolerations(spec: Any) -> tuple[Toleration, ...]:
    return tuple(
        Toleration(
            text(one.get("key")), text(one.get("operator")), text(one.get("value")), text(one.get("effect"))
        )
        for one in items(spec, "tolerations")
    )


def repelling(taints: Iterable[Taint], tolerated: Iterable[Toleration]) -> Taint | None:
    """The first taint that keeps pods off and is not tolerated."""
    for taint in taints:
        if taint.effect in (NO_SCHEDULE, NO_EXECUTE) and not any(one.tolerates(taint) for one in tolerated):
            return taint
    return None
