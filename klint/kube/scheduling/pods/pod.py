"""Pods in the scheduler's hands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from klint.kube.scheduling.pods.pin import unpinned
from klint.kube.scheduling.pods.template import Template, digest
from klint.kube.scheduling.values import items, mapping, name_of, text

if TYPE_CHECKING:
    from collections.abc import Collection

    from klint.kube.scheduling.world import Object

_LATE = datetime(9000, 1, 1, tzinfo=UTC).timestamp()
_ENDED = ("Succeeded", "Failed")


class Pod:
    """One pod of a template; `started` in seconds since 1970, late for one that has not started.

    `pin` is the only node it may run on.
    """

    __slots__ = ("device_claims", "ended", "id", "name", "node", "pin", "started", "template", "uid")

    def __init__(self, pod: Object, template: Template, pin: str) -> None:
        metadata, status = mapping(pod, "metadata"), mapping(pod, "status")
        self.template = template
        self.pin = pin
        self.name = name_of(pod)
        self.id = f"{template.namespace}/{self.name}"
        self.uid = text(metadata.get("uid"))
        self.node = text(mapping(pod, "spec").get("nodeName"))
        self.started = seconds(text(status.get("startTime")))
        self.device_claims = items(status, "resourceClaimStatuses")
        self.ended = status.get("phase") in _ENDED

    def __repr__(self) -> str:
        return f"Pod({self.id!r})"


class Pods:
    """Makes Pods, with one Template for all that are alike."""

    def __init__(self) -> None:
        self._by_digest: dict[str, Template] = {}
        self._by_identity: dict[tuple[int, ...], tuple[Object, Template, str]] = {}

    @property
    def templates(self) -> Collection[Template]:
        return self._by_digest.values()

    def pod(self, pod: Object) -> Pod:
        """Replicas that share what they are made of as objects need not be compared."""
        metadata = mapping(pod, "metadata")
        if "status" in pod or "deletionTimestamp" in metadata:
            return Pod(pod, *self._compared(pod))
        key = tuple(map(id, (pod.get("spec"), metadata.get("labels"), metadata.get("ownerReferences"))))
        if key not in self._by_identity:
            template, pin = self._compared(pod)
            if template.has_own_claims:
                return Pod(pod, template, pin)
            self._by_identity[key] = (
                pod,
                template,
                pin,
            )  # the pod is kept, lest another take its place in memory
        return Pod(pod, *self._by_identity[key][1:])

    def _compared(self, pod: Object) -> tuple[Template, str]:
        spec, pin = unpinned(mapping(pod, "spec"))
        pod = {**pod, "spec": spec} if pin else pod
        key = digest(pod)
        if key not in self._by_digest:
            self._by_digest[key] = Template(pod)
        return self._by_digest[key], pin


def seconds(written: str) -> float:
    """A time of the API in seconds since 1970; late for none."""
    try:
        return datetime.fromisoformat(written).timestamp()
    except ValueError:
        return _LATE
