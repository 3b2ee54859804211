"""Sets of whole numbers as intervals: sorted, disjoint and not touching, both ends included."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Interval = tuple[int, int]
Intervals = tuple[Interval, ...]


def union(*sets: Iterable[Interval]) -> Intervals:
    """All numbers of any of the sets, whose intervals may overlap and come in any order."""
    merged: list[Interval] = []
    for first, last in sorted(chain(*sets)):
        if merged and first <= merged[-1][1] + 1:
            if last > merged[-1][1]:
                merged[-1] = (merged[-1][0], last)
        else:
            merged.append((first, last))
    return tuple(merged)


def intersection(one: Intervals, other: Intervals) -> Intervals:
    found: list[Interval] = []
    here = there = 0
    while here < len(one) and there < len(other):
        first = max(one[here][0], other[there][0])
        last = min(one[here][1], other[there][1])
        if first <= last:
            found.append((first, last))
        if one[here][1] < other[there][1]:
            here += 1
        else:
            there += 1
    return tuple(found)


def difference(one: Intervals, other: Intervals) -> Intervals:
    """What is in `one` and not in `other`."""
    found: list[Interval] = []
    for first, last in one:
        start = first
        for begin, end in other:
            if end < start:
                continue
            if begin > last:
                break
            if begin > start:
                found.append((start, begin - 1))
            start = end + 1
        if start <= last:
            found.append((start, last))
    return tuple(found)


def contains(intervals: Intervals, number: int) -> bool:
    return any(first <= number <= last for first, last in intervals)
