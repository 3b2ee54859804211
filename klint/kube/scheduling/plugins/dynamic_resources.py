"""DynamicResources: devices that pods claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.cluster.labels import positions
from klint.kube.scheduling.devices.allocator import UnevaluatedError
from klint.kube.scheduling.devices.pool import Missing
from klint.kube.scheduling.plugin import Unevaluated
from klint.kube.scheduling.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from klint.kube.scheduling.devices.claim import DeviceClaim
    from klint.kube.scheduling.plugin import Refused
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.state import State

NAME = "DynamicResources"

_TOO_FEW = Refusal(NAME, ("cannot allocate all claims",), final=True)
_ELSEWHERE = Refusal(NAME, ("resourceclaim not available on the node",), final=True)


def gate(pod: Pod, state: State) -> Refusal | None:
    """A pod is not even looked at before its claims exist."""
    claims = state.devices.claims(pod)
    return Refusal(NAME, (claims.message,), final=True) if isinstance(claims, Missing) else None


def filtering(pod: Pod, state: State, profile: Profile) -> _Filter | Refusal | Unevaluated | None:  # noqa: ARG001
    claims = state.devices.claims(pod)
    if not claims or isinstance(claims, Missing):
        return None
    fresh = [claim for claim in claims if state.devices.reach(claim) is None]
    for claim in fresh:
        for request, device_class in claim.classes:
            if device_class not in state.devices.classes:
                reason = f"request {request}: device class {device_class} does not exist"
                return Refusal(NAME, (reason,), final=True)
        if claim.unknown:
            return Unevaluated(NAME, claim.unknown)
    try:
        return _Filter(claims, fresh, state)
    except UnevaluatedError as error:
        return Unevaluated(NAME, str(error))


def reserve(pod: Pod, node: int, state: State) -> None:
    """The pod's claims are allocated on the node that was chosen."""
    claims = state.devices.claims(pod)
    if not isinstance(claims, Missing):
        state.devices.allocate(claims, node)


class _Filter:
    def __init__(self, claims: Sequence[DeviceClaim], fresh: Sequence[DeviceClaim], state: State) -> None:
        self._elsewhere = 0
        for claim in claims:
            reach = state.devices.reach(claim)
            if reach is not None:
                self._elsewhere |= state.nodes.everyone & ~reach
        self._lacking = 0
        if fresh:
            for node in positions(state.nodes.everyone):
                if state.devices.allocation(fresh, node) is None:
                    self._lacking |= state.nodes.bits[node]

    def refusals(self, within: int) -> Iterator[Refused]:  # noqa: ARG002
        yield _TOO_FEW, self._lacking
        yield _ELSEWHERE, self._elsewhere

    def assume(self, pod: Pod, node: int, sign: int) -> None:
        pass
