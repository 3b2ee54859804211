"""Timestamps and durations: reading them and asking for their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.function import Function
from klint.cel.times import SECOND, Duration, Timestamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


def _same(value: Any) -> Any:
    return value


_PARTS: dict[str, Callable[[datetime, int], int]] = {
    "getFullYear": lambda moment, _nanos: moment.year,
    "getMonth": lambda moment, _nanos: moment.month - 1,
    "getDate": lambda moment, _nanos: moment.day,
    "getDayOfMonth": lambda moment, _nanos: moment.day - 1,
    "getDayOfWeek": lambda moment, _nanos: moment.isoweekday() % 7,
    "getDayOfYear": lambda moment, _nanos: moment.timetuple().tm_yday - 1,
    "getHours": lambda moment, _nanos: moment.hour,
    "getMinutes": lambda moment, _nanos: moment.minute,
    "getSeconds": lambda moment, _nanos: moment.second,
    "getMilliseconds": lambda _moment, nanos: nanos // 10**6,
}
_SPANS = {
    "getHours": 3600 * SECOND,
    "getMinutes": 60 * SECOND,
    "getSeconds": SECOND,
    "getMilliseconds": 10**6,
}


def _part(part: Callable[[datetime, int], int]) -> Callable[..., int]:
    return lambda time, zone="UTC": part(*time.civil(zone))


def _span(unit: int) -> Callable[[Duration], int]:
    """Whole units, towards zero."""
    return lambda span: span.nanos // unit if span.nanos >= 0 else -(-span.nanos // unit)


FUNCTIONS = (
    Function("timestamp", (Timestamp,), _same),
    Function("timestamp", (int,), lambda seconds: Timestamp(seconds * SECOND)),
    Function("timestamp", (str,), Timestamp.parse, literals=((0, Timestamp.parse),)),
    Function("duration", (Duration,), _same),
    Function("duration", (str,), Duration.parse, literals=((0, Duration.parse),)),
    *(Function(name, (Timestamp,), _part(part), member=True) for name, part in _PARTS.items()),
    *(Function(name, (Timestamp, str), _part(part), member=True) for name, part in _PARTS.items()),
    *(Function(name, (Duration,), _span(unit), member=True) for name, unit in _SPANS.items()),
)
