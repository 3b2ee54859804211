"""How plugins rank the nodes that can take a pod: normalised scores by the names of the nodes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from tests.scheduling.naive.reading import (
    HOSTNAME,
    PREFERRED,
    REQUIRED,
    ZONE,
    allocatable,
    constraints,
    count,
    included,
    labels_of,
    matches,
    name_of,
    namespace_of,
    requested,
    taints,
    term_holds,
    terms,
    tolerated,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.scheduling.naive.reading import Value, View


def scaled(raw: dict[str, int], *, reverse: bool = False) -> dict[str, int]:
    greatest = max(raw.values())
    if not greatest:
        return dict.fromkeys(raw, 100 if reverse else 0)
    return {
        name: 100 - 100 * one // greatest if reverse else 100 * one // greatest for name, one in raw.items()
    }


def by_taints(_view: View, pod: Value, feasible: list[Value]) -> dict[str, int]:
    soft = [
        one
        for one in pod["spec"].get("tolerations", ())
        if one.get("effect") in (None, "", "PreferNoSchedule")
    ]
    gentle = {**pod, "spec": {**pod["spec"], "tolerations": soft}}
    return scaled(
        {
            name_of(node): sum(
                one["effect"] == "PreferNoSchedule" and not tolerated(gentle, one) for one in taints(node)
            )
            for node in feasible
        },
        reverse=True,
    )


def by_affinity(_view: View, pod: Value, feasible: list[Value]) -> dict[str, int]:
    preferred = terms(pod, "nodeAffinity", PREFERRED)
    return scaled(
        {
            name_of(node): sum(one["weight"] for one in preferred if term_holds(one["preference"], node))
            for node in feasible
        }
    )


def by_room(view: View, pod: Value, feasible: list[Value]) -> dict[str, int]:
    found = {}
    for node in feasible:
        shares = []
        for resource, least in (("cpu", 100), ("memory", 200 * 2**20)):
            all_ = allocatable(node, resource)
            taken = sum(requested(one, resource, least) for one in [*view.on(node), pod])
            if all_:
                shares.append(0 if taken > all_ else (all_ - taken) * 100 // all_)
        found[name_of(node)] = sum(shares) // len(shares) if shares else 0
    return found


def by_balance(view: View, pod: Value, feasible: list[Value]) -> dict[str, int]:
    if not requested(pod, "cpu") and not requested(pod, "memory"):
        return {}
    found = {}
    for node in feasible:
        shares = [
            min(1.0, sum(requested(one, resource) for one in [*view.on(node), pod]) / all_)
            for resource in ("cpu", "memory")
            if (all_ := allocatable(node, resource))
        ]
        found[name_of(node)] = int((1 - (abs((shares[0] - shares[1]) / 2) if len(shares) == 2 else 0)) * 100)
    return found


class Soft(NamedTuple):
    """Constraints to rank nodes by; with `strict` only those nodes that have all their keys."""

    constraints: list[Value]
    strict: bool

    def ranks(self, node: Value) -> bool:
        return not self.strict or all(one["topologyKey"] in labels_of(node) for one in self.constraints)


def soft_constraints(view: View, pod: Value) -> Soft:
    """The pod's own, else the default ones."""
    if pod["spec"].get("topologySpreadConstraints"):
        return Soft(constraints(pod, "ScheduleAnyway"), strict=True)
    wanted: dict[str, str] = {}
    for service in view.world.services:
        selector = service["spec"].get("selector")
        here = namespace_of(service) == namespace_of(pod)
        if here and selector is not None and selector.items() <= labels_of(pod).items():
            wanted.update(selector)
    both = [(HOSTNAME, 3), (ZONE, 5)] if wanted else []
    selector = {"matchLabels": wanted}
    return Soft(
        [{"topologyKey": key, "maxSkew": skew, "labelSelector": selector} for key, skew in both], strict=False
    )


def by_spread(view: View, pod: Value, feasible: list[Value]) -> dict[str, int]:
    soft = soft_constraints(view, pod)
    if not soft.constraints:
        return {}
    ranked = [node for node in feasible if soft.ranks(node)]
    raw = {name_of(node): math.floor(sum(costs(view, pod, node, soft, ranked)) + 0.5) for node in ranked}
    greatest, least = max(raw.values(), default=0), min(raw.values(), default=0)
    return {
        **dict.fromkeys(map(name_of, feasible), 0),
        **{
            name: 100 * (greatest + least - one) // greatest if greatest else 100 for name, one in raw.items()
        },
    }


def costs(view: View, pod: Value, node: Value, soft: Soft, ranked: list[Value]) -> Iterator[float]:
    for one in soft.constraints:
        key, selector = one["topologyKey"], one.get("labelSelector")
        value = labels_of(node).get(key)
        if value is None:
            continue
        if key == HOSTNAME:
            here, size = count(selector, pod, view.on(node)), len(ranked)
        else:
            size = len({labels_of(other).get(key) for other in ranked})
            here = sum(
                count(selector, pod, view.on(other))
                for other in map(dict, view.world.nodes)
                if labels_of(other).get(key) == value and included(one, pod, other) and soft.ranks(other)
            )
        yield here * math.log(size + 2) + one["maxSkew"] - 1


def by_neighbours(view: View, pod: Value, feasible: list[Value]) -> dict[str, int]:
    pulls = [pull for other, name in view.running for pull in pulled(view, pod, other, name)]
    if not pulls:
        return {}
    raw = {
        name_of(node): sum(weight for key, value, weight in pulls if labels_of(node).get(key) == value)
        for node in feasible
    }
    least, greatest = min(raw.values()), max(raw.values())
    return {
        name: int(100.0 * ((one - least) / (greatest - least))) if greatest > least else 0
        for name, one in raw.items()
    }


def pulled(view: View, pod: Value, other: Value, name: str) -> Iterator[tuple[str, str, int]]:
    places = labels_of(view.node(name))
    for one, its in ((pod, other), (other, pod)):
        for side, sign in (("podAffinity", 1), ("podAntiAffinity", -1)):
            for weighted in terms(one, side, PREFERRED):
                term = weighted["podAffinityTerm"]
                if matches(view, term, one, its) and term["topologyKey"] in places:
                    yield term["topologyKey"], places[term["topologyKey"]], sign * weighted["weight"]
    for term in terms(other, "podAffinity", REQUIRED):
        if matches(view, term, other, pod) and term["topologyKey"] in places:
            yield term["topologyKey"], places[term["topologyKey"]], 1


def by_images(view: View, pod: Value, feasible: list[Value]) -> dict[str, int]:
    def sizes(node: Value) -> dict[str, int]:
        return {
            name: image["sizeBytes"] for image in node["status"].get("images", ()) for name in image["names"]
        }

    wanted = [one["image"] for one in pod["spec"]["containers"]]
    everywhere = [sizes(dict(node)) for node in view.world.nodes]
    least, most = 23 * 2**20, 1000 * 2**20 * len(wanted)
    found = {}
    for node in feasible:
        total = sum(
            int(sizes(node)[image] * (sum(image in one for one in everywhere) / len(everywhere)))
            for image in wanted
            if image in sizes(node)
        )
        found[name_of(node)] = 100 * (max(least, min(total, most)) - least) // (most - least)
    return found


SCORES: dict[str, Callable[[View, Value, list[Value]], dict[str, int]]] = {
    "TaintToleration": by_taints,
    "NodeAffinity": by_affinity,
    "NodeResourcesFit": by_room,
    "PodTopologySpread": by_spread,
    "InterPodAffinity": by_neighbours,
    "NodeResourcesBalancedAllocation": by_balance,
    "ImageLocality": by_images,
}
