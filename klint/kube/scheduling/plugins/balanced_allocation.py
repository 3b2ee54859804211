"""NodeResourcesBalancedAllocation: nodes whose resources would be taken evenly."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from klint.kube.scheduling.plugin import GREATEST
from klint.kube.scheduling.plugins.resource_shares import measure, measured, weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from klint.kube.scheduling.pods.requests import Requests
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.usage import Usage

NAME = "NodeResourcesBalancedAllocation"


def scoring(requests: Requests, profile: Profile) -> Callable[[Usage], int] | None:
    """None for a pod that requests none of the resources."""
    amounts = {name: requests.used.get(name, 0) for name, _ in weights(profile.arguments(NAME))}
    if not any(amounts.values()):
        return None
    measures = [
        measure(name, amount, floored=False) for name, amount in amounts.items() if measured(name, amount)
    ]

    def score(usage: Usage) -> int:
        shares = []
        for one in measures:
            capacity, taken = one(usage)
            if capacity:
                shares.append(min(float(taken) / float(capacity), 1.0))
        return int((1 - _deviation(shares)) * GREATEST)

    return score


def _deviation(shares: Sequence[float]) -> float:
    if len(shares) == 2:
        return abs((shares[0] - shares[1]) / 2)
    if len(shares) < 2:
        return 0.0
    mean = _plain_sum(shares) / len(shares)
    return sqrt(_plain_sum((share - mean) * (share - mean) for share in shares) / len(shares))


def _plain_sum(numbers: Iterable[float]) -> float:
    """Go rounds after each step; newer Pythons' `sum` does not."""
    total = 0.0
    for number in numbers:
        total += number
    return total
