"""How the API server shares itself between its clients.

Source: kubernetes `pkg/apis/flowcontrol/validation`.
"""

from __future__ import annotations

from math import ceil, log2
from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import forbidden, invalid, not_supported, required
from klint.kube.admission.validation.metadata import object_meta
from klint.kube.admission.validation.rules import Rules, each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_GREATEST_PRECEDENCE = 10_000
_METHODS = ("ByNamespace", "ByUser")
_SUBJECTS = {"Group": "group", "ServiceAccount": "serviceAccount", "User": "user"}
_VERBS = ("create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch")
_MOST_BITS = 60
_MOST_QUEUES = 10_000_000
_META = object_meta(formats.subdomain, namespaced=False)


def _subject(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    kind = value.get("kind") or ""
    own = _SUBJECTS.get(kind)
    if own is None:
        yield not_supported((at, "kind"), kind, sorted(_SUBJECTS))
        return
    subject, here = value.get(own), (at, own)
    if subject is None:
        yield required(here, f"{own} is required when subject kind is '{kind}'")
    else:
        name = subject.get("name") or ""
        if not name:
            yield required((here, "name"))
        if own == "serviceAccount":
            yield from _service_account(subject, name, here)
    for other, field in _SUBJECTS.items():
        if field != own and value.get(field) is not None:
            yield forbidden((at, field), f"{field} is forbidden when subject kind is not '{other}'")


def _service_account(subject: Any, name: str, at: At) -> Iterator[Fault]:
    if name and name != "*":
        yield from (invalid((at, "name"), name, one) for one in formats.subdomain(name))
    namespace = subject.get("namespace") or ""
    if not namespace:
        yield required((at, "namespace"), "must specify namespace for service account")
    else:
        yield from (invalid((at, "namespace"), namespace, one) for one in formats.label(namespace))


def _verbs(rule: Any, at: At) -> Iterator[Fault]:
    verbs, here = rule.get("verbs") or [], (at, "verbs")
    if not verbs:
        yield required(here, "verbs must contain at least one value")
    elif "*" in verbs:
        if len(verbs) > 1:
            yield invalid(here, verbs, "if '*' is present, must not specify other verbs")
    elif not set(verbs) <= set(_VERBS):
        yield not_supported(here, verbs, _VERBS)


def _resource_rule(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    yield from _verbs(value, at)
    for field, one, several in (
        ("apiGroups", "api group", "api groups"),
        ("resources", "resource", "resources"),
    ):
        listed = value.get(field) or []
        if not listed:
            yield required((at, field), f"resource rules must supply at least one {one}")
        elif len(listed) > 1 and "*" in listed:
            yield invalid((at, field), listed, f"if '*' is present, must not specify other {several}")
    namespaces, here = value.get("namespaces") or [], (at, "namespaces")
    if not namespaces and not value.get("clusterScope"):
        words = "resource rules that are not cluster scoped must supply at least one namespace"
        yield required(here, words)
    elif "*" in namespaces:
        if len(namespaces) > 1:
            yield invalid(here, namespaces, "if '*' is present, must not specify other namespaces")
    else:
        for index, name in enumerate(namespaces):
            for wrong in formats.label(name or ""):
                words = f"each member of this list must be '*' or a DNS-1123 label; {wrong}"
                yield invalid((here, index), name or "", words)


def _other_rule(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    yield from _verbs(value, at)
    urls, here = value.get("nonResourceURLs") or [], (at, "nonResourceURLs")
    if not urls:
        yield required(here, "nonResourceURLs must contain at least one value")
    elif "*" in urls:
        if len(urls) > 1:
            yield invalid(here, urls, "if '*' is present, must not specify other non-resource URLs")
    else:
        for index, path in enumerate(urls):
            yield from _url(path or "", (here, index))


def _url(path: str, at: At) -> Iterator[Fault]:
    if not path:
        yield invalid(at, path, "must not be empty")
    elif path == "/":
        return
    elif not path.startswith("/"):
        yield invalid(at, path, "must start with slash")
    elif " " in path:
        yield invalid(at, path, "must not contain white-space")
    elif "//" in path:
        yield invalid(at, path, "must not contain double slash")
    elif "*" in path and (path.count("*") > 1 or not path.endswith("/*")):
        yield invalid(at, path, "wildcard can only do suffix matching")


def _rule(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if not value.get("subjects"):
        yield required((at, "subjects"), "subjects must contain at least one value")
    if not value.get("resourceRules") and not value.get("nonResourceRules"):
        yield required(at, "at least one of resourceRules and nonResourceRules has to be non-empty")


_RULE = Rules(
    {
        "nonResourceRules": each(_other_rule),
        "resourceRules": each(_resource_rule),
        "subjects": each(_subject),
    },
    _rule,
)


def flow_schema(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    yield from _META(value.get("metadata") or {}, (at, "metadata"), scope)
    spec, here = value.get("spec") or {}, (at, "spec")
    precedence = spec.get("matchingPrecedence") or 1000
    there = (here, "matchingPrecedence")
    if precedence <= 0:
        yield invalid(there, precedence, "must be a positive value")
    if precedence > _GREATEST_PRECEDENCE:
        yield invalid(there, precedence, f"must not be greater than {_GREATEST_PRECEDENCE}")
    if precedence == 1 and scope.name != "exempt":
        yield invalid(there, precedence, "only the schema named 'exempt' may have matchingPrecedence 1")
    method = spec.get("distinguisherMethod")
    if method is not None and method.get("type") not in _METHODS:
        shown = {"Type": method.get("type") or ""}
        yield not_supported(((here, "distinguisherMethod"), "type"), shown, _METHODS)
    level = (spec.get("priorityLevelConfiguration") or {}).get("name") or ""
    place = ((here, "priorityLevelConfiguration"), "name")
    if not level:
        yield required(place, "must reference a priority level")
    yield from (invalid(place, level, one) for one in (formats.subdomain(level) if level else ()))
    yield from each(_RULE)(spec.get("rules") or (), (here, "rules"), scope)


def priority_level(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    yield from _META(value.get("metadata") or {}, (at, "metadata"), scope)
    spec, here = value.get("spec") or {}, (at, "spec")
    kind = spec.get("type") or ""
    if (scope.name == "exempt") != (kind == "Exempt"):
        yield invalid((here, "type"), kind, "must be 'Exempt' if and only if `name` is 'exempt'")
    if kind == "Exempt":
        if spec.get("limited") is not None:
            yield forbidden((here, "limited"), "must be nil if the type is not Limited")
        yield from _shares(spec.get("exempt") or {}, (here, "exempt"))
    elif kind == "Limited":
        if spec.get("exempt") is not None:
            yield forbidden((here, "exempt"), "must be nil if the type is Limited")
        if spec.get("limited") is None:
            yield required((here, "limited"), "must not be empty when type is Limited")
        else:
            yield from _limited(spec["limited"], (here, "limited"))
    else:
        yield not_supported((here, "type"), kind, ("Exempt", "Limited"))


def _shares(value: Any, at: At) -> Iterator[Fault]:
    shares, lendable = value.get("nominalConcurrencyShares") or 0, value.get("lendablePercent") or 0
    if shares < 0:
        yield invalid((at, "nominalConcurrencyShares"), shares, "must be a non-negative integer")
    if not 0 <= lendable <= 100:
        yield invalid((at, "lendablePercent"), lendable, "must be between 0 and 100, inclusive")


def _limited(value: Any, at: At) -> Iterator[Fault]:
    yield from _shares(value, at)
    borrowed = value.get("borrowingLimitPercent")
    if borrowed is not None and borrowed < 0:
        yield invalid((at, "borrowingLimitPercent"), borrowed, "if specified, must be a non-negative integer")
    response, here = value.get("limitResponse") or {}, (at, "limitResponse")
    kind, queuing = response.get("type") or "", response.get("queuing")
    if kind == "Reject":
        if queuing is not None:
            words = "must be nil if limited.limitResponse.type is not Limited"
            yield forbidden((here, "queuing"), words)
    elif kind == "Queue":
        if queuing is None:
            words = "must not be empty if limited.limitResponse.type is Limited"
            yield required((here, "queuing"), words)
        else:
            yield from _queuing(queuing, (here, "queuing"))
    else:
        yield not_supported((here, "type"), kind, ("Queue", "Reject"))


def _queuing(value: Any, at: At) -> Iterator[Fault]:
    length, queues, hand = (value.get(one) for one in ("queueLengthLimit", "queues", "handSize"))
    if (length or 50) <= 0:
        yield invalid((at, "queueLengthLimit"), length, "must be positive")
    queues = queues or 64
    if queues <= 0:
        yield invalid((at, "queues"), queues, "must be positive")
    elif queues > _MOST_QUEUES:
        yield invalid((at, "queues"), queues, f"must not be greater than {_MOST_QUEUES}")
    hand = hand or 8
    if hand <= 0:
        yield invalid((at, "handSize"), hand, "must be positive")
    elif hand > queues:
        yield invalid((at, "handSize"), hand, f"should not be greater than queues ({queues})")
    elif ceil(log2(queues) * hand) > _MOST_BITS:
        words = f"required entropy bits of deckSize {queues} and handSize {hand}"
        yield invalid((at, "handSize"), hand, f"{words} should not be greater than {_MOST_BITS}")
