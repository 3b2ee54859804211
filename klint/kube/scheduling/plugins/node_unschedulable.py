"""NodeUnschedulable: cordoned nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.scheduling.plugin import Fixed
from klint.kube.scheduling.pods.tolerations import NO_SCHEDULE
from klint.kube.scheduling.refusal import Refusal
from klint.kube.scheduling.state.nodes import Taint

if TYPE_CHECKING:
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.state import State

NAME = "NodeUnschedulable"

_CORDONED = Taint("node.kubernetes.io/unschedulable", "", NO_SCHEDULE)
_REFUSAL = Refusal(NAME, ("node(s) were unschedulable",), final=True)


def filtering(pod: Pod, state: State, profile: Profile) -> Fixed | None:  # noqa: ARG001
    if any(one.tolerates(_CORDONED) for one in pod.template.tolerations):
        return None
    return Fixed(((_REFUSAL, state.nodes.unschedulable),))
