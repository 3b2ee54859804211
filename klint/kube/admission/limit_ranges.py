"""What LimitRanges give the pods of their namespace and what they refuse.

Source: kubernetes `plugin/pkg/admission/limitranger` (1.34) and SetDefaults_LimitRangeItem. Pods and claims are plain
values with the API server's own defaults (see `defaulting`). The server gives no order to the LimitRanges of a
namespace; here the given one counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.amounts import ZERO, Amount, amounts
from klint.kube.resources import of_containers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Value = dict[str, Any]
    Amounts = Mapping[str, Amount]
    Path = tuple[str | int, ...]

_GREATEST_MILLI = (2**63 - 1) // 1000
_CONTAINERS = (("containers", "container"), ("initContainers", "init container"))


class LimitViolation(NamedTuple):
    """Why a LimitRange refuses an object, in the server's words.

    `path` leads to the object's resources that are judged, `limit` to the quantity in the LimitRange.
    """

    message: str
    path: Path
    limit: Path


class Limited(NamedTuple):
    """A pod's spec with the defaults of its namespace, and what the server notes of them in an annotation."""

    spec: Value
    annotation: str


def item_defaults(item: Value) -> Value:
    """One of a LimitRange's limits as it is stored: what it doesn't say follows from what it says."""
    if item.get("type") != "Container":
        return item
    limits = {**(item.get("max") or {}), **(item.get("default") or {})}
    requests = {**(item.get("min") or {}), **limits, **(item.get("defaultRequest") or {})}
    return {**item, "default": limits, "defaultRequest": requests}


def limited(spec: Value, limit_ranges: Iterable[Value]) -> Limited:
    """A pod's spec after all LimitRanges have filled it in; the annotation is that of the last that did."""
    annotation = ""
    for limit_range in limit_ranges:
        limits, requests = _defaults(limit_range)
        filled = dict(spec)
        notes: list[str] = []
        for field, what in _CONTAINERS:
            if spec.get(field):
                listed = [_filled(one or {}, limits, requests, what) for one in spec[field]]
                filled[field] = [container for container, _ in listed]
                notes += [note for _, several in listed for note in several]
        spec = filled
        if notes:
            annotation = f"LimitRanger plugin set: {'; '.join(notes)}"
    return Limited(spec, annotation)


def _items(limit_range: Value) -> list[Value]:
    return [item_defaults(item or {}) for item in (limit_range.get("spec") or {}).get("limits") or ()]


def _defaults(limit_range: Value) -> tuple[Value, Value]:
    limits: Value = {}
    requests: Value = {}
    for item in _items(limit_range):
        if item.get("type") == "Container":
            limits |= item.get("default") or {}
            requests |= item.get("defaultRequest") or {}
    return limits, requests


def _filled(container: Value, limits: Value, requests: Value, what: str) -> tuple[Value, list[str]]:
    resources = container.get("resources") or {}
    notes = []
    for field, defaults in (("requests", requests), ("limits", limits)):
        own = resources.get(field) or {}
        added = sorted(set(defaults) - set(own))
        if added:
            resources = {**resources, field: {**own, **{key: defaults[key] for key in added}}}
            notes.append(f"{', '.join(added)} {field[:-1]} for {what} {container.get('name') or ''}")
    return ({**container, "resources": resources}, notes) if notes else (container, [])


def pod_violations(spec: Value, limit_range: Value) -> list[LimitViolation]:
    """What a LimitRange has against a pod that LimitRanges have filled in."""
    found: list[LimitViolation] = []
    for index, item in enumerate(_items(limit_range)):
        if item.get("type") == "Container":
            for field, _ in _CONTAINERS:
                for nth, container in enumerate(spec.get(field) or ()):
                    resources = (container or {}).get("resources") or {}
                    limits, requests = amounts(resources.get("limits")), amounts(resources.get("requests"))
                    found += _judged(item, index, requests, limits, ("spec", field, nth, "resources"))
        elif item.get("type") == "Pod":
            requests, limits = _of_pod(spec, "requests"), _of_pod(spec, "limits")
            found += _judged(item, index, requests, limits, ("spec",))
    return found


