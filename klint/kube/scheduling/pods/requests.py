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
    from collections.abc import Mapping, Sequence

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
    asked = [_Step(one, _asked(one)) for one in items(spec, "containers")]
    before = [_Step(one, _asked(one)) for one in items(spec, "initContainers")]
    own = {
        name: one
        for name, one in thousandths(mapping(spec, "resources", "requests")).items()
        if is_pod_level(name)
    }
    overhead = thousandths(mapping(spec, "overhead"))
    wanted = _total(asked, before, own, overhead)
    floored = _total(asked, before, _NO_FLOOR, overhead, _FLOOR)
    used, used_floored = wanted, floored
    resized = _Resized(status)
    if resized or own:
        asked = [resized.step(step) for step in asked]
        before = [resized.step(step) if is_sidecar(step.container) else step for step in before]
        used = _total(asked, before, own, overhead)
        floor = {name: one for name, one in _FLOOR.items() if name not in used} if own else _FLOOR
        used_floored = _total(asked, before, own, overhead, floor)
    return Requests(amounts(wanted), amounts(floored), amounts(used), amounts(used_floored))


class _Step(NamedTuple):
    """A container with what counts as its requests."""

    container: Mapping[str, Any]
    requests: Amounts


def _asked(container: Mapping[str, Any]) -> Amounts:
    return thousandths(mapping(container, "resources", "requests"))


def _total(
    running: Sequence[_Step],
    before: Sequence[_Step],
    pod_level: Amounts,
    overhead: Amounts,
    floor: Amounts = _NO_FLOOR,
) -> dict[str, int]:
    """All that run at once or the greediest step before, unless the pod itself says it; overhead on top."""
    total: dict[str, int] = {}
    for step in running:
        _add(total, {**floor, **step.requests})
    if before:
        _raise(total, _peak(before, total, floor))
    total.update(pod_level)
    _add(total, overhead)
    return total


def _peak(before: Sequence[_Step], total: dict[str, int], floor: Amounts) -> dict[str, int]:
    """The most that init containers need at any time; those that go on running are added to `total`."""
    sidecars: dict[str, int] = {}
    peak: dict[str, int] = {}
    for step in before:
        own = {**floor, **step.requests}
        if is_sidecar(step.container):
            _add(total, own)
            _add(sidecars, own)
            own = sidecars
        else:
            _add(own, sidecars)
        _raise(peak, own)
    return peak


class _Resized:
    """What a pod's status says of containers whose resources are changed while they run."""

    def __init__(self, status: Any) -> None:
        statuses = [*items(status, "containerStatuses"), *items(status, "initContainerStatuses")]
        self._by_name = {text(one.get("name")): one for one in statuses if "resources" in one}
        self._infeasible = any(
            condition.get("type") == "PodResizePending" and condition.get("reason") == "Infeasible"
            for condition in items(status, "conditions")
        )

    def __bool__(self) -> bool:
        return bool(self._by_name)

    def step(self, step: _Step) -> _Step:
        """The greatest of what is asked, granted and in force."""
        status = self._by_name.get(text(step.container.get("name")))
        if status is None:
            return step
        found = {} if self._infeasible else dict(step.requests)
        _raise(found, thousandths(mapping(status, "resources", "requests")))
        _raise(found, thousandths(mapping(status, "allocatedResources")))
        return step._replace(requests=found)


def _add(to: dict[str, int], more: Amounts) -> None:
    for name, amount in more.items():
        to[name] = to.get(name, 0) + amount


def _raise(to: dict[str, int], least: Amounts) -> None:
    for name, amount in least.items():
        if name not in to or to[name] < amount:
            to[name] = amount
