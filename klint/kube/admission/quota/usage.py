"""What an object counts in the quotas of its namespace.

Source: kubernetes `pkg/quota/v1/evaluator/core` and k8s.io/apiserver `pkg/quota/v1/generic` (1.34). Objects are plain
values as they are stored: a Pod with the API server's defaults and those of its namespace's LimitRanges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.amounts import Amount, stored
from klint.kube.resources import HUGE_PAGES, is_native, limits, requests

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Amounts = dict[str, Amount]
    Value = Mapping[str, Any]

_ONE = Amount(10**9)
_COMPUTE = ("cpu", "memory", "ephemeral-storage")
_OF_CLASS = ".storageclass.storage.k8s.io/"
_OF_DEVICES = ".deviceclass.resource.k8s.io/devices"
_CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class"
_ALL_DEVICES = 32  # what "all" counts as, since nobody knows beforehand

_ALIASES = frozenset({"configmaps", "replicationcontrollers", "resourcequotas", "secrets"})
_UNCOUNTED = frozenset(
    {
        "bindings",
        "componentstatuses",
        "events",
        "events.events.k8s.io",
        "localsubjectaccessreviews.authorization.k8s.io",
        "selfsubjectaccessreviews.authorization.k8s.io",
        "selfsubjectreviews.authentication.k8s.io",
        "selfsubjectrulesreviews.authorization.k8s.io",
        "subjectaccessreviews.authorization.k8s.io",
        "tokenreviews.authentication.k8s.io",
    }
)


def usage(value: Value, resource: str) -> Amounts:
    """What creating an object takes; `resource` is its plural and group, `pods` or `deployments.apps`."""
    if resource in _UNCOUNTED:
        return {}
    counted = {f"count/{resource}": _ONE}
    special = _SPECIAL.get(resource)
    if special:
        return counted | special(value)
    return counted | {resource: _ONE} if resource in _ALIASES else counted


def tracked(names: Iterable[str], resource: str) -> list[str]:
    """Those of a quota's resources that objects of this kind count in (MatchingResources)."""
    return [name for name in names if _counts(name, resource)]


def _counts(name: str, resource: str) -> bool:
    if name == f"count/{resource}":
        return True
    if resource == "pods":
        return name in _POD_RESOURCES or name.startswith(_PAGES) or _is_extended(name)
    if resource == "services":
        return name in ("services", "services.nodeports", "services.loadbalancers")
    if resource == "persistentvolumeclaims":
        return name.rpartition(_OF_CLASS)[2] in ("persistentvolumeclaims", "requests.storage")
    if resource == "resourceclaims.resource.k8s.io":
        return name.endswith(_OF_DEVICES)
    return resource in _ALIASES and name == resource


_PAGES = (HUGE_PAGES, f"requests.{HUGE_PAGES}")
_POD_RESOURCES = frozenset(
    {"pods", *_COMPUTE, *(f"{field}.{name}" for field in ("limits", "requests") for name in _COMPUTE)}
)


def _is_extended(name: str) -> bool:
    return name.startswith("requests.") and not is_native(name)


def compute(requested: Mapping[str, Amount], limited: Mapping[str, Amount]) -> Amounts:
    """Requests and limits by the names that quotas give them."""
    found: Amounts = {}
    for name in _COMPUTE:
        if name in requested:
            found[name] = found[f"requests.{name}"] = requested[name]
        if name in limited:
            found[f"limits.{name}"] = limited[name]
    for name, size in requested.items():
        if name.startswith(HUGE_PAGES):
            found[name] = found[f"requests.{name}"] = size
        elif not is_native(name) and not name.startswith("requests."):
            found[f"requests.{name}"] = size
    return found


def _pod(value: Value) -> Amounts:
    spec = value.get("spec") or {}
    if (value.get("status") or {}).get("phase") in ("Succeeded", "Failed"):
        return {}
    return {"pods": _ONE} | compute(requests(spec), limits(spec))


def _service(value: Value) -> Amounts:
    spec = value.get("spec") or {}
    ports = [port or {} for port in spec.get("ports") or ()]
    kind = spec.get("type")
    found = {"services": _ONE}
    if kind == "LoadBalancer":
        found["services.loadbalancers"] = _ONE
        if spec.get("allocateLoadBalancerNodePorts") is False:
            ports = [port for port in ports if port.get("nodePort")]
    if kind in ("LoadBalancer", "NodePort"):
        found["services.nodeports"] = Amount(len(ports) * 10**9)
    return found


def _claim(value: Value) -> Amounts:
    spec = value.get("spec") or {}
    annotations = (value.get("metadata") or {}).get("annotations") or {}
    storage_class = annotations.get(_CLASS_ANNOTATION, spec.get("storageClassName"))
    found = {"persistentvolumeclaims": _ONE}
    requested = (spec.get("resources") or {}).get("requests") or {}
    if "storage" in requested:
        size = stored(requested["storage"])
        found["requests.storage"] = size if size.nanos % 10**9 == 0 else Amount(size.value * 10**9, size.form)
    if storage_class:
        found |= {f"{storage_class}{_OF_CLASS}{name}": size for name, size in found.items()}
    return found


def _devices(value: Value) -> Amounts:
    found: Amounts = {}
    for item in ((value.get("spec") or {}).get("devices") or {}).get("requests") or ():
        request = item or {}
        wanted: dict[str, int] = {}
        exactly = request.get("exactly") or (request if request.get("deviceClassName") else None)
        for one in [exactly] if exactly else request.get("firstAvailable") or ():
            name, count = (one or {}).get("deviceClassName") or "", _device_count(one or {})
            wanted[name] = max(wanted.get(name, 0), count)
        for name, count in wanted.items():
            key = f"{name}{_OF_DEVICES}"
            found[key] = found.get(key, Amount(0)).plus(Amount(count * 10**9))
    return found


def _device_count(request: Value) -> int:
    return _ALL_DEVICES if request.get("allocationMode") == "All" else int(request.get("count") or 1)


_SPECIAL = {
    "persistentvolumeclaims": _claim,
    "pods": _pod,
    "resourceclaims.resource.k8s.io": _devices,
    "services": _service,
}
