"""The world that a set of manifests makes of a cluster's inventory."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, NamedTuple

from klint.cluster import pods as pods_of
from klint.kube.scheduling.plan.autoscalers import Autoscalers
from klint.kube.scheduling.plan.budgets import with_status
from klint.kube.scheduling.plan.controllers import is_made_by_another, made
from klint.kube.scheduling.plan.devices import with_device_claims
from klint.kube.scheduling.plan.replica import Made, with_own_claims
from klint.kube.scheduling.state.nodes import Nodes
from klint.kube.scheduling.stored import stored
from klint.kube.scheduling.values import items, labels_of, mapping, name_of, namespace_of, text, whole
from klint.kube.scheduling.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from klint.cluster import Cluster
    from klint.cluster import Pod as Template
    from klint.kube.scheduling.world import Object
    from klint.manifest import Resource

_NOTHING = World()


class Plan(NamedTuple):
    """`owners` has, for each of the world's pods, the resource that it comes from; None for the inventory's."""

    world: World
    owners: Sequence[Resource | None]


def plan(cluster: Cluster, inventory: World = _NOTHING) -> Plan:
    """All pods that should run, with everything that scheduling them depends on.

    Of what both describe the manifests count: pods of the inventory are left out if they belong to a workload
    of the cluster. Waiting pods come in the order of the scheduler's queue, those of DaemonSets first.
    """
    resources = [*cluster.resources, *cluster.declared]
    given = _together(World.of(resource.value for resource in resources), inventory)
    templates = [template for resource in resources for template in pods_of(resource)]
    templates = [one for one in templates if not is_made_by_another(one.owner.value)]
    wanted, others = _wanted(templates, Autoscalers(resources), given)
    kept = [(pod, None) for pod in inventory.pods if not _is_made_anew(pod, templates)]
    pods = [*kept, *wanted]
    world = _together(World.of(others), given)
    world = replace(
        world,
        pods=[pod for pod, _ in pods],
        namespaces=list(_namespaces(world.namespaces, (pod for pod, _ in pods))),
        disruption_budgets=with_status(world.disruption_budgets, [pod for pod, _ in pods]),
    )
    world = stored(world, cluster.release)
    queue = sorted(zip(world.pods, (owner for _, owner in pods), strict=True), key=_turn)
    return Plan(replace(world, pods=[pod for pod, _ in queue]), [owner for _, owner in queue])


def _wanted(
    templates: Iterable[Template], autoscalers: Autoscalers, given: World
) -> tuple[list[tuple[Object, Resource | None]], list[Object]]:
    """The pods of all workloads with their resources, and what else is made for them."""
    nodes = Nodes(given.nodes)
    pods: list[tuple[Object, Resource | None]] = []
    others: list[Object] = []
    for template in templates:
        for one in _completed(made(template, autoscalers.replicas(template.owner), nodes), given):
            if one.get("kind") == "Pod":
                pods.append((one, template.owner))
            else:
                others.append(one)
    return pods, others


def _completed(found: Made, given: World) -> Iterator[Object]:
    """With the claims that controllers make for single pods."""
    yield from found.others
    for pod in found.pods:
        for one in with_own_claims(pod):
            yield from with_device_claims(one, given.resource_claim_templates)


def _together(first: World, second: World) -> World:
    """Both, where an object of the first takes the place of one of its name."""
    lists = {}
    for field in fields(World):
        own, other = getattr(first, field.name), getattr(second, field.name)
        names = {(namespace_of(one), name_of(one)) for one in own}
        lists[field.name] = [*own, *(one for one in other if (namespace_of(one), name_of(one)) not in names)]
    return World(**lists)


def _is_made_anew(pod: Object, templates: Iterable[Template]) -> bool:
    """Whether a workload of the manifests makes this pod of the inventory."""
    owners = {
        (text(one.get("kind")), text(one.get("name"))) for one in items(pod, "metadata", "ownerReferences")
    }
    revision = labels_of(pod).get("pod-template-hash", "")
    for template in templates:
        if template.namespace == namespace_of(pod):
            kind, name = template.owner.kind, template.name
            own = ("ReplicaSet", f"{name}-{revision}") if kind in ("Deployment", "Rollout") else (kind, name)
            if own in owners or (kind == "Pod" and name == name_of(pod)):
                return True
    return False


def _namespaces(known: Iterable[Object], pods: Iterable[Object]) -> Iterator[Object]:
    """Those that exist: a pod's must, whether or not anything describes it."""
    names = set()
    for one in known:
        names.add(name_of(one))
        yield one
    for name in dict.fromkeys(map(namespace_of, pods)):
        if name not in names:
            yield {"metadata": {"name": name}}


def _turn(entry: tuple[Object, Resource | None]) -> tuple[bool, int]:
    pod, owner = entry
    return owner is None or owner.kind != "DaemonSet", -whole(mapping(pod, "spec").get("priority"))