def _of_pod(spec: Value, field: str) -> dict[str, Amount]:
    """Overhead isn't counted here, and huge pages of the pod itself are not."""
    own = amounts((spec.get("resources") or {}).get(field))
    return of_containers(spec, field) | {key: own[key] for key in own if key in ("cpu", "memory")}


def claim_violations(spec: Value, limit_range: Value) -> list[LimitViolation]:
    """What a LimitRange has against a claim of storage."""
    requests = amounts((spec.get("resources") or {}).get("requests"))
    found: list[LimitViolation] = []
    for index, item in enumerate(_items(limit_range)):
        if item.get("type") == "PersistentVolumeClaim":
            judge = _Judge("PersistentVolumeClaim", requests, {})
            for field, judged in (("min", judge.least), ("max", judge.most_requested)):
                found += _judged_one(item, index, field, judged, ("spec", "resources", "requests"))
    return found


def _judged(
    item: Value, index: int, requests: Amounts, limits: Amounts, path: Path
) -> Iterator[LimitViolation]:
    judge = _Judge(item["type"], requests, limits)
    fields = {"min": judge.least, "max": judge.most, "maxLimitRequestRatio": judge.ratio}
    for field, judged in fields.items():
        yield from _judged_one(item, index, field, judged, path)


def _judged_one(item: Value, index: int, field: str, judged: Any, path: Path) -> Iterator[LimitViolation]:
    for name, bound in amounts(item.get(field)).items():
        message = judged(name, bound)
        if message:
            yield LimitViolation(message, path, ("spec", "limits", index, field, name))


class _Judge(NamedTuple):
    """Compares what something asks for with one bound after the other; an answer is why it is too much."""

    kind: str
    requests: Amounts
    limits: Amounts

    def _sizes(self, name: str, bound: Amount, *, both: bool = True) -> tuple[int, int, int]:
        request = self.requests.get(name, ZERO)
        limit = self.limits.get(name, ZERO) if both else ZERO
        whole = (request.value, limit.value, bound.value)
        if max(whole) <= _GREATEST_MILLI:
            return request.milli, limit.milli, bound.milli
        return whole

    def least(self, name: str, bound: Amount) -> str:
        request, limit, enforced = self._sizes(name, bound)
        words = f"minimum {name} usage per {self.kind} is {bound}"
        if name not in self.requests:
            return f"{words}.  No request is specified"
        if request < enforced:
            return f"{words}, but request is {self.requests[name]}"
        if name in self.limits and limit < enforced:
            return f"{words}, but limit is {self.limits[name]}"
        return ""

    def most(self, name: str, bound: Amount) -> str:
        request, limit, enforced = self._sizes(name, bound)
        words = f"maximum {name} usage per {self.kind} is {bound}"
        if name not in self.limits:
            return f"{words}.  No limit is specified"
        if limit > enforced:
            return f"{words}, but limit is {self.limits[name]}"
        if name in self.requests and request > enforced:
            return f"{words}, but request is {self.requests[name]}"
        return ""

    def most_requested(self, name: str, bound: Amount) -> str:
        request, _, enforced = self._sizes(name, bound, both=False)
        words = f"maximum {name} usage per {self.kind} is {bound}"
        if name not in self.requests:
            return f"{words}.  No request is specified"
        return f"{words}, but request is {self.requests[name]}" if request > enforced else ""

    def ratio(self, name: str, bound: Amount) -> str:
        request, limit, _ = self._sizes(name, bound)
        words = f"{name} max limit to request ratio per {self.kind} is {bound}, but"
        if name not in self.requests or not request:
            return f"{words} no request is specified or request is 0"
        if name not in self.limits or not limit:
            return f"{words} no limit is specified or limit is 0"
        observed = limit / request
        milli = bound.value <= _GREATEST_MILLI
        too_much = observed * 1000 > bound.milli if milli else observed > bound.value
        return f"{words} provided ratio is {observed:f}" if too_much else ""
