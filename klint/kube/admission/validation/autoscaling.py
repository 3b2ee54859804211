"""HorizontalPodAutoscalers.

Source: kubernetes `pkg/apis/autoscaling/validation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import forbidden, invalid, not_supported, required
from klint.kube.admission.validation.metadata import object_meta
from klint.kube.admission.validation.printed import typed
from klint.kube.admission.validation.resources import amount_not_negative, container_name
from klint.kube.admission.validation.rules import Rules, at_least, dropped, each, text
from klint.kube.amounts import amount
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope

_TOLERANCES = Release(1, 35)  # HPAConfigurableTolerance, on by default
_TO_ZERO = Release(1, 37)  # HPAScaleToZero, on by default
_GROUPS_CHECKED = Release(1, 34)
_LONGEST_PERIOD, _LONGEST_WINDOW = 1800, 3600
_SOURCES = {
    "Object": "object",
    "External": "external",
    "Pods": "pods",
    "Resource": "resource",
    "ContainerResource": "containerResource",
}
_TARGETS = ("Utilization", "Value", "AverageValue")

_segment = text(formats.path_segment)


def _api_version_fault(version: str, *, empty_group: bool) -> str:
    if version.count("/") > 1:
        return f"unexpected GroupVersion string: {version}"
    return "" if empty_group or "/" in version.strip("/") else "apiVersion must specify API group"


def _reference(*, described: bool) -> Check:
    """A reference to what is scaled, or to what is measured."""

    def checked(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
        version, kind = value.get("apiVersion") or "", value.get("kind") or ""
        for field in ("kind", "name"):
            if not value.get(field):
                yield required((at, field))
            else:
                yield from _segment(value[field], (at, field), scope)
        core = described or kind == "ReplicationController" or scope.release < _GROUPS_CHECKED
        if wrong := _api_version_fault(version, empty_group=core):
            yield invalid((at, "apiVersion"), version, wrong)

    return checked


def _identifier(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    if not value.get("name"):
        faults = [required((at, "name"), "must specify a metric name")]
    else:
        faults = list(_segment(value["name"], (at, "name"), scope))
    return faults


def _positive_amount(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    size = amount(value)
    shown = typed(str(size))
    return [] if size.nanos > 0 else [invalid(at, shown, "must be positive")]


def _target_type(target: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    kind = target.get("type") or ""
    if not kind:
        yield required((at, "type"), "must specify a metric target type")
    if kind not in _TARGETS:
        yield invalid((at, "type"), typed(kind), "must be either Utilization, Value, or AverageValue")


_TARGET = Rules(
    {
        "averageUtilization": at_least(1, "must be greater than 0"),
        "averageValue": _positive_amount,
        "value": _positive_amount,
    },
    _target_type,
)


def _source(*checks: Check, target: Callable[[Mapping[str, Any], At], Iterable[Fault]]) -> Check:
    def checked(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
        for check in checks:
            yield from check(value, at, scope)
        wanted, here = value.get("target") or {}, (at, "target")
        yield from _TARGET(wanted, here, scope)
        yield from target(wanted, here)

    return checked


def _metric(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    return _identifier(value.get("metric") or {}, (at, "metric"), scope)


def _described(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    return _reference(described=True)(value.get("describedObject") or {}, (at, "describedObject"), scope)


def _of_object(target: Mapping[str, Any], at: At) -> Iterable[Fault]:
    if target.get("value") is None and target.get("averageValue") is None:
        return [required((at, "averageValue"), "must set either a target value or averageValue")]
    return ()


def _of_external(target: Mapping[str, Any], at: At) -> Iterable[Fault]:
    total, average = target.get("value"), target.get("averageValue")
    if total is None and average is None:
        words = "must set either a target value for metric or a per-pod target"
        return [required((at, "averageValue"), words)]
    if total is not None and average is not None:
        words = "may not set both a target value for metric and a per-pod target"
        return [forbidden((at, "value"), words)]
    return ()


def _of_pods(target: Mapping[str, Any], at: At) -> Iterable[Fault]:
    if target.get("averageValue") is None:
        return [required((at, "averageValue"), "must specify a positive target averageValue")]
    return ()


def _of_resource(target: Mapping[str, Any], at: At) -> Iterable[Fault]:
    share, average = target.get("averageUtilization"), target.get("averageValue")
    if share is None and average is None:
        words = "must set either a target raw value or a target utilization"
        return [required((at, "averageUtilization"), words)]
    if share is not None and average is not None:
        words = "may not set both a target raw value and a target utilization"
        return [forbidden((at, "averageValue"), words)]
    return ()


def _resource_name(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    return () if value.get("name") else [required((at, "name"), "must specify a resource name")]


def _container(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    name, container = value.get("name"), value.get("container")
    if name:
        yield from container_name(name, (at, "name"))
    if not container:
        yield required((at, "container"), "must specify a container")
    else:
        yield from (invalid((at, "container"), container, one) for one in formats.label(container))


_CHECKS: Mapping[str, Check] = {
    "object": _source(_described, _metric, target=_of_object),
    "external": _source(_metric, target=_of_external),
    "pods": _source(_metric, target=_of_pods),
    "resource": _source(_resource_name, target=_of_resource),
    "containerResource": _source(_resource_name, _container, target=_of_resource),
}


def _metric_spec(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    kind = value.get("type") or ""
    if not kind:
        yield required((at, "type"), "must specify a metric source type")
    if kind not in _SOURCES:
        yield not_supported((at, "type"), kind, sorted(_SOURCES))
    given = [field for field in _CHECKS if value.get(field) is not None]
    for field in given[:1]:
        yield from _CHECKS[field](value[field], (at, field), scope)
    expected = _SOURCES.get(kind)
    if expected and expected not in given:
        yield required((at, expected), "must populate information for the given metric source")
    if len(given) != 1:
        for field in given:
            if field != expected:
                yield forbidden((at, field), "must populate the given metric source only")


def _policy(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    kind, size, period = value.get("type") or "", value.get("value") or 0, value.get("periodSeconds") or 0
    if kind not in ("Pods", "Percent"):
        yield not_supported((at, "type"), kind, ("Percent", "Pods"))
    if size <= 0:
        yield invalid((at, "value"), size, "must be greater than zero")
    if period <= 0:
        yield invalid((at, "periodSeconds"), period, "must be greater than zero")
    if period > _LONGEST_PERIOD:
        yield invalid((at, "periodSeconds"), period, f"must be less than or equal to {_LONGEST_PERIOD}")


def _window(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if value < 0:
        yield invalid(at, value, "must be greater than or equal to zero")
    if value > _LONGEST_WINDOW:
        yield invalid(at, value, f"must be less than or equal to {_LONGEST_WINDOW}")


def _select(value: str, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    known = ("Disabled", "Max", "Min")
    return () if value in known else [not_supported(at, value, known)]


def _some_policy(rules: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    """Absent policies are filled in, empty ones are not."""
    if rules.get("policies") == []:
        return [required((at, "policies"), "must specify at least one Policy")]
    return ()


_SCALING = Rules(
    {
        "policies": each(_policy),
        "selectPolicy": _select,
        "stabilizationWindowSeconds": _window,
        "tolerance": dropped(amount_not_negative, until=_TOLERANCES),
    },
    _some_policy,
)


def _replicas(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    least, most = spec.get("minReplicas"), spec.get("maxReplicas") or 0
    metrics = spec.get("metrics") or ()
    bound = 0 if scope.release >= _TO_ZERO else 1
    if least is not None and least < bound:
        yield invalid((at, "minReplicas"), least, f"must be greater than or equal to {bound}")
    if most < 1:
        yield invalid((at, "maxReplicas"), most, "must be greater than 0")
    if most < (1 if least is None else least):
        yield invalid((at, "maxReplicas"), most, "must be greater than or equal to `minReplicas`")
    if least == 0 and not any((one or {}).get("type") in ("Object", "External") for one in metrics):
        words = "must specify at least one Object or External metric to support scaling to zero replicas"
        yield forbidden((at, "metrics"), words)


def _target(spec: Any, at: At, scope: Scope) -> Iterable[Fault]:
    return _reference(described=False)(spec.get("scaleTargetRef") or {}, (at, "scaleTargetRef"), scope)


def _one_number(spec: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    """The first version knows one metric, which the server shows as one of many."""
    share = spec.get("targetCPUUtilizationPercentage")
    if share is not None and share < 1:
        place = ((((at, "metrics"), 0), "resource"), "target"), "averageUtilization"
        fault = invalid(place, share, "must be greater than 0")
        return [fault._replace(path=("spec", "targetCPUUtilizationPercentage"))]
    return ()


_META = object_meta(formats.subdomain, namespaced=True)
_SPEC = Rules(
    {
        "behavior": Rules({"scaleDown": _SCALING, "scaleUp": _SCALING}),
        "metrics": each(_metric_spec),
    },
    _replicas,
    _target,
    _one_number,
)


def autoscaler(value: Any, at: At, scope: Scope) -> list[Fault]:
    return [
        *_META(value.get("metadata") or {}, (at, "metadata"), scope),
        *_SPEC(value.get("spec") or {}, (at, "spec"), scope),
    ]
