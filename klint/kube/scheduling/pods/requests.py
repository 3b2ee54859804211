"""What a pod requests: kube-scheduler asks it in several ways that differ.

Source: k8s.io/component-helpers `resource` (PodRequests, AggregateContainerRequests) and the scheduler's
framework types (CalculateResource), 1.34. All sums are exact, in thousandths; rounding comes last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.resources import is_pod_level, is_sidecar
from klint.kube.scheduling.amounts import CPU, MEMORY, amounts, thousandths
from klint.kube.scheduling.values import items, mapping, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    Amounts = Mapping[str, int]

# What a container counts in some scores if it requests nothing: 100m and 200Mi, in thousandths.
_FLOOR: Amounts = {CPU: 100, MEMORY: 200 * 2**20 * 1000}
_NO_FLOOR: Amounts = {}


class Requests(NamedTuple):
    """The answers for one pod, by resource; cpu in thousandths, all else in units.

    `wanted` is what must be free, `used` what the pod takes once it runs. The floored ones count something for
    containers that request neither cpu nor memory. A resize under way counts only in `used` and `used_floored`,
    pod-level requests count in all but `wanted_floored`.
    """

    wanted: Amounts
    wanted_floored: Amounts
    used: Amounts
    used_floored: Amounts


def requests(spec: Any, status: Any = None) -> Requests:
    """Those of a pod as the API server stores it (see `klint.kube.scheduling.stored`)."""
    resized = _Resized(status)
    used = _total(spec, resized)
    return Requests(
        wanted=amounts(_total(spec, _NOT_RESIZED)),
        wanted_floored=amounts(_total(spec, _NOT_RESIZED, _FLOOR, pod_level=False)),
        used=amounts(used),
        used_floored=amounts(_total(spec, resized, _floor(spec, used))),
    )


def _floor(spec: Any, used: Amounts) -> Amounts:
    if not any(map(is_pod_level, mapping(spec, "resources", "requests"))):
        return _FLOOR
    return {name: amount for name, amount in _FLOOR.items() if name not in used}


def _total(
    spec: Any, resized: _Resized, floor: Amounts = _NO_FLOOR, *, pod_level: bool = True
) -> dict[str, int]:
    found = _containers(spec, resized, floor)
    if pod_level:
        own = thousandths(mapping(spec, "resources", "requests"))
        found.update({name: amount for name, amount in own.items() if is_pod_level(name)})
    _add(found, thousandths(mapping(spec, "overhead")))
    return found


def _containers(spec: Any, resized: _Resized, floor: Amounts) -> dict[str, int]:
    """All that run at once, or the greediest step before."""
    total: dict[str, int] = {}
    sidecars: dict[str, int] = {}
    peak: dict[str, int] = {}
    for container in items(spec, "containers"):
        _add(total, {**floor, **resized.requests(container)})
    for container in items(spec, "initContainers"):
        if is_sidecar(container):
            own = {**floor, **resized.requests(container)}
            _add(total, own)
            _add(sidecars, own)
            _raise(peak, sidecars)
        else:
            own = {**floor, **thousandths(mapping(container, "resources", "requests"))}
            _add(own, sidecars)
            _raise(peak, own)
    _raise(total, peak)
    return total


class _Resized:
    """What a pod's status says of containers whose resources are changed while they run."""

    def __init__(self, status: Any) -> None:
        statuses = [*items(status, "containerStatuses"), *items(status, "initContainerStatuses")]
        self._by_name = {text(one.get("name")): one for one in statuses if "resources" in one}
        self._infeasible = any(
            condition.get("type") == "PodResizePending" and condition.get("reason") == "Infeasible"
            for condition in items(status, "conditions")
        )

    def requests(self, container: Mapping[str, Any]) -> Amounts:
        """The greatest of what is asked, granted and in force."""
        asked = thousandths(mapping(container, "resources", "requests"))
        status = self._by_name.get(text(container.get("name")))
        if status is None:
            return asked
        found = {} if self._infeasible else asked
        _raise(found, thousandths(mapping(status, "resources", "requests")))
        _raise(found, thousandths(mapping(status, "allocatedResources")))
        return found


_NOT_RESIZED = _Resized(None)


def _add(to: dict[str, int], more: Amounts) -> None:
    for name, amount in more.items():
        to[name] = to.get(name, 0) + amount


def _raise(to: dict[str, int], least: Amounts) -> None:
    for name, amount in least.items():
        if name not in to or to[name] < amount:
            to[name] = amount
