"""Where a pod may run: affinities, tolerations, spreading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import (
    Aside,
    aside,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
)
from klint.kube.admission.validation.metadata import label_selector
from klint.kube.admission.validation.rules import Rules, each, one_of, positive, text, within
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
_ACTIONS = ("DoNotSchedule", "ScheduleAnyway")
_LABEL_VALUES_CHECKED = Release(1, 32)
_MERGED_KEYS = Release(1, 34)

_weight = within(1, 100, "must be in the range 1-100")
_key = text(formats.qualified_name, empty=True)


def _absent_key(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    return () if value.get("key") is not None else _key("", (at, "key"), scope)


def _operation(requirement: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    operator, values = requirement.get("operator") or "", requirement.get("values") or ()
    if operator in ("In", "NotIn"):
        if not values:
            yield required((at, "values"), "must be specified when `operator` is 'In' or 'NotIn'")
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            yield forbidden(
                (at, "values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
            )
    elif operator in ("Gt", "Lt"):
        if len(values) != 1:
            yield required((at, "values"), "must be specified single value when `operator` is 'Lt' or 'Gt'")
    else:
        yield invalid((at, "operator"), operator, "not a valid selector operator")


def _node_values(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    if scope.release < _LABEL_VALUES_CHECKED:
        return
    for index, item in enumerate(value):
        yield from (invalid((at, index), item or "", one) for one in formats.label_value(item or ""))


def _field_operation(requirement: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    operator, values = requirement.get("operator") or "", requirement.get("values") or ()
    if operator not in ("In", "NotIn"):
        yield invalid((at, "operator"), operator, "not a valid selector operator")
    elif len(values) != 1:
        words = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
        yield required((at, "values"), words)
    key = requirement.get("key") or ""
    if key != "metadata.name":
        yield invalid((at, "key"), key, "not a valid field selector key")
        return
    for index, value in enumerate(values):
        yield from (
            invalid(((at, "values"), index), value or "", one) for one in formats.subdomain(value or "")
        )


_MATCH_FIELDS = each(Rules({}, _field_operation))
_TERM = Rules(
    {
        "matchExpressions": each(Rules({"key": _key, "values": _node_values}, _absent_key, _operation)),
        "matchFields": _MATCH_FIELDS,
    }
)
_PREFERRED_TERM = Rules(
    {"matchExpressions": each(Rules({"key": _key}, _absent_key, _operation)), "matchFields": _MATCH_FIELDS}
)


def _some_term(selector: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if not selector.get("nodeSelectorTerms"):
        yield required((at, "nodeSelectorTerms"), "must have at least one node selector term")


def _absent_weight(term: Any, at: At, scope: Scope) -> Iterable[Fault]:
    return () if term.get("weight") is not None else _weight(0, (at, "weight"), scope)


node_selector = Rules({"nodeSelectorTerms": each(_TERM)}, _some_term)
_NODE_AFFINITY = Rules(
    {
        "requiredDuringSchedulingIgnoredDuringExecution": node_selector,
        "preferredDuringSchedulingIgnoredDuringExecution": each(
            Rules({"weight": _weight, "preference": _PREFERRED_TERM}, _absent_weight)
        ),
    }
)


def _label_keys(term: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """`matchLabelKeys` and `mismatchLabelKeys`, which become part of the selector."""
    selector, keys = term.get("labelSelector"), term.get("matchLabelKeys") or ()
    others = term.get("mismatchLabelKeys") or ()
    for field in ("matchLabelKeys", "mismatchLabelKeys"):
        if term.get(field) and selector is None:
            yield forbidden((at, field), "must not be specified when labelSelector is not set")
        else:
            for index, key in enumerate(term.get(field) or ()):
                yield from _key(key or "", ((at, field), index), scope)
    if selector is not None:
        seen = set(selector.get("matchLabels") or ())
        for expression in selector.get("matchExpressions") or ():
            key = (expression or {}).get("key") or ""
            if key in keys and key in seen:
                index = max(place for place, one in enumerate(keys) if one == key)
                where = ((at, Aside("matchLabelKeys")), index)
                yield invalid(where, key, "exists in both matchLabelKeys and labelSelector")
            seen.add(key)
    for index, key in enumerate(keys):
        if key in others:
            yield invalid(
                ((at, "matchLabelKeys"), index), key, "exists in both matchLabelKeys and mismatchLabelKeys"
            )


def _topology_key(term: Any, at: At, scope: Scope) -> Iterator[Fault]:
    if not term.get("topologyKey"):
        yield required((at, "topologyKey"), "can not be empty")
        yield from _key("", (at, "topologyKey"), scope)


def _namespaces(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """The server names another field than there is."""
    for index, name in enumerate(value):
        here = (aside(at, "namespace"), Aside(index))
        yield from (invalid(here, name or "", one) for one in formats.label(name or ""))


_POD_TERM = Rules(
    {
        "labelSelector": label_selector,
        "namespaceSelector": label_selector,
        "namespaces": _namespaces,
        "topologyKey": text(formats.qualified_name),
    },
    _label_keys,
    _topology_key,
)


def _absent_term(term: Any, at: At, scope: Scope) -> Iterable[Fault]:
    return () if term.get("podAffinityTerm") is not None else _POD_TERM({}, (at, "podAffinityTerm"), scope)


_POD_AFFINITY = Rules(
    {
        "requiredDuringSchedulingIgnoredDuringExecution": each(_POD_TERM),
        "preferredDuringSchedulingIgnoredDuringExecution": each(
            Rules({"weight": _weight, "podAffinityTerm": _POD_TERM}, _absent_weight, _absent_term)
        ),
    }
)
affinity = Rules(
    {"nodeAffinity": _NODE_AFFINITY, "podAffinity": _POD_AFFINITY, "podAntiAffinity": _POD_AFFINITY}
)


def _toleration(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    key, operator, effect = (value.get(field) or "" for field in ("key", "operator", "effect"))
    if key:
        yield from _key(key, (at, "key"), scope)
    elif operator != "Exists":
        words = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
        yield invalid((at, "operator"), operator, words)
    if value.get("tolerationSeconds") is not None and effect != "NoExecute":
        yield invalid((at, "effect"), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")
    content = value.get("value") or ""
    if operator in ("Equal", ""):
        if wrong := formats.label_value(content):
            yield invalid((at, Aside("value", "operator")), content, ";".join(wrong))
    elif operator == "Exists":
        if content:
            where = (at, Aside("value", "operator"))
            yield invalid(where, content, "value must be empty when `operator` is 'Exists'")
    else:
        yield not_supported((at, "operator"), operator, ("Equal", "Exists"))
    if effect and effect not in EFFECTS:
        yield not_supported((at, "effect"), effect, EFFECTS)


tolerations = each(_toleration)


def _spread(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    action = value.get("whenUnsatisfiable") or ""
    if value.get("maxSkew") is None:
        yield from positive(0, (at, "maxSkew"), scope)
    if not value.get("topologyKey"):
        yield required((at, "topologyKey"), "can not be empty")
    if action not in _ACTIONS:
        yield not_supported((at, "whenUnsatisfiable"), action, _ACTIONS)
    if value.get("minDomains") is not None and action != "DoNotSchedule":
        words = f"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}"
        yield invalid((at, "minDomains"), value["minDomains"], words)
    if scope.release >= _MERGED_KEYS:
        yield from _label_keys({**value, "mismatchLabelKeys": None}, at, scope)
    else:
        yield from _separate_keys(value, at, scope)


def _separate_keys(constraint: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """Before 1.34 a key may not stand in the selector as well."""
    keys, selector = constraint.get("matchLabelKeys"), constraint.get("labelSelector")
    if not keys:
        return
    if selector is None:
        yield forbidden((at, "matchLabelKeys"), "must not be specified when labelSelector is not set")
    known = set((selector or {}).get("matchLabels") or ())
    known |= {(one or {}).get("key") or "" for one in (selector or {}).get("matchExpressions") or ()}
    for index, key in enumerate(keys):
        here = ((at, "matchLabelKeys"), index)
        yield from _key(key or "", here, scope)
        if key in known:
            yield invalid(here, key, "exists in both matchLabelKeys and labelSelector")


_POLICY = one_of("Honor", "Ignore", empty=False)
_CONSTRAINT = Rules(
    {
        "labelSelector": label_selector,
        "maxSkew": positive,
        "minDomains": positive,
        "nodeAffinityPolicy": _POLICY,
        "nodeTaintsPolicy": _POLICY,
    },
    _spread,
)


def spread_constraints(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    pairs = [
        ((one or {}).get("topologyKey") or "", (one or {}).get("whenUnsatisfiable") or "") for one in value
    ]
    for index, constraint in enumerate(value):
        yield from _CONSTRAINT(constraint, (at, index), scope)
        if pairs[index] in pairs[index + 1 :]:
            key, action = pairs[index]
            here = ((at, index), Aside("topologyKey", "{topologyKey, whenUnsatisfiable}"))
            yield duplicate(here, f"{{{key}, {action}}}")
