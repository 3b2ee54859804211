"""Small kinds that say how pods are treated: budgets, priorities, runtimes; and kinds that are mostly metadata.

Source: kubernetes `pkg/apis/{policy,scheduling,node,coordination,core}/validation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.defaulting import SYSTEM_PRIORITIES
from klint.kube.admission.validation import resources
from klint.kube.admission.validation.fault import Aside, duplicate, forbidden, invalid
from klint.kube.admission.validation.metadata import kube_finalizer, label_selector, labels, object_meta
from klint.kube.admission.validation.pod import pod_template
from klint.kube.admission.validation.pod.affinity import tolerations
from klint.kube.admission.validation.printed import Printed, int_or_string, pointer, struct
from klint.kube.admission.validation.printed import label_selector as printed_selector
from klint.kube.admission.validation.rollouts import at_most_all, int_or_percent
from klint.kube.admission.validation.rules import Rules, all_of, at_least, given, not_negative, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope
    from klint.kube.formats import Format

_HIGHEST_PRIORITY = 1_000_000_000
_SYSTEM = "system-"


def _meta(form: Format, *, namespaced: bool, generic: bool = False) -> Check:
    meta = object_meta(form, namespaced=namespaced, generic=generic)
    return lambda value, at, scope: meta(value.get("metadata") or {}, (at, "metadata"), scope)


_amount = all_of(int_or_percent, at_most_all)


def _both(spec: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    if spec.get("minAvailable") is None or spec.get("maxUnavailable") is None:
        return ()
    return [invalid(at, _budget(spec), "minAvailable and maxUnavailable cannot be both set")]


def _budget(spec: Any) -> Printed:
    selector, policy = spec.get("selector"), spec.get("unhealthyPodEvictionPolicy")
    shown = {
        field: pointer("intstr.IntOrString", int_or_string(spec[field]))
        for field in ("minAvailable", "maxUnavailable")
    }
    return struct(
        "policy.PodDisruptionBudgetSpec",
        MinAvailable=shown["minAvailable"],
        Selector=pointer("v1.LabelSelector", None if selector is None else printed_selector(selector)),
        MaxUnavailable=shown["maxUnavailable"],
        UnhealthyPodEvictionPolicy=policy,
    )


# Its metadata is left to the registry, which is content with any name that can stand in a URL.
disruption_budget = Rules(
    {
        "spec": Rules(
            {
                "maxUnavailable": _amount,
                "minAvailable": _amount,
                "selector": label_selector,
                "unhealthyPodEvictionPolicy": one_of("AlwaysAllow", "IfHealthyBudget", empty=False),
            },
            _both,
        )
    }
)


def _priority(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    size = value.get("value") or 0
    if scope.name.startswith(_SYSTEM):
        if wrong := _not_of_system(scope.name, size, is_default=bool(value.get("globalDefault"))):
            reserved = f"priority class names with '{_SYSTEM}' prefix are reserved for system use only"
            yield forbidden(((at, "metadata"), "name"), f"{reserved}. error: {wrong}")
    elif size > _HIGHEST_PRIORITY:
        words = f"maximum allowed value of a user defined priority is {_HIGHEST_PRIORITY}"
        yield forbidden((at, "value"), words)


def _not_of_system(name: str, size: int, *, is_default: bool) -> str:
    known = SYSTEM_PRIORITIES.get(name)
    if known is None:
        return f"{name} is not a known system priority class"
    if known.value != size:
        return f"value of {name} PriorityClass must be {known.value}"
    return f"globalDefault of {name} PriorityClass must be false" if is_default else ""


priority_class = Rules(
    {"preemptionPolicy": all_of(given, one_of("PreemptLowerPriority", "Never"))},
    _meta(formats.subdomain, namespaced=False),
    _priority,
)


def _overhead(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    yield from resources.overhead(value.get("podFixed") or {}, at, (at, Aside("podFixed", "limits")))


def _once(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    yield from tolerations(value, (at, "tolerations"), scope)
    seen: list[Any] = []
    for index, toleration in enumerate(value):
        key = [(toleration or {}).get(field) or "" for field in ("key", "operator", "value", "effect")]
        if key in seen:
            seconds = (toleration or {}).get("tolerationSeconds")
            names = ("Key", "Operator", "Value", "Effect")
            shown = struct("core.Toleration", **dict(zip(names, key, strict=True)), TolerationSeconds=seconds)
            yield duplicate((at, index), shown)
        seen.append(key)


runtime_class = Rules(
    {
        "overhead": _overhead,
        "scheduling": Rules({"nodeSelector": labels, "tolerations": _once}),
    },
    _meta(formats.subdomain, namespaced=False, generic=True),
    lambda value, at, _scope: [
        invalid((at, "handler"), value.get("handler") or "", one)
        for one in formats.label(value.get("handler") or "")
    ],
)


lease = Rules(
    {
        "spec": Rules(
            {
                "leaseDurationSeconds": at_least(1, "must be greater than 0"),
                "leaseTransitions": not_negative,
            }
        )
    },
    _meta(formats.subdomain, namespaced=True, generic=True),
)


def _namespace_finalizers(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    for index, item in enumerate(value):
        here, name = (at, Aside(index)), item or ""
        yield from (invalid(here, name, one) for one in formats.qualified_name(name))
        yield from kube_finalizer(name, here, scope)


def _own_label(_value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """A namespace carries its name as a label."""
    here = ((at, "metadata"), Aside("name", "labels"))
    yield from (invalid(here, scope.name, one) for one in formats.label_value(scope.name))


namespace = Rules(
    {"spec": Rules({"finalizers": _namespace_finalizers})}, _meta(formats.label, namespaced=False), _own_label
)
service_account = Rules({}, _meta(formats.subdomain, namespaced=True))
template = Rules(
    {"template": pod_template},
    _meta(formats.subdomain, namespaced=True),
    lambda value, at, scope: (
        () if value.get("template") is not None else pod_template({}, (at, "template"), scope)
    ),
)
