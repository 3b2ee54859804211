"""The objects that limit what a namespace may use: ResourceQuota and LimitRange.

Source: kubernetes `pkg/apis/core/validation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.limit_ranges import item_defaults
from klint.kube.admission.validation.fault import Aside, Key, duplicate, forbidden, invalid, required
from klint.kube.admission.validation.metadata import object_meta
from klint.kube.admission.validation.printed import Printed, strings, struct, typed
from klint.kube.admission.validation.resources import (
    container_name,
    is_quota_resource,
    quota_name,
    standard_name,
    whole_list,
)
from klint.kube.amounts import amounts
from klint.kube.resources import is_overcommitted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope
    from klint.kube.amounts import Amount

_META = object_meta(formats.subdomain, namespaced=True)
_TYPES = ("Container", "PersistentVolumeClaim", "Pod")
_OF_PODS = frozenset(
    {"cpu", "limits.cpu", "limits.memory", "memory", "pods", "requests.cpu", "requests.memory"}
)
_SCOPES: Mapping[str, frozenset[str]] = {
    "BestEffort": frozenset({"pods"}),
    "CrossNamespacePodAffinity": _OF_PODS,
    "NotBestEffort": _OF_PODS,
    "NotTerminating": _OF_PODS,
    "PriorityClass": _OF_PODS,
    "Terminating": _OF_PODS,
    "VolumeAttributesClass": frozenset({"persistentvolumeclaims", "requests.storage"}),
}
_EXCLUSIVE = (("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating"))
_PLAIN_SCOPES = frozenset(_SCOPES) - {"PriorityClass", "VolumeAttributesClass"}
_PLAIN = ", ".join(
    f"ResourceQuotaScope{one}" for one in ("Terminating", "NotTerminating", "BestEffort", "NotBestEffort")
)


def _unsuited(scope_name: str, hard: Mapping[str, Any]) -> list[str]:
    """The resources that a quota of this scope cannot count."""
    known = _SCOPES.get(scope_name)
    return [name for name in hard if known is not None and is_quota_resource(name) and name not in known]


def _scopes(spec: Any, at: At) -> Iterator[Fault]:
    names = spec.get("scopes") or ()
    here, shown = (at, "scopes"), strings(names, "[]core.ResourceQuotaScope")
    for name in names:
        if name not in _SCOPES:
            yield invalid(here, shown, "unsupported scope")
        for _ in _unsuited(name, spec.get("hard") or {}):
            yield invalid(here, shown, "unsupported scope applied to resource")
    if any(set(pair) <= set(names) for pair in _EXCLUSIVE):
        yield invalid(here, shown, "conflicting scopes")


def _selector(spec: Any, at: At) -> Iterator[Fault]:
    selector = spec.get("scopeSelector")
    if selector is None:
        return
    listed = selector.get("matchExpressions") or ()
    here = ((at, "scopeSelector"), "matchExpressions")
    for index, item in enumerate(listed):
        requirement, there = item or {}, (here, Aside(index))
        name = requirement.get("scopeName") or ""
        if name not in _SCOPES:
            yield invalid((there, "scopeName"), typed(name), "unsupported scope")
        for _ in _unsuited(name, spec.get("hard") or {}):
            yield invalid(here, _shown(selector), "unsupported scope applied to resource")
        yield from _requirement(requirement, name, there)
    names = {(one or {}).get("scopeName") for one in listed}
    if any(set(pair) <= names for pair in _EXCLUSIVE):
        shown = strings(spec.get("scopes"), "[]core.ResourceQuotaScope")
        yield invalid(here, shown, "conflicting scopes")


def _requirement(value: Any, name: str, at: At) -> Iterator[Fault]:
    operator, values = value.get("operator") or "", value.get("values")
    if name in _PLAIN_SCOPES and operator != "Exists":
        words = (
            f"must be 'Exists' when scope is any of {_PLAIN} or ResourceQuotaScopeCrossNamespacePodAffinity"
        )
        yield invalid((at, "operator"), typed(operator), words)
    if operator in ("In", "NotIn"):
        if not values:
            words = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
            yield required((at, "values"), words)
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            words = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"
            yield invalid((at, "values"), values, words)
    else:
        yield invalid((at, "operator"), typed(operator), "not a valid selector operator")


def _shown(selector: Any) -> Printed:
    listed = [
        struct(
            "core.ScopedResourceSelectorRequirement",
            ScopeName=one.get("scopeName") or "",
            Operator=one.get("operator") or "",
            Values=strings(one.get("values")),
        ).text
        for one in map(_or_empty, selector.get("matchExpressions") or ())
    ]
    text = f'{{"MatchExpressions":[{",".join(listed)}]}}'
    return Printed(text, text)


def _or_empty(value: Any) -> Any:
    return value or {}


def resource_quota(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    spec, here = value.get("spec") or {}, (at, "spec")
    yield from _META(value.get("metadata") or {}, (at, "metadata"), scope)
    yield from whole_list(spec.get("hard") or {}, (here, "hard"), quota_name)
    yield from _scopes(spec, here)
    yield from _selector(spec, here)


def limit_range(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    metadata = value.get("metadata") or {}
    for fault in _META(metadata, (at, "metadata"), scope):
        # The server makes up a name where none is given.
        is_name = fault.path == ("metadata", "name") and not metadata.get("name")
        yield fault.doubtful if is_name else fault
    kinds: set[str] = set()
    for index, item in enumerate((value.get("spec") or {}).get("limits") or ()):
        here = (((at, "spec"), "limits"), index)
        limit = item or {}
        kind = limit.get("type") or ""
        yield from _kind(kind, (here, "type"))
        if kind in kinds:
            yield duplicate((here, "type"), typed(kind))
        kinds.add(kind)
        yield from _limit(item_defaults(limit), kind, here)


def _kind(kind: str, at: At) -> Iterator[Fault]:
    wrong = formats.qualified_name(kind)
    yield from (invalid(at, typed(kind), one) for one in wrong)
    if not wrong and "/" not in kind and kind not in _TYPES:
        yield invalid(at, typed(kind), "must be a standard limit type or fully qualified")


_LISTS = ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")


def _limit(limit: Mapping[str, Any], kind: str, at: At) -> Iterator[Fault]:
    named = container_name if kind in ("Pod", "Container") else standard_name
    lists = {field: amounts(limit.get(field)) for field in _LISTS}
    if kind == "Pod":
        for field in ("default", "defaultRequest"):
            if lists.pop(field):
                yield forbidden((at, field), "may not be specified when `type` is 'Pod'")
    if kind == "PersistentVolumeClaim" and "storage" not in {*lists["max"], *lists["min"]}:
        words = "either minimum or maximum storage value is required, but neither was provided"
        yield required((at, "limits"), words)
    for field, listed in lists.items():
        for name in listed:
            yield from named(name, ((at, field), Key(name)))
    for name in sorted({name for listed in lists.values() for name in listed}):
        sizes = {field: listed[name] for field, listed in lists.items() if name in listed}
        yield from _compared(name, sizes, at)


# One may not be greater than the other: which and what they are called, whose place and whose value is shown.
_ORDER = (
    ("min", "min value", "max", "max value", "min", "min"),
    ("min", "min value", "defaultRequest", "default request value", "defaultRequest", "defaultRequest"),
    ("defaultRequest", "default request value", "max", "max value", "defaultRequest", "defaultRequest"),
    (
        "defaultRequest",
        "default request value",
        "default",
        "default limit value",
        "defaultRequest",
        "defaultRequest",
    ),
    ("min", "min value", "default", "default value", "default", "min"),
    ("default", "default value", "max", "max value", "default", "max"),
)


def _compared(name: str, sizes: Mapping[str, Amount], at: At) -> Iterator[Fault]:
    for low, low_name, high, high_name, place, shown in _ORDER:
        if low in sizes and high in sizes and sizes[low].nanos > sizes[high].nanos:
            words = f"{low_name} {sizes[low]} is greater than {high_name} {sizes[high]}"
            yield invalid(((at, place), Key(name)), typed(str(sizes[shown])), words)
    if "maxLimitRequestRatio" in sizes:
        yield from _ratio(name, sizes, at)
    limit, request = sizes.get("default"), sizes.get("defaultRequest")
    if limit and request and limit.nanos != request.nanos and not is_overcommitted(name):
        words = f"default value {limit} must equal to defaultRequest value {request} in {name}"
        yield invalid(((at, "defaultRequest"), Key(name)), typed(str(request)), words)


def _ratio(name: str, sizes: Mapping[str, Amount], at: At) -> Iterator[Fault]:
    ratio = sizes["maxLimitRequestRatio"]
    here = ((at, "maxLimitRequestRatio"), Key(name))
    if ratio.nanos < 10**9:
        yield invalid(here, typed(str(ratio)), f"ratio {ratio} is less than 1")
    if "min" not in sizes or "max" not in sizes:
        return
    low, high = sizes["min"].milli, sizes["max"].milli
    limit = high / low if low else float("inf") if high > 0 else float("nan")
    if ratio.milli / 1000 > limit:
        shown = "NaN" if limit != limit else f"{limit:f}"  # noqa: PLR0124
        yield invalid(here, typed(str(ratio)), f"ratio {ratio} is greater than max/min = {shown}")
