"""Lists as sets (cel-go `ext/sets.go`; in Kubernetes from 1.29 on)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.equality import contains
from klint.cel.function import Function

if TYPE_CHECKING:
    from klint.cel.frame import Frame

_SINCE = (1, 29)


def _contains(frame: Frame, items: list[Any], others: list[Any]) -> bool:
    return all(contains(frame, items, other) for other in others)


def _equivalent(frame: Frame, items: list[Any], others: list[Any]) -> bool:
    return _contains(frame, items, others) and _contains(frame, others, items)


def _intersects(frame: Frame, items: list[Any], others: list[Any]) -> bool:
    return any(contains(frame, items, other) for other in others)


FUNCTIONS = (
    Function("sets.contains", (list, list), _contains, metered=True, since=_SINCE),
    Function("sets.equivalent", (list, list), _equivalent, metered=True, since=_SINCE),
    Function("sets.intersects", (list, list), _intersects, metered=True, since=_SINCE),
)
