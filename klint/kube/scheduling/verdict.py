"""What becomes of one pod."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from klint.kube.scheduling.message import NO_NODES, fit_error

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klint.kube.scheduling.plugin import Refused, Scored
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.preemption import Preemption
    from klint.kube.scheduling.refusal import Refusal
    from klint.kube.scheduling.state.nodes import Nodes

Status = Literal[
    "bound",  # it ran before
    "terminal",  # it has ended
    "skipped",  # it is being deleted
    "ignored",  # it is for another scheduler
    "gated",  # it waits for something before it is looked at
    "scheduled",
    "unschedulable",
    "unevaluated",  # it depends on something that klint does not understand
    "error",  # the scheduler fails on it, again and again
]


class Explanation(NamedTuple):
    """What is only worked out for pods that are asked about.

    `scores` has the weighted scores of each plugin, `blockers` all that speaks against nodes.
    """

    scores: Mapping[str, Sequence[Scored]]
    blockers: Sequence[Refused]


class Verdict(NamedTuple):
    """Sets of nodes are masks, which `nodes` can name.

    `best` are the feasible nodes of the greatest total score, of which kube-scheduler picks any and this takes
    the first. `stopped` is a refusal that spares the look at single nodes. Where pods were evicted, `retry` is
    the last try after that, and all but `status` and `node` tell of the first.
    """

    pod: Pod
    status: Status
    nodes: Nodes
    node: str = ""
    feasible: int = 0
    best: int = 0
    total: int | None = None
    refused: Sequence[Refused] = ()
    stopped: Refusal | None = None
    fault: str = ""
    preemption: Preemption | None = None
    retry: Verdict | None = None
    explanation: Explanation | None = None

    @property
    def message(self) -> str:
        """What the pod's events say before it has a node; empty if it gets one at once."""
        if self.status == "gated" and self.stopped:
            return self.stopped.reasons[0]
        if self.feasible or self.status not in ("unschedulable", "scheduled"):
            return self.fault
        after = self.preemption.message if self.preemption else ""
        return f"{self.filter_message} {after}".rstrip()

    @property
    def filter_message(self) -> str:
        """The same without what came of preemption."""
        return fit_error(len(self.nodes), self.refused, self.stopped) if len(self.nodes) else NO_NODES
