"""Schedules of CronJobs and the time zones they are meant in.

Source: kubernetes `pkg/apis/batch/validation`, github.com/robfig/cron v3 (ParseStandard), Go's time package.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from klint.kube.admission.validation.fault import invalid
from klint.kube.admission.validation.printed import quoted, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope


class _Bounds(NamedTuple):
    low: int
    high: int
    names: Mapping[str, int] = {}


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_DAYS = "sun mon tue wed thu fri sat"
_FIELDS = (
    _Bounds(0, 59),
    _Bounds(0, 23),
    _Bounds(1, 31),
    _Bounds(1, 12, {name: nth for nth, name in enumerate(_MONTHS.split(), 1)}),
    _Bounds(0, 6, {name: nth for nth, name in enumerate(_DAYS.split())}),
)
_DESCRIPTORS = frozenset({"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"})
_EVERY = "@every "
_UNITS = frozenset({"ns", "us", "µs", "μs", "ms", "s", "m", "h"})
_GREATEST = 2**63 - 1


def schedule(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if not value:
        return
    if wrong := bad_schedule(value):
        yield invalid(at, value, wrong)
    if "TZ" in value:
        yield invalid(at, value, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")


def bad_schedule(text: str) -> str:
    """What is wrong with a schedule, in the words of the parser; nothing for a right one."""
    if text.startswith(("TZ=", "CRON_TZ=")):
        zone, blank, text = text.partition("=")[2].partition(" ")
        if not blank:
            return ""  # the server's parser stumbles here
        if wrong := _unknown_zone(zone):
            return f"provided bad location {zone}: {wrong}"
        text = text.strip()
    if text.startswith("@"):
        return _bad_descriptor(text)
    fields = text.split()
    if len(fields) != len(_FIELDS):
        return f"expected exactly {len(_FIELDS)} fields, found {len(fields)}: [{' '.join(fields)}]"
    try:
        for field, bounds in zip(fields, _FIELDS, strict=True):
            for part in filter(None, field.split(",")):
                _check(part, bounds)
    except ValueError as error:
        return str(error)
    return ""


def _bad_descriptor(text: str) -> str:
    if text in _DESCRIPTORS:
        return ""
    if not text.startswith(_EVERY):
        return f"unrecognized descriptor: {text}"
    wrong = bad_duration(text.removeprefix(_EVERY))
    return f"failed to parse duration {text}: {wrong}" if wrong else ""


def _check(part: str, bounds: _Bounds) -> None:
    """One of the ranges of a field; ValueError for a wrong one."""
    span, *steps = part.split("/")
    first, *others = span.split("-")
    if first in ("*", "?"):
        start, end = bounds.low, bounds.high
    else:
        start = _number_or_name(first, bounds)
        if len(others) > 1:
            raise ValueError(f"too many hyphens: {part}")
        end = _number_or_name(others[0], bounds) if others else start
    if len(steps) > 1:
        raise ValueError(f"too many slashes: {part}")
    step = _number(steps[0]) if steps else 1
    if steps and not others:
        end = bounds.high
    if start < bounds.low:
        raise ValueError(f"beginning of range ({start}) below minimum ({bounds.low}): {part}")
    if end > bounds.high:
        raise ValueError(f"end of range ({end}) above maximum ({bounds.high}): {part}")
    if start > end:
        raise ValueError(f"beginning of range ({start}) beyond end of range ({end}): {part}")
    if not step:
        raise ValueError(f"step of range should be a positive number: {part}")


def _number_or_name(text: str, bounds: _Bounds) -> int:
    known = bounds.names.get(text.lower())
    return _number(text) if known is None else known


def _number(text: str) -> int:
    if not re.fullmatch("[+-]?[0-9]+", text):
        raise ValueError(
            f"failed to parse int from {text}: strconv.Atoi: parsing {quoted(text)}: invalid syntax"
        )
    if len(text) > 20 or abs(int(text)) > _GREATEST:
        words = f"strconv.Atoi: parsing {quoted(text)}: value out of range"
        raise ValueError(f"failed to parse int from {text}: {words}")
    if int(text) < 0:
        raise ValueError(f"negative number ({int(text)}) not allowed: {text}")
    return int(text)


def bad_duration(text: str) -> str:
    """What Go's time.ParseDuration says of a text; nothing for a duration."""
    rest = re.sub("^[-+]", "", text)
    if rest == "0":
        return ""
    wrong = f"time: invalid duration {quoted(text)}"
    if not rest:
        return wrong
    while rest:
        part = re.match(r"([0-9]*)(\.[0-9]*)?", rest)
        assert part  # noqa: S101  # it matches anything
        if not part[0].strip("."):
            return wrong
        rest = rest[part.end() :]
        unit = re.match(r"[^.0-9]*", rest)
        assert unit  # noqa: S101
        if not unit[0]:
            return f"time: missing unit in duration {quoted(text)}"
        if unit[0] not in _UNITS:
            return f"time: unknown unit {quoted(unit[0])} in duration {quoted(text)}"
        rest = rest[unit.end() :]
    return ""


def time_zone(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if not value:
        yield invalid(at, value, "timeZone must be nil or non-empty string")
        return
    shown = typed(value)
    unknown = f"unknown time zone {value}"
    for part in value.split("/"):
        if part in (".", "..") or part.startswith("-") or not re.fullmatch(r"[A-Za-z.\-_0-9+]{1,14}", part):
            yield invalid(at, shown, unknown)
    if value.lower() == "local":
        where = "https://www.iana.org/time-zones"
        yield invalid(at, shown, f"timeZone must be an explicit time zone as defined in {where}")
    if value != "Local" and (wrong := _unknown_zone(value)):
        yield invalid(at, shown, wrong)


def _unknown_zone(name: str) -> str:
    """What Go's time.LoadLocation says of a name; nothing if this machine knows no zones at all."""
    if name in ("", "UTC", "Local"):
        return ""
    if ".." in name or name[0] in "/\\" or "\\" in name:
        return "time: invalid location name"
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return f"unknown time zone {name}" if _any_zones() else ""
    return ""


def _any_zones() -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo("Europe/Berlin")
    except (KeyError, OSError):
        return False
    return True
