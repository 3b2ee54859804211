"""HorizontalPodAutoscalers: how many replicas a workload has when there is little to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.scheduling.values import mapping, namespace_of, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.manifest import Resource


class Autoscalers:
    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_target: dict[tuple[str, str, str], Resource] = {}
        for one in resources:
            if one.kind == "HorizontalPodAutoscaler":
                target = mapping(one.value, "spec", "scaleTargetRef")
                key = namespace_of(one.value), text(target.get("kind")), text(target.get("name"))
                self._by_target[key] = one

    def replicas(self, owner: Resource) -> int | None:
        """What the workload says itself, brought between the least and the most; None without an autoscaler."""
        found = self._by_target.get((namespace_of(owner.value), owner.kind, owner.name))
        if found is None:
            return None
        spec = mapping(found.value, "spec")
        least = whole(spec.get("minReplicas"), 1)
        own = whole(mapping(owner.value, "spec").get("replicas"), 1)
        return max(least, min(own, whole(spec.get("maxReplicas"), own)))
