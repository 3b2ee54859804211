"""What the plugins that look at nothing but a node's usage make of it, together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.scheduling.amounts import CPU, MEMORY
from klint.kube.scheduling.plugin import GREATEST
from klint.kube.scheduling.plugins import RATINGS, balanced_allocation, node_resources_fit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klint.kube.scheduling.pods.requests import Requests
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.refusal import Refusal
    from klint.kube.scheduling.state.usage import Usage

    Judge = Callable[[Usage], Refusal | int]


class Rating(NamedTuple):
    """A plugin's score of a node by its usage alone."""

    plugin: str
    weight: int
    score: Callable[[Usage], int]


def ratings(requests: Requests, profile: Profile) -> tuple[Rating, ...]:
    """Those of the profile that have a say about pods of such requests."""
    weights = ((name, weight) for name, weight in profile.weights.items() if weight and name in RATINGS)
    made = ((name, weight, RATINGS[name](requests, profile)) for name, weight in weights)
    return tuple(Rating(name, weight, score) for name, weight, score in made if score)


def judge(requests: Requests, profile: Profile) -> Judge:
    """Gives a node's weighted score, or why it has no room."""
    rated = ratings(requests, profile)
    slow = _judge(requests, profile, rated)
    usual = not profile.configured and [one.plugin for one in rated] == _USUAL
    plain = requests.wanted == requests.used and not requests.wanted.keys() - {CPU, MEMORY}
    if not usual or not plain or node_resources_fit.NAME not in profile.filters:
        return slow
    return _fast(requests, rated[0].weight, rated[1].weight, slow)


def _judge(requests: Requests, profile: Profile, rated: Sequence[Rating]) -> Judge:
    fits = node_resources_fit.NAME in profile.filters
    wanted = node_resources_fit.wanted(requests, profile) if fits else None

    def verdict(usage: Usage) -> Refusal | int:
        if wanted is not None and not wanted.fits(usage):
            return wanted.refusal(usage)
        return sum(one.weight * one.score(usage) for one in rated)

    return verdict


_USUAL = [node_resources_fit.NAME, balanced_allocation.NAME]


def _fast(requests: Requests, weight: int, balance_weight: int, slow: Judge) -> Judge:
    """The same for the default plugin arguments, at once where nothing is odd.

    Placing many pods spends most of its time here.
    """
    cpu, memory = requests.wanted.get(CPU, 0), requests.wanted.get(MEMORY, 0)
    least_cpu, least_memory = requests.wanted_floored.get(CPU, 0), requests.wanted_floored.get(MEMORY, 0)

    def verdict(usage: Usage) -> Refusal | int:
        capacity = usage.capacity
        all_cpu, all_memory = capacity.cpu, capacity.memory
        taken_cpu, taken_memory = usage.cpu + cpu, usage.memory + memory
        free_cpu = all_cpu - usage.floored_cpu - least_cpu
        free_memory = all_memory - usage.floored_memory - least_memory
        full = taken_cpu > all_cpu or taken_memory > all_memory or usage.pods >= capacity.pods
        if full or free_cpu < 0 or free_memory < 0 or not capacity.ordinary:
            return slow(usage)
        free = (free_cpu * GREATEST // all_cpu + free_memory * GREATEST // all_memory) // 2
        balance = int((1 - abs((taken_cpu / all_cpu - taken_memory / all_memory) / 2)) * GREATEST)
        return weight * free + balance_weight * balance

    return verdict
