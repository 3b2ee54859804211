"""Probes, and what runs when a container starts and stops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import Aside, forbidden, invalid, not_supported, required
from klint.kube.admission.validation.rules import Rules, at_least, dropped, not_negative, one_of
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope

_NO_SLEEP = Release(1, 33)
_SIGNALS_WINDOWS = ("SIGKILL", "SIGTERM")
_SIGNALS = frozenset(
    [
        "ABRT",
        "ALRM",
        "BUS",
        "CHLD",
        "CLD",
        "CONT",
        "FPE",
        "HUP",
        "ILL",
        "INT",
        "IO",
        "IOT",
        "KILL",
        "PIPE",
        "POLL",
        "PROF",
        "PWR",
        "QUIT",
        "SEGV",
        "STKFLT",
        "STOP",
        "SYS",
        "TERM",
        "TRAP",
        "TSTP",
        "TTIN",
        "TTOU",
        "URG",
        "USR1",
        "USR2",
        "VTALRM",
        "WINCH",
        "XCPU",
        "XFSZ",
        "RTMIN",
        "RTMAX",
    ]
    + [f"RTMIN+{step}" for step in range(1, 16)]
    + [f"RTMAX-{step}" for step in range(1, 15)]
)


def port(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    """The number or the name of a port; whether a port of that name exists is not asked."""
    wrong = formats.port_name(value) if isinstance(value, str) else formats.port_number(value)
    return [invalid(at, value, one) for one in wrong] if wrong else ()


def _absent_port(action: Any, at: At, scope: Scope) -> Iterable[Fault]:
    return port(0, (at, "port"), scope) if action.get("port") is None else ()


def _headers(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    for index, header in enumerate(value):
        name = (header or {}).get("name") or ""
        yield from (invalid((at, Aside(index)), name, one) for one in formats.http_header(name))


_EXEC = Rules({}, required=("command",))
_HTTP = Rules({"port": port, "scheme": one_of("HTTP", "HTTPS"), "httpHeaders": _headers}, _absent_port)
_SOCKET = Rules({"port": port}, _absent_port)


def _sleep(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    seconds, grace = value.get("seconds") or 0, scope.inside.grace
    if scope.release >= _NO_SLEEP:
        if not 0 <= seconds <= grace:
            words = f"must be non-negative and less than terminationGracePeriodSeconds ({grace})"
            yield invalid(at, seconds, words)
    elif not 0 < seconds <= grace:
        words = f"must be greater than 0 and less than terminationGracePeriodSeconds ({grace})"
        if scope.release >= Release(1, 32):
            words += ". Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep."
        yield invalid(at, seconds, words)


def _handler(**actions: Check) -> Check:
    def checked(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
        given = [key for key in actions if value.get(key) is not None]
        if not given:
            yield required(at, "must specify a handler type")
        for key in given[1:]:
            yield forbidden((at, key), "may not specify more than 1 handler type")
        for key in given[:1]:
            yield from actions[key](value[key], (at, key), scope)

    return checked


_TIMES = {
    "failureThreshold": not_negative,
    "initialDelaySeconds": not_negative,
    "periodSeconds": not_negative,
    "successThreshold": not_negative,
    "terminationGracePeriodSeconds": at_least(1, "must be greater than 0"),
    "timeoutSeconds": not_negative,
}
_PROBE = Rules(_TIMES, _handler(exec=_EXEC, httpGet=_HTTP, tcpSocket=_SOCKET, grpc=_SOCKET))


def _once(probe: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if probe.get("successThreshold") not in (None, 0, 1):
        yield invalid((at, "successThreshold"), probe["successThreshold"], "must be 1")


def liveness(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    """Also for startup probes."""
    return [*_PROBE(value, at, scope), *_once(value, at, scope)]


def readiness(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    faults = _PROBE(value, at, scope)
    grace = value.get("terminationGracePeriodSeconds")
    if grace is not None:
        faults.append(
            invalid((at, "terminationGracePeriodSeconds"), grace, "must not be set for readinessProbes")
        )
    return faults


_HOOK = _handler(exec=_EXEC, httpGet=_HTTP, tcpSocket=_SOCKET, sleep=_sleep)


def _stop_signal(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    system = scope.inside.os
    if system is None:
        yield forbidden(at, "may not be set for containers with empty `spec.os.name`")
    elif system == "windows" and value not in _SIGNALS_WINDOWS:
        yield not_supported(at, value, _SIGNALS_WINDOWS)
    elif system == "linux" and value.removeprefix("SIG") not in _SIGNALS:
        yield not_supported(at, value, sorted(f"SIG{name}" for name in _SIGNALS))


lifecycle = Rules({"postStart": _HOOK, "preStop": _HOOK, "stopSignal": dropped(_stop_signal)})

PROBES = {"livenessProbe": liveness, "readinessProbe": readiness, "startupProbe": liveness}
