"""kube-scheduler's default profile, read slowly: each pod asks each node about every pod, nothing is remembered.

Volumes and devices are left out. Pods are plain values as the API server stores them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.scheduling.naive.filters import refusal_by
from tests.scheduling.naive.reading import name_of
from tests.scheduling.naive.scores import SCORES

if TYPE_CHECKING:
    from tests.scheduling.naive.reading import Refusal, Value, View

WEIGHTS = {
    "TaintToleration": 3,
    "NodeAffinity": 2,
    "NodeResourcesFit": 1,
    "PodTopologySpread": 2,
    "InterPodAffinity": 2,
    "NodeResourcesBalancedAllocation": 1,
    "ImageLocality": 1,
}


class Decision(NamedTuple):
    """`scores` are totals of the feasible nodes, if there are several."""

    feasible: list[str]
    scores: dict[str, int]
    refused: dict[str, Refusal]

    @property
    def best(self) -> list[str]:
        greatest = max(self.scores.values(), default=0)
        return [name for name in self.feasible if self.scores.get(name, 0) == greatest]


def decide(view: View, pod: Value) -> Decision:
    refused = {}
    for node in view.world.nodes:
        refusal = refusal_by(view, pod, dict(node))
        if refusal:
            refused[name_of(node)] = refusal
    feasible = [dict(node) for node in view.world.nodes if name_of(node) not in refused]
    scores: dict[str, int] = {}
    if len(feasible) > 1:
        for plugin, score in SCORES.items():
            for name, points in score(view, pod, feasible).items():
                scores[name] = scores.get(name, 0) + WEIGHTS[plugin] * points
    return Decision([name_of(node) for node in feasible], scores, refused)
