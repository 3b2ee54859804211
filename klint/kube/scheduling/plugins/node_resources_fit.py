"""NodeResourcesFit: room for what a pod requests, and a preference for how full nodes should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.scheduling.amounts import CPU, MEMORY, STORAGE
from klint.kube.scheduling.plugins import resource_shares
from klint.kube.scheduling.refusal import Refusal
from klint.kube.scheduling.state.usage import scalars
from klint.kube.scheduling.values import mapping, text, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from klint.kube.scheduling.pods.requests import Requests
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.usage import Scalars, Usage

NAME = "NodeResourcesFit"


class Wanted(NamedTuple):
    """What must be free on a node."""

    cpu: int
    memory: int
    storage: int
    scalars: Scalars

    def fits(self, usage: Usage) -> bool:
        capacity = usage.capacity
        if usage.pods >= capacity.pods:
            return False
        if self.cpu and self.cpu > capacity.cpu - usage.cpu:
            return False
        if self.memory and self.memory > capacity.memory - usage.memory:
            return False
        return not (self.storage or self.scalars) or not any(self._lacks(usage))

    def refusal(self, usage: Usage) -> Refusal:
        """Why it does not fit: final if one resource exceeds even an empty node."""
        lacks = list(self._lacks(usage))
        reasons = [f"Insufficient {name}" for name, _ in lacks]
        if usage.pods >= usage.capacity.pods:
            reasons.insert(0, "Too many pods")
        return Refusal(NAME, tuple(reasons), final=any(never for _, never in lacks))

    def _lacks(self, usage: Usage) -> Iterator[tuple[str, bool]]:
        """The resources of which too little is free, and whether there never is enough."""
        capacity, taken = usage.capacity, dict(usage.scalars)
        plain = (
            (CPU, self.cpu, capacity.cpu, usage.cpu),
            (MEMORY, self.memory, capacity.memory, usage.memory),
            (STORAGE, self.storage, capacity.storage, usage.storage),
        )
        others = (
            (name, one, capacity.scalars.get(name, 0), taken.get(name, 0)) for name, one in self.scalars
        )
        for name, amount, all_, used in (*plain, *others):
            if amount > 0 and amount > all_ - used:
                yield name, amount > all_


def wanted(requests: Requests, profile: Profile) -> Wanted:
    """What the pod requests, but for what the profile ignores."""
    arguments = profile.arguments(NAME)
    ignored = texts(arguments.get("ignoredResources"))
    groups = texts(arguments.get("ignoredResourceGroups"))
    found = requests.wanted
    kept = (
        (name, amount) for name, amount in scalars(found) if amount and not _is_ignored(name, ignored, groups)
    )
    return Wanted(found.get(CPU, 0), found.get(MEMORY, 0), found.get(STORAGE, 0), tuple(kept))


def _is_ignored(name: str, ignored: list[str], groups: list[str]) -> bool:
    """Only extended resources can be: neither Kubernetes' own nor hugepages."""
    extended = "/" in name and "kubernetes.io/" not in name
    return extended and (name in ignored or name.partition("/")[0] in groups)


def scoring(requests: Requests, profile: Profile) -> Callable[[Usage], int]:
    strategy = mapping(profile.arguments(NAME), "scoringStrategy")
    resources = resource_shares.weights(strategy)
    match text(strategy.get("type")):
        case "MostAllocated":
            rate = resource_shares.most_allocated
        case "RequestedToCapacityRatio":
            return resource_shares.requested_to_capacity(requests.wanted_floored, resources, strategy)
        case _:
            rate = resource_shares.least_allocated
    return resource_shares.average(requests.wanted_floored, resources, rate)
