"""How much of a node is taken.

A Usage never changes and equal ones are one object, so what is found out about one node holds for all that
are in the same state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.scheduling.amounts import CPU, MEMORY, PODS, STORAGE, int64, is_scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.kube.scheduling.pods.requests import Requests

_PLAIN = (CPU, MEMORY, STORAGE, PODS)
_HUGE = 2**53

Scalars = tuple[tuple[str, int], ...]


class Load(NamedTuple):
    """What one running pod takes; the floored numbers count something for containers that request nothing."""

    cpu: int
    memory: int
    storage: int
    floored_cpu: int
    floored_memory: int
    scalars: Scalars

    @classmethod
    def of(cls, requests: Requests) -> Load:
        used, floored = requests.used, requests.used_floored
        return cls(
            used.get(CPU, 0),
            used.get(MEMORY, 0),
            used.get(STORAGE, 0),
            floored.get(CPU, 0),
            floored.get(MEMORY, 0),
            scalars(used),
        )


def scalars(amounts: Mapping[str, int]) -> Scalars:
    """The resources besides the plain ones that the scheduler counts, ordered by name."""
    return tuple(
        sorted((name, one) for name, one in amounts.items() if name not in _PLAIN and is_scalar(name))
    )


class Capacity:
    """What a node can give its pods, with every usage of it that has occurred.

    `ordinary` if it has cpu and memory, and so little that sums and products neither overflow nor lose digits.
    """

    __slots__ = ("cpu", "memory", "ordinary", "pods", "scalars", "storage", "usages")

    def __init__(self, allocatable: Mapping[str, int]) -> None:
        self.cpu = allocatable.get(CPU, 0)
        self.memory = allocatable.get(MEMORY, 0)
        self.storage = allocatable.get(STORAGE, 0)
        self.pods = allocatable.get(PODS, 0)
        self.scalars = dict(scalars(allocatable))
        self.ordinary = 0 < self.cpu < _HUGE and 0 < self.memory < _HUGE
        self.usages: dict[tuple[int, Load], Usage] = {}

    @property
    def unused(self) -> Usage:
        return self.used(0, Load(0, 0, 0, 0, 0, ()))

    def used(self, pods: int, total: Load) -> Usage:
        key = pods, total
        if key not in self.usages:
            self.usages[key] = Usage(self, pods, total)
        return self.usages[key]


class Usage:
    """What the pods of a node take together, as kube-scheduler's NodeInfo sums it in 64 bits."""

    __slots__ = (
        "_after",
        "_before",
        "capacity",
        "cpu",
        "floored_cpu",
        "floored_memory",
        "memory",
        "pods",
        "scalars",
        "storage",
    )

    def __init__(self, capacity: Capacity, pods: int, total: Load) -> None:
        self.capacity = capacity
        self.pods = pods
        self.cpu, self.memory, self.storage, self.floored_cpu, self.floored_memory, self.scalars = total
        self._after: dict[Load, Usage] = {}
        self._before: dict[Load, Usage] = {}

    def with_pod(self, load: Load) -> Usage:
        if load not in self._after:
            self._after[load] = self._moved(load, 1)
        return self._after[load]

    def without_pod(self, load: Load) -> Usage:
        if load not in self._before:
            self._before[load] = self._moved(load, -1)
        return self._before[load]

    def _moved(self, load: Load, sign: int) -> Usage:
        scalars = dict(self.scalars)
        for name, amount in load.scalars:
            scalars[name] = int64(scalars.get(name, 0) + sign * amount)
        total = Load(
            int64(self.cpu + sign * load.cpu),
            int64(self.memory + sign * load.memory),
            int64(self.storage + sign * load.storage),
            int64(self.floored_cpu + sign * load.floored_cpu),
            int64(self.floored_memory + sign * load.floored_memory),
            tuple(sorted((name, amount) for name, amount in scalars.items() if amount)),
        )
        return self.capacity.used(self.pods + sign, total)
