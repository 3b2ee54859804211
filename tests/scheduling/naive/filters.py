"""Which nodes refuse a pod, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.scheduling.naive.reading import (
    REQUIRED,
    Refusal,
    affine,
    allocatable,
    constraints,
    count,
    host_ports,
    included,
    labels_of,
    matches,
    requested,
    same_domain,
    selects,
    taints,
    terms,
    tolerated,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.scheduling.naive.reading import Value, View

    Filter = Callable[[View, Value, Value], Refusal | None]


def refusal_by(view: View, pod: Value, node: Value) -> Refusal | None:
    return next((refusal for one in FILTERS if (refusal := one(view, pod, node))), None)


def cordoned(_view: View, pod: Value, node: Value) -> Refusal | None:
    taint = {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}
    if node.get("spec", {}).get("unschedulable") and not tolerated(pod, taint):
        return Refusal("NodeUnschedulable", ("node(s) were unschedulable",), final=True)
    return None


def tainted(_view: View, pod: Value, node: Value) -> Refusal | None:
    for taint in taints(node):
        if taint["effect"] != "PreferNoSchedule" and not tolerated(pod, taint):
            return Refusal("TaintToleration", ("node(s) had untolerated taint(s)",), final=True)
    return None


def unselected(_view: View, pod: Value, node: Value) -> Refusal | None:
    reason = "node(s) didn't match Pod's node affinity/selector"
    return None if affine(pod, node) else Refusal("NodeAffinity", (reason,), final=True)


def occupied(view: View, pod: Value, node: Value) -> Refusal | None:
    taken = [port for other in view.on(node) for port in host_ports(other)]
    for address, *port in host_ports(pod):
        for other, *its in taken:
            if port == its and (address == other or "0.0.0.0" in (address, other)):  # noqa: S104
                reason = "node(s) didn't have free ports for the requested pod ports"
                return Refusal("NodePorts", (reason,), final=False)
    return None


def crowded(view: View, pod: Value, node: Value) -> Refusal | None:
    others = view.on(node)
    reasons, final = [], False
    if len(others) + 1 > allocatable(node, "pods"):
        reasons.append("Too many pods")
    for resource in ("cpu", "memory", "example.com/gpu"):
        wanted, all_ = requested(pod, resource), allocatable(node, resource)
        if wanted > 0 and wanted > all_ - sum(requested(other, resource) for other in others):
            reasons.append(f"Insufficient {resource}")
            final = final or wanted > all_
    return Refusal("NodeResourcesFit", tuple(reasons), final) if reasons else None


def skewed(view: View, pod: Value, node: Value) -> Refusal | None:
    hard = constraints(pod, "DoNotSchedule")
    reason = "node(s) didn't match pod topology spread constraints"
    for one in hard:
        key, selector = one["topologyKey"], one.get("labelSelector")
        if key not in labels_of(node):
            return Refusal("PodTopologySpread", (f"{reason} (missing required label)",), final=True)
        domains: dict[str, int] = {}
        for other in map(dict, view.world.nodes):
            if all(each["topologyKey"] in labels_of(other) for each in hard) and included(one, pod, other):
                value = labels_of(other)[key]
                domains[value] = domains.get(value, 0) + count(selector, pod, view.on(other))
        least = min(domains.values()) if domains and len(domains) >= one.get("minDomains", 1) else 0
        here = domains.get(labels_of(node)[key], 0) + selects(selector, labels_of(pod))
        if here - least > one["maxSkew"]:
            return Refusal("PodTopologySpread", (reason,), final=False)
    return None


def apart(view: View, pod: Value, node: Value) -> Refusal | None:
    wanted = terms(pod, "podAffinity", REQUIRED)
    near = [
        (other, name)
        for other, name in view.running
        if all(matches(view, term, pod, other) for term in wanted)
    ]
    if wanted and not attracted(view, pod, node, wanted, near):
        return Refusal("InterPodAffinity", ("node(s) didn't match pod affinity rules",), final=True)
    for term in terms(pod, "podAntiAffinity", REQUIRED):
        for other, name in view.running:
            if matches(view, term, pod, other) and same_domain(view, term["topologyKey"], node, name):
                reason = "node(s) didn't match pod anti-affinity rules"
                return Refusal("InterPodAffinity", (reason,), final=False)
    for other, name in view.running:
        for term in terms(other, "podAntiAffinity", REQUIRED):
            if matches(view, term, other, pod) and same_domain(view, term["topologyKey"], node, name):
                reason = "node(s) didn't satisfy existing pods anti-affinity rules"
                return Refusal("InterPodAffinity", (reason,), final=False)
    return None


def attracted(
    view: View, pod: Value, node: Value, wanted: list[Value], near: list[tuple[Value, str]]
) -> bool:
    keys = [term["topologyKey"] for term in wanted]
    if any(key not in labels_of(node) for key in keys):
        return False
    anywhere = any(key in labels_of(view.node(name)) for _, name in near for key in keys)
    if not anywhere and all(matches(view, term, pod, pod) for term in wanted):
        return True
    return all(any(same_domain(view, key, node, name) for _, name in near) for key in keys)


FILTERS: list[Filter] = [cordoned, tainted, unselected, occupied, crowded, skewed, apart]
