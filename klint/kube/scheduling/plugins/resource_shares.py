"""Scores of how much of a node's resources would be taken (`noderesources`, 1.34).

All integers are of 64 bits and overflow as they do in the scheduler; division truncates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.amounts import CPU, MEMORY, STORAGE, int64, is_scalar
from klint.kube.scheduling.plugin import GREATEST
from klint.kube.scheduling.values import items, text, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from klint.kube.scheduling.state.usage import Usage

    Rate = Callable[[int, int], int]
    Measure = Callable[[Usage], tuple[int, int]]
    Score = Callable[[Usage], int]

EVEN = ((CPU, 1), (MEMORY, 1))
_HIGHEST_POINT = 10


def weights(arguments: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    """The resources that plugin arguments name, with their weights; cpu and memory by default."""
    named = [(text(one.get("name")), whole(one.get("weight")) or 1) for one in items(arguments, "resources")]
    return tuple(named) or EVEN


def average(wanted: Mapping[str, int], resources: Sequence[tuple[str, int]], rate: Rate) -> Score:
    """The weighted mean of `rate` (what would be taken, of how much) over the resources that a node has."""
    measures = _weighted(wanted, resources)

    def score(usage: Usage) -> int:
        total = count = 0
        for measure, weight in measures:
            capacity, taken = measure(usage)
            if capacity:
                total += rate(taken, capacity) * weight
                count += weight
        return quotient(total, count) if count else 0

    return score


def least_allocated(taken: int, capacity: int) -> int:
    return 0 if taken > capacity else quotient(int64((capacity - taken) * GREATEST), capacity)


def most_allocated(taken: int, capacity: int) -> int:
    return quotient(int64(min(taken, capacity) * GREATEST), capacity)


def requested_to_capacity(
    wanted: Mapping[str, int], resources: Sequence[tuple[str, int]], strategy: Mapping[str, Any]
) -> Score:
    """The weighted mean of a curve over how full a node would be; what scores 0 does not count."""
    measures = _weighted(wanted, resources)
    curve = _curve(items(strategy, "requestedToCapacityRatio", "shape"))

    def score(usage: Usage) -> int:
        total = count = 0
        for measure, weight in measures:
            capacity, taken = measure(usage)
            if capacity:
                points = curve(GREATEST if taken > capacity else quotient(int64(taken * GREATEST), capacity))
                if points > 0:
                    total += points * weight
                    count += weight
        return round_half_away(total / count) if count else 0

    return score


def measure(name: str, wanted: int, *, floored: bool) -> Measure:
    """A resource's allocatable and what would be taken of it; `floored` for Usage's floored numbers."""
    if name == CPU:
        if floored:
            return lambda usage: (usage.capacity.cpu, usage.floored_cpu + wanted)
        return lambda usage: (usage.capacity.cpu, usage.cpu + wanted)
    if name == MEMORY:
        if floored:
            return lambda usage: (usage.capacity.memory, usage.floored_memory + wanted)
        return lambda usage: (usage.capacity.memory, usage.memory + wanted)
    if name == STORAGE:
        return lambda usage: (usage.capacity.storage, usage.storage + wanted)
    return lambda usage: (usage.capacity.scalars.get(name, 0), dict(usage.scalars).get(name, 0) + wanted)


def measured(name: str, wanted: int) -> bool:
    """Whether a resource counts at all: an extended one only if the pod wants it."""
    return name in (CPU, MEMORY, STORAGE) or (is_scalar(name) and wanted > 0)


def _weighted(wanted: Mapping[str, int], resources: Sequence[tuple[str, int]]) -> list[tuple[Measure, int]]:
    return [
        (measure(name, wanted.get(name, 0), floored=True), weight)
        for name, weight in resources
        if measured(name, wanted.get(name, 0))
    ]


def _curve(shape: Sequence[Mapping[str, Any]]) -> Callable[[int], int]:
    """Straight lines between the points of a shape (helper.BuildBrokenLinearFunction)."""
    points = [
        (whole(one.get("utilization")), whole(one.get("score")) * GREATEST // _HIGHEST_POINT) for one in shape
    ]

    def height(at: int) -> int:
        left = points[0]
        for right in points:
            if at <= right[0]:
                if right[0] == left[0]:
                    return right[1]
                return left[1] + quotient((right[1] - left[1]) * (at - left[0]), right[0] - left[0])
            left = right
        return left[1]

    return height if points else lambda _: 0


def quotient(dividend: int, divisor: int) -> int:
    """Division that truncates, as Go's."""
    return dividend // divisor if dividend >= 0 else -(-dividend // divisor)


def round_half_away(number: float) -> int:
    """Go's math.Round for what is not negative."""
    whole_part = int(number)
    return whole_part + (number - whole_part >= 0.5)
