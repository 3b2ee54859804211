"""What a pod asks for in all, by resource and in Kubernetes' own quantities.

Source: k8s.io/component-helpers `resource` (AggregateContainerRequests, PodRequests, PodLimits), 1.34.
Pods are plain values as the API server stores them; resource lists are rounded as it rounds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.amounts import added, amounts, greatest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.amounts import Amount

Amounts = dict[str, "Amount"]

HUGE_PAGES = "hugepages-"


def is_pod_level(resource: str) -> bool:
    """Whether a pod's own `resources` may name it (IsSupportedPodLevelResource)."""
    return resource in ("cpu", "memory") or resource.startswith(HUGE_PAGES)


def is_native(resource: str) -> bool:
    """Whether it is Kubernetes' own rather than an extended resource (IsNativeResource)."""
    return "/" not in resource or "kubernetes.io/" in resource


def is_overcommitted(resource: str) -> bool:
    """Whether a limit may be above the request (IsOvercommitAllowed)."""
    return is_native(resource) and not resource.startswith(HUGE_PAGES)


def is_sidecar(init_container: Mapping[str, Any]) -> bool:
    return init_container.get("restartPolicy") == "Always"


def of_containers(spec: Any, field: str = "requests") -> Amounts:
    """The `requests` or `limits` of all containers, where those of init containers only count at their greatest."""
    running: Amounts = {}
    for container in _listed(spec, "containers"):
        running = added(running, _of(container, field))
    sidecars: Amounts = {}
    starting: Amounts = {}
    for container in _listed(spec, "initContainers"):
        own = added(_of(container, field), sidecars)
        if is_sidecar(container):
            running, sidecars = added(running, _of(container, field)), own
        starting = greatest(starting, own)
    return greatest(running, starting)


def requests(spec: Any) -> Amounts:
    """What a pod requests: its own requests replace those of its containers, its overhead comes on top."""
    return added(_with_pod_level(spec, "requests"), amounts(spec.get("overhead")))


def limits(spec: Any) -> Amounts:
    """The limits of a pod; overhead is added to those that are not zero."""
    found = _with_pod_level(spec, "limits")
    for key, overhead in amounts(spec.get("overhead")).items():
        if key in found and found[key].nanos:
            found[key] = found[key].plus(overhead)
    return found


def _with_pod_level(spec: Any, field: str) -> Amounts:
    own = amounts((spec.get("resources") or {}).get(field))
    return of_containers(spec, field) | {key: own[key] for key in own if is_pod_level(key)}


def _listed(spec: Any, field: str) -> Iterator[Mapping[str, Any]]:
    for container in spec.get(field) or ():
        yield container or {}


def _of(container: Mapping[str, Any], field: str) -> Amounts:
    return amounts((container.get("resources") or {}).get(field))
