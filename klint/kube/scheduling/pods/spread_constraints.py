"""The spread constraints that hold for a pod: its own, else those of the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.scheduling.values import items, mapping, name_of, namespace_of, text, whole
from klint.kube.selectors import Requirement, Selector, label_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.scheduling.pods.template import Controller, Template
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.world import Object, World

HARD = "DoNotSchedule"
SOFT = "ScheduleAnyway"
HOSTNAME = "kubernetes.io/hostname"

_FIELD = "topologySpreadConstraints"
_SYSTEM = (
    {"maxSkew": 3, "topologyKey": HOSTNAME, "whenUnsatisfiable": SOFT},
    {"maxSkew": 5, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": SOFT},
)


class Constraint(NamedTuple):
    """`honors_affinity` and `honors_taints` leave out the nodes that the pod could not run on anyway."""

    key: str
    max_skew: int
    selector: Selector
    min_domains: int = 1
    honors_affinity: bool = True
    honors_taints: bool = False

    @property
    def counts(self) -> bool:
        """Whether any running pod does: upstream an empty selector counts none, though it matches all."""
        return bool(self.selector.requirements)


class Constraints(NamedTuple):
    """`strict` asks of a node to have all topology keys before it is scored: all but the system's defaults do."""

    hard: tuple[Constraint, ...]
    soft: tuple[Constraint, ...]
    strict: bool


def constraints(pod: Template, world: World, profile: Profile) -> Constraints:
    own = items(pod.spec, _FIELD)
    if own:
        return Constraints(tuple(_read(own, HARD)), tuple(_read(own, SOFT)), strict=True)
    arguments = profile.arguments("PodTopologySpread")
    listed = arguments.get("defaultingType") == "List"
    defaults = items(arguments, "defaultConstraints") if listed else list(_SYSTEM)
    selector = default_selector(pod, world)
    if not selector.requirements:
        return Constraints((), (), strict=listed)
    hard, soft = (
        tuple(one._replace(selector=selector) for one in _read(defaults, when)) for when in (HARD, SOFT)
    )
    return Constraints(hard, soft, strict=listed)


def _read(listed: Iterable[dict[str, Any]], when: str) -> Iterator[Constraint]:
    for one in listed:
        if (text(one.get("whenUnsatisfiable")) or HARD) == when:
            yield Constraint(
                text(one.get("topologyKey")),
                whole(one.get("maxSkew")),
                label_selector(one.get("labelSelector")),
                whole(one.get("minDomains"), 1),
                one.get("nodeAffinityPolicy") != "Ignore",
                one.get("nodeTaintsPolicy") == "Honor",
            )


def default_selector(pod: Template, world: World) -> Selector:
    """What the Services of a pod and its controller select (kube-scheduler helper.DefaultSelector)."""
    labels: dict[str, str] = {}
    for service in world.services:
        selector = service_selector(service, pod)
        if selector is not None:
            labels.update(selector)
    owner = pod.controller
    if owner and (owner.api_version, owner.kind) == ("v1", "ReplicationController"):
        found = _owner(world.replication_controllers, owner, pod.namespace)
        labels.update(_texts(mapping(found, "spec", "selector")))
    requirements = tuple(Requirement(key, "In", (value,)) for key, value in labels.items())
    return Selector(requirements + _of_controller(pod, world))


def service_selector(service: Object, pod: Template) -> dict[str, str] | None:
    """The selector of a Service that selects the pod; an empty one selects all, an absent one none."""
    selector = mapping(service, "spec").get("selector")
    if not isinstance(selector, dict) or namespace_of(service) != pod.namespace:
        return None
    wanted = _texts(selector)
    return wanted if wanted.items() <= pod.labels.items() else None


def _of_controller(pod: Template, world: World) -> tuple[Requirement, ...]:
    owner = pod.controller
    if owner is None or owner.api_version != "apps/v1":
        return ()
    lists = {"ReplicaSet": world.replica_sets, "StatefulSet": world.stateful_sets}
    found = _owner(lists.get(owner.kind, ()), owner, pod.namespace)
    return label_selector(mapping(found, "spec").get("selector")).requirements or ()


def _owner(objects: Iterable[Object], owner: Controller, namespace: str) -> Object | None:
    for one in objects:
        if name_of(one) == owner.name and namespace_of(one) == namespace:
            return one
    return None


def _texts(labels: dict[str, Any]) -> dict[str, str]:
    return {key: text(value) for key, value in labels.items()}
