"""How a workload replaces its pods.

Source: kubernetes `pkg/apis/apps/validation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import forbidden, invalid, not_supported, required
from klint.kube.admission.validation.printed import Printed, int_or_string, pointer, struct
from klint.kube.admission.validation.rules import not_negative
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_SET_ROLLING = "apps.RollingUpdateStatefulSetStrategy"
_UNAVAILABLE_IN_SETS = Release(1, 37)  # MaxUnavailableStatefulSet, on by default; dropped before


def int_or_percent(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """A number that is not negative, or a percentage."""
    if isinstance(value, str):
        yield from (invalid(at, int_or_string(value), one) for one in formats.percent(value))
    else:
        yield from not_negative(value, at, scope)


def at_most_all(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """A percentage up to 100."""
    if isinstance(value, str) and not formats.percent(value) and int(value[:-1]) > 100:
        yield invalid(at, int_or_string(value), "must not be greater than 100%")


def _size(value: Any) -> int:
    """How much it is, be it a number or a percentage (getIntOrPercentValue)."""
    if not isinstance(value, str):
        return int(value)
    text = value.removesuffix("%") if not formats.percent(value) else value
    try:
        return int(text)
    except ValueError:
        return 0


def _given(rolling: Any, field: str, default: Any) -> Any:
    value = rolling.get(field)
    return default if value is None else value


def deployment_rollout(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    kind, rolling = value.get("type") or "RollingUpdate", value.get("rollingUpdate")
    here = (at, "rollingUpdate")
    if kind == "Recreate":
        if rolling is not None:
            yield forbidden(here, "may not be specified when strategy `type` is 'Recreate'")
        return
    if kind != "RollingUpdate":
        yield not_supported(at, _strategy("Deployment", kind, rolling), ("Recreate", "RollingUpdate"))
        return
    unavailable, surge = (_given(rolling or {}, field, "25%") for field in ("maxUnavailable", "maxSurge"))
    yield from int_or_percent(unavailable, (here, "maxUnavailable"), scope)
    yield from int_or_percent(surge, (here, "maxSurge"), scope)
    if not _size(unavailable) and not _size(surge):
        yield invalid(
            (here, "maxUnavailable"), int_or_string(unavailable), "may not be 0 when `maxSurge` is 0"
        )
    yield from at_most_all(unavailable, (here, "maxUnavailable"), scope)


def _strategy(what: str, kind: str, rolling: Any) -> Printed:
    fields = ("maxUnavailable", "maxSurge")
    go_type = f"apps.RollingUpdate{what}"
    shown = None
    if rolling is not None:
        values = {one[0].upper() + one[1:]: int_or_string(_given(rolling, one, 0)) for one in fields}
        shown = struct(go_type, **values)
    name = "DeploymentStrategy" if what == "Deployment" else "DaemonSetUpdateStrategy"
    return struct(f"apps.{name}", Type=kind, RollingUpdate=pointer(go_type, shown))


def daemon_rollout(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    kind, rolling = value.get("type") or "RollingUpdate", value.get("rollingUpdate")
    if kind == "OnDelete":
        return
    if kind != "RollingUpdate":
        yield not_supported(at, _strategy("DaemonSet", kind, rolling), ("RollingUpdate", "OnDelete"))
        return
    here = (at, "rollingUpdate")
    unavailable, surge = _given(rolling or {}, "maxUnavailable", 1), _given(rolling or {}, "maxSurge", 0)
    for item, field in ((unavailable, "maxUnavailable"), (surge, "maxSurge")):
        yield from int_or_percent(item, (here, field), scope)
        yield from at_most_all(item, (here, field), scope)
    if _size(unavailable) and _size(surge):
        yield invalid(
            (here, "maxSurge"), int_or_string(surge), "may not be set when maxUnavailable is non-zero"
        )
    elif not _size(unavailable) and not _size(surge):
        yield required((here, "maxUnavailable"), "cannot be 0 when maxSurge is 0")


def set_rollout(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    kind, rolling = value.get("type") or "RollingUpdate", value.get("rollingUpdate")
    here = (at, "rollingUpdate")
    if kind == "OnDelete":
        if rolling is not None:
            yield invalid(here, _partition(rolling), "only allowed for updateStrategy 'RollingUpdate'")
    elif kind != "RollingUpdate":
        shown = pointer(_SET_ROLLING, None if rolling is None else _partition(rolling))
        strategy = struct("apps.StatefulSetUpdateStrategy", Type=kind, RollingUpdate=shown)
        yield invalid(at, strategy, "must be 'RollingUpdate' or 'OnDelete'")
    elif rolling is not None:
        yield from not_negative(rolling.get("partition") or 0, (here, "partition"), scope)
        unavailable = rolling.get("maxUnavailable")
        if unavailable is not None:
            faults = _unavailable(unavailable, (here, "maxUnavailable"), scope)
            is_known = scope.release >= _UNAVAILABLE_IN_SETS
            yield from faults if is_known else (fault.doubtful for fault in faults)


def _unavailable(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    yield from int_or_percent(value, at, scope)
    if not _size(value):
        yield invalid(at, int_or_string(value), "cannot be 0")
    yield from at_most_all(value, at, scope)


def _partition(rolling: Any) -> Printed:
    unavailable = rolling.get("maxUnavailable")
    shown = pointer("intstr.IntOrString", None if unavailable is None else int_or_string(unavailable))
    return struct(_SET_ROLLING, Partition=rolling.get("partition") or 0, MaxUnavailable=shown)
