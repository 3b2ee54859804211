"""Points in time and spans of time, in whole nanoseconds, as Go reads, prints and bounds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from klint.cel.errors import EvaluationError
from klint.cel.values import named

if TYPE_CHECKING:
    from datetime import datetime

SECOND = 10**9
_EPOCH_DAY = 719163  # the proleptic Gregorian ordinal of 1970-01-01
_FIRST, _LAST = -62135596800 * SECOND, 253402300800 * SECOND  # the years 1 to 9999
_LONGEST = 2**63

_RFC3339 = (
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:[.,]([0-9]+))?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)
_PART = r"([0-9]*)(?:\.([0-9]*))?(ns|us|\u00b5s|\u03bcs|ms|s|m|h)"
_UNITS = {
    "ns": 1, "us": 10**3, "\u00b5s": 10**3, "\u03bcs": 10**3, "ms": 10**6,
    "s": SECOND, "m": 60 * SECOND, "h": 3600 * SECOND,
}  # fmt: skip
_OFFSET = r"([+-]?)([0-9]{1,2}):([0-9]{2})"


class _Instant:
    """Equal and ordered by `nanos`, among its own kind only."""

    __slots__ = ("nanos",)

    def __init__(self, nanos: int) -> None:
        self.nanos = nanos

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.nanos == other.nanos

    def __hash__(self) -> int:
        return hash((type(self), self.nanos))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


@named("google.protobuf.Timestamp")
class Timestamp(_Instant):
    """Nanoseconds since 1970-01-01T00:00:00Z; EvaluationError outside the years 1 to 9999."""

    __slots__ = ()

    def __init__(self, nanos: int) -> None:
        if not _FIRST <= nanos < _LAST:
            raise EvaluationError("the time lies outside the years 1 to 9999")
        super().__init__(nanos)

    @classmethod
    def parse(cls, text: str) -> Timestamp:
        """Of RFC 3339, in upper case; EvaluationError if it is not."""
        found = re.fullmatch(_RFC3339, text)
        if not found:
            raise EvaluationError(f"'{text[:80]}' is not a time; write it like 2006-01-02T15:04:05Z")
        *date, hour, minute, second = (int(part) for part in found.groups()[:6])
        away = 60 * int(found[9] or 0) + int(found[10] or 0)
        if max(hour - 24, minute - 60, second - 60) >= 0 or away > 24 * 60 or int(found[10] or 0) >= 60:
            raise EvaluationError(f"'{text}' names no time of day")
        seconds = (_ordinal(text, *date) - _EPOCH_DAY) * 86400 + hour * 3600 + minute * 60 + second
        seconds -= -away * 60 if found[8] == "-" else away * 60
        return cls(seconds * SECOND + int((found[7] or "0").ljust(9, "0")[:9]))

    def __str__(self) -> str:
        moment, nanos = self.civil("UTC")
        return f"{moment:%Y-%m-%dT%H:%M:%S}".rjust(19, "0") + _fraction(nanos) + "Z"

    def civil(self, zone: str) -> tuple[datetime, int]:
        """Calendar and clock of a time zone (`Europe/Berlin`, `+02:00`), and the nanoseconds of the second."""
        from datetime import UTC, datetime, timedelta

        seconds, nanos = divmod(self.nanos, SECOND)
        try:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
            away = re.fullmatch(_OFFSET, zone)
            if away:
                minutes = 60 * int(away[2]) + int(away[3])
                return moment + timedelta(minutes=-minutes if away[1] == "-" else minutes), nanos
            return _in_zone(moment, zone), nanos
        except OverflowError:
            raise EvaluationError("the time lies outside the years 1 to 9999") from None


@named("google.protobuf.Duration")
class Duration(_Instant):
    """Nanoseconds; EvaluationError beyond 64 bits, about 292 years."""

    __slots__ = ()

    def __init__(self, nanos: int) -> None:
        if not -_LONGEST <= nanos < _LONGEST:
            raise EvaluationError("the duration is longer than 292 years")
        super().__init__(nanos)

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Of Go's notation, such as `1h30m` or `-1.5s`; EvaluationError if it is not."""
        body = text[1:] if text[:1] in ("+", "-") else text
        nanos, at = 0, 0
        for part in re.finditer(_PART, body):
            if part.start() != at or not (part[1] or part[2]) or at > 200:
                break
            at = part.end()
            unit = _UNITS[part[3]]
            fraction = (part[2] or "0")[:40]
            nanos += int(part[1] or 0) * unit + int(fraction) * unit // 10 ** len(fraction)
        if body != "0" and (at < len(body) or not body):
            raise EvaluationError(f"'{text[:80]}' is not a duration; write it like 1h30m")
        return cls(-nanos if text[0] == "-" else nanos)

    def __str__(self) -> str:
        seconds, nanos = divmod(abs(self.nanos), SECOND)
        return f"{'-' if self.nanos < 0 else ''}{seconds}{_fraction(nanos)}s"


def _ordinal(text: str, year: int, month: int, day: int) -> int:
    from datetime import date

    try:
        return date(year, month, day).toordinal()
    except ValueError:
        raise EvaluationError(f"'{text}' names no day") from None


def _in_zone(moment: datetime, zone: str) -> datetime:
    if zone in ("", "UTC", "Local"):
        return moment
    from zoneinfo import ZoneInfo

    try:
        return moment.astimezone(ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        raise EvaluationError(f"there is no time zone '{zone}'") from None


def _fraction(nanos: int) -> str:
    return f".{nanos:09}".rstrip("0") if nanos else ""
