"""ResourceClaims that are made for single pods (resource claim controller, 1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.plan.replica import reference
from klint.kube.scheduling.values import items, mapping, name_of, namespace_of, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.scheduling.world import Object


def with_device_claims(pod: Object, templates: Iterable[Object]) -> Iterator[Object]:
    """The pod, knowing its claims, and these; an object that is no such pod stays as it is."""
    wanted = [one for one in items(pod, "spec", "resourceClaims") if one.get("resourceClaimTemplateName")]
    if pod.get("kind") != "Pod" or not wanted:
        yield pod
        return
    known = {(namespace_of(one), name_of(one)): one for one in templates}
    statuses: list[dict[str, Any]] = []
    for one in wanted:
        template = known.get((namespace_of(pod), text(one["resourceClaimTemplateName"])))
        if template is not None:
            name = f"{name_of(pod)}-{text(one.get('name'))}"
            statuses.append({"name": one.get("name"), "resourceClaimName": name})
            yield _claim(name, template, pod)
    yield {**pod, "status": {**mapping(pod, "status"), "resourceClaimStatuses": statuses}}


def _claim(name: str, template: Object, pod: Object) -> Object:
    return {
        "apiVersion": text(template.get("apiVersion")),
        "kind": "ResourceClaim",
        "metadata": {"name": name, "namespace": namespace_of(pod), "ownerReferences": [reference(pod)]},
        "spec": mapping(template, "spec", "spec"),
    }
