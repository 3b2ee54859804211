"""What the parts of the naive scheduler read from pods, nodes and selectors."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.quantities import quantity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.kube.scheduling import World

    Value = dict[str, Any]

HOSTNAME, ZONE = "kubernetes.io/hostname", "topology.kubernetes.io/zone"
REQUIRED, PREFERRED = (f"{how}DuringSchedulingIgnoredDuringExecution" for how in ("required", "preferred"))


class Refusal(NamedTuple):
    plugin: str
    reasons: tuple[str, ...]
    final: bool


class View(NamedTuple):
    """The cluster at one moment; `running` has (pod, name of its node)."""

    world: World
    running: list[tuple[Value, str]]

    def node(self, name: str) -> Value:
        return next(dict(node) for node in self.world.nodes if name_of(node) == name)

    def on(self, node: Value) -> list[Value]:
        return [pod for pod, name in self.running if name == name_of(node)]


def name_of(value: Any) -> str:
    return str(value["metadata"]["name"])


def namespace_of(value: Any) -> str:
    return str(value["metadata"].get("namespace") or "default")


def labels_of(value: Any) -> dict[str, str]:
    return value["metadata"].get("labels") or {}


def taints(node: Value) -> list[Value]:
    return node.get("spec", {}).get("taints") or []


def tolerated(pod: Value, taint: Value) -> bool:
    for one in pod["spec"].get("tolerations", ()):
        same_key = one.get("key", "") in ("", taint["key"])
        same_effect = one.get("effect", "") in ("", taint["effect"])
        if (
            same_key
            and same_effect
            and (one.get("operator") == "Exists" or one.get("value", "") == taint.get("value", ""))
        ):
            return True
    return False


def expression_holds(one: Value, labels: dict[str, str]) -> bool:
    value = labels.get(one["key"])
    match one["operator"]:
        case "In":
            return value in one["values"]
        case "NotIn":
            return value not in one["values"]
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
    bound = int(one["values"][0])
    number = int(value) if value is not None and value.lstrip("-").isdigit() else None
    return number is not None and (number > bound if one["operator"] == "Gt" else number < bound)


def term_holds(term: Value, node: Value) -> bool:
    expressions = term.get("matchExpressions") or []
    return bool(expressions) and all(expression_holds(one, labels_of(node)) for one in expressions)


def affine(pod: Value, node: Value) -> bool:
    selector = pod["spec"].get("nodeSelector") or {}
    if not selector.items() <= labels_of(node).items():
        return False
    required = pod["spec"].get("affinity", {}).get("nodeAffinity", {}).get(REQUIRED)
    return not required or any(term_holds(term, node) for term in required["nodeSelectorTerms"])


def host_ports(pod: Value) -> list[tuple[str, str, int]]:
    return [
        (port.get("hostIP") or "0.0.0.0", port.get("protocol") or "TCP", port["hostPort"])  # noqa: S104
        for container in pod["spec"]["containers"]
        for port in container.get("ports", ())
        if port.get("hostPort")
    ]


def amount(resource: str, value: Any) -> int:
    return math.ceil(quantity(value) * (1000 if resource == "cpu" else 1))


def requested(pod: Value, resource: str, least: int = 0) -> int:
    """Of the containers; each without a request counts `least`."""
    found = (one.get("resources", {}).get("requests", {}).get(resource) for one in pod["spec"]["containers"])
    return sum(least if value is None else amount(resource, value) for value in found)


def allocatable(node: Value, resource: str) -> int:
    return amount(resource, node["status"]["allocatable"].get(resource, 0))


def selects(selector: Value | None, labels: dict[str, str]) -> bool:
    if selector is None:
        return False
    equal = (selector.get("matchLabels") or {}).items() <= labels.items()
    return equal and all(expression_holds(one, labels) for one in selector.get("matchExpressions") or ())


def constraints(pod: Value, when: str) -> list[Value]:
    return [
        one for one in pod["spec"].get("topologySpreadConstraints", ()) if one["whenUnsatisfiable"] == when
    ]


def included(constraint: Value, pod: Value, node: Value) -> bool:
    if constraint.get("nodeAffinityPolicy") != "Ignore" and not affine(pod, node):
        return False
    repels = any(one["effect"] != "PreferNoSchedule" and not tolerated(pod, one) for one in taints(node))
    return constraint.get("nodeTaintsPolicy") != "Honor" or not repels


def count(selector: Value | None, pod: Value, others: Iterable[Value]) -> int:
    if not selector or not (selector.get("matchLabels") or selector.get("matchExpressions")):
        return 0
    return sum(
        namespace_of(other) == namespace_of(pod) and selects(selector, labels_of(other)) for other in others
    )


def terms(pod: Value, side: str, how: str) -> list[Value]:
    found: list[Value] = pod["spec"].get("affinity", {}).get(side, {}).get(how) or []
    return found


def matches(view: View, term: Value, owner: Value, pod: Value) -> bool:
    """Whether a term of `owner` selects a pod."""
    named, selector = term.get("namespaces") or [], term.get("namespaceSelector")
    homes = {name_of(one): labels_of(one) for one in view.world.namespaces}
    home = namespace_of(pod)
    if not named and selector is None:
        inside = home == namespace_of(owner)
    else:
        inside = home in named or (selector is not None and selects(selector, homes.get(home, {})))
    return inside and selects(term.get("labelSelector"), labels_of(pod))


def same_domain(view: View, key: str, node: Value, other: str) -> bool:
    value = labels_of(node).get(key)
    return value is not None and labels_of(view.node(other)).get(key) == value


def priority(pod: Value) -> int:
    return int(pod["spec"].get("priority") or 0)
