"""Names and quantities of resources, wherever they are listed.

Source: kubernetes `pkg/apis/core/validation` (validateResourceRequirements and the names around it) and
`pkg/apis/core/helper`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import (
    Key,
    duplicate,
    forbidden,
    invalid,
    not_found,
    not_supported,
    required,
)
from klint.kube.amounts import amount, amounts, stored
from klint.kube.resources import HUGE_PAGES, is_native, is_overcommitted, is_pod_level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope
    from klint.kube.amounts import Amount

    Named = Callable[[str, At], Iterable[Fault]]

_COUNTS = frozenset(
    {
        "configmaps",
        "persistentvolumeclaims",
        "pods",
        "replicationcontrollers",
        "resourcequotas",
        "secrets",
        "services",
        "services.loadbalancers",
        "services.nodeports",
    }
)
_CONTAINER = frozenset({"cpu", "memory", "ephemeral-storage"})
_COMPUTE = _CONTAINER | {f"{field}.{name}" for field in ("limits", "requests") for name in _CONTAINER}
_QUOTA = _COUNTS | _COMPUTE | {"requests.storage"}
_STANDARD = _QUOTA | {"storage"}
_STORAGE_OF_QUOTAS = (HUGE_PAGES, "requests.hugepages-")


def is_extended(name: str) -> bool:
    """Whether it counts devices or the like, in whole numbers (IsExtendedResourceName)."""
    if is_native(name) or name.startswith("requests."):
        return False
    return not formats.qualified_name(f"requests.{name}")


def is_whole(name: str) -> bool:
    """Whether only whole numbers of it make sense (IsIntegerResourceName)."""
    return name in _COUNTS or is_extended(name)


def is_quota_resource(name: str) -> bool:
    """Whether it is one of those that quotas know by themselves (IsStandardQuotaResourceName)."""
    return name in _QUOTA or name.startswith(_STORAGE_OF_QUOTAS)


def standard_name(name: str, at: At) -> Iterator[Fault]:
    wrong = formats.qualified_name(name)
    yield from (invalid(at, name, one) for one in wrong)
    if not wrong and "/" not in name and name not in _STANDARD and not name.startswith(_STORAGE_OF_QUOTAS):
        yield invalid(at, name, "must be a standard resource type or fully qualified")


def container_name(name: str, at: At) -> Iterator[Fault]:
    """The name of a resource that a container may ask for."""
    if name in _CONTAINER:
        return
    yield from standard_name(name, at)
    if "/" not in name:
        if not name.startswith(HUGE_PAGES):
            yield invalid(at, name, "must be a standard resource for containers")
    elif not is_native(name) and not is_extended(name):
        yield invalid(at, name, "doesn't follow extended resource name standard")


def quota_name(name: str, at: At) -> Iterator[Fault]:
    yield from standard_name(name, at)
    if "/" not in name and not is_quota_resource(name):
        yield invalid(at, name, "must be a standard resource for quota")


def quantity(name: str, value: Amount, at: At) -> Iterable[Fault]:
    """An amount of a resource: not negative, and whole where it counts things."""
    if value.nanos >= 0 and not is_whole(name):
        return ()
    faults = [invalid(at, str(value), "must be greater than or equal to 0")] if value.nanos < 0 else []
    if is_whole(name) and value.milli % 1000:
        faults.append(invalid(at, str(value), "must be an integer"))
    return faults


def amount_not_negative(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    size = amount(value)
    return [] if size.nanos >= 0 else [invalid(at, str(size), "must be greater than or equal to 0")]


def requirements(named: Named = container_name) -> Check:
    """`resources` with limits, requests and claims."""

    def checked(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
        faults: list[Fault] = []
        limits, requests = amounts(value.get("limits")), amounts(value.get("requests"))
        for field, listed in (("limits", limits), ("requests", requests)):
            here = (at, field)
            for name, size in listed.items():
                faults += _item(name, size, (here, Key(name)), named)
        if requests:
            faults += _compared(requests, limits, at)
        faults += _huge_pages({*limits, *requests}, at)
        if value.get("claims"):
            faults += _claims(value["claims"], (at, "claims"), scope)
        return faults

    return checked


def _item(name: str, size: Amount, at: At, named: Named) -> Iterable[Fault]:
    if name in _CONTAINER and size.nanos >= 0 and named is container_name:
        return ()  # nearly always
    faults = [*named(name, at), *quantity(name, size, at)]
    if name.startswith(HUGE_PAGES) and not _divisible(name, size):
        faults.append(invalid(at, str(size), f"{size} is not positive integer multiple of {name}"))
    return faults


def _divisible(name: str, size: Amount) -> bool:
    page = amount(name.removeprefix(HUGE_PAGES))
    return page.nanos > 0 and page.milli % 1000 == 0 and size.value % page.value == 0


def _compared(requests: Mapping[str, Amount], limits: Mapping[str, Amount], at: At) -> Iterator[Fault]:
    """The server names the lists, not the resource in them."""
    for name, size in requests.items():
        limit = limits.get(name)
        here = (at, "requests")
        if limit is None:
            if not is_overcommitted(name):
                yield required((at, "limits"), "Limit must be set for non overcommitable resources")
        elif size.nanos != limit.nanos and not is_overcommitted(name):
            yield invalid(here, str(size), f"must be equal to {name} limit of {limit}")
        elif size.nanos > limit.nanos:
            yield invalid(here, str(size), f"must be less than or equal to {name} limit of {limit}")


def _huge_pages(names: set[str], at: At) -> Iterable[Fault]:
    if any(name.startswith(HUGE_PAGES) for name in names) and not names & {"cpu", "memory"}:
        return [forbidden(at, "HugePages require cpu or memory")]
    return ()


def _claims(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    seen: set[str] = set()
    known = scope.pod.claims if scope.pod else []
    for index, claim in enumerate(value):
        here = (at, index)
        name, request = (claim or {}).get("name") or "", (claim or {}).get("request") or ""
        if not name:
            yield required(here)
            continue
        key = f"{name}/{request}" if request else name
        if name in seen:
            yield duplicate(here, name)
        else:
            yield from (
                invalid((here, "request"), request, one) for one in (request and formats.label(request))
            )
            if key in seen:
                yield duplicate(here, key)
            elif not request:
                yield from (duplicate(here, name) for one in sorted(seen) if one.partition("/")[0] == name)
            seen.add(key)
        if name not in known:
            others = f": {', '.join(known)}" if known else " which is empty"
            yield not_found(here, name, f"must be one of the names in pod.spec.resourceClaims{others}")


def overhead(value: Any, at: At, printed: At) -> Iterator[Fault]:
    """What a runtime class costs: the server judges it as limits, and says so in the `printed` place."""
    for name, size in amounts(value).items():
        yield from _item(name, size, (printed, Key(name)), container_name)
    yield from _huge_pages(set(value), at)


def whole_list(value: Mapping[str, Any], at: At, named: Named) -> Iterator[Fault]:
    """A resource list whose names and amounts are judged one by one."""
    for name, item in value.items():
        here = (at, Key(name))
        yield from named(name, here)
        yield from quantity(name, stored(item), here)


def pod_level_name(name: str, at: At) -> Iterator[Fault]:
    """The name of a resource that a pod itself may ask for."""
    wrong = list(standard_name(name, at))
    yield from wrong
    if not wrong and not is_pod_level(name):
        yield not_supported(at, name, ("cpu", HUGE_PAGES, "memory"))
