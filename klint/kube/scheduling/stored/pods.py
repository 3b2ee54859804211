"""What the API server makes of a pod before it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission import defaulting
from klint.kube.admission.limit_ranges import limited
from klint.kube.scheduling.stored.label_keys import with_label_keys
from klint.kube.scheduling.values import labels_of, mapping, name_of, namespace_of, text, whole

if TYPE_CHECKING:
    from klint.kube.scheduling.world import Object, World
    from klint.release import Release


class Storage:
    """Pods as a cluster stores them; specs that are one object stay one, so that replicas stay alike."""

    def __init__(self, world: World, release: Release) -> None:
        self._release = release
        self._priorities = [dict(one) for one in world.priority_classes]
        self._runtimes = {name_of(one): dict(one) for one in world.runtime_classes}
        self._limits: dict[str, list[dict[str, Any]]] = {}
        for one in world.limit_ranges:
            self._limits.setdefault(namespace_of(one), []).append(dict(one))
        self._known: dict[tuple[int, int, str], tuple[Object, dict[str, Any]]] = {}

    def pod(self, pod: Object) -> Object:
        key = id(pod.get("spec")), id(mapping(pod, "metadata", "labels")), namespace_of(pod)
        if key not in self._known:
            self._known[key] = pod, self._tried(pod)  # the pod is kept, lest another take its place in memory
        return {**pod, "spec": self._known[key][1]}

    def _tried(self, pod: Object) -> dict[str, Any]:
        try:
            return self._spec(pod)
        except (
            AttributeError,
            TypeError,
        ):  # values of wrong types: no server would store it, so it stays as it is
            return mapping(pod, "spec")

    def _spec(self, pod: Object) -> dict[str, Any]:
        spec = defaulting.pod_spec(mapping(pod, "spec"), self._release)
        spec = limited(spec, self._limits.get(namespace_of(pod), ())).spec
        spec = with_label_keys(spec, labels_of(pod))
        runtime = self._runtimes.get(text(spec.get("runtimeClassName")))
        if runtime:
            spec = defaulting.with_runtime_class(spec, runtime)
        return {**spec, **self._priority(spec), "tolerations": defaulting.tolerations(spec)}

    def _priority(self, spec: dict[str, Any]) -> dict[str, Any]:
        """A number that is already there, as in a dump, is kept where no known class is named."""
        found = defaulting.priority(spec, self._priorities)
        kept = "priority" in spec and not (found and spec.get("priorityClassName"))
        return {
            "priority": whole(spec.get("priority")) if kept or found is None else found.value,
            "preemptionPolicy": text(spec.get("preemptionPolicy")) or (found.preemption if found else ""),
        }
