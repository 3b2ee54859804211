"""NodePorts: ports of the host that other pods have taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.scheduling.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.kube.scheduling.plugin import Refused
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.ports import HostPort
    from klint.kube.scheduling.state.state import State

NAME = "NodePorts"

_REFUSAL = Refusal(NAME, ("node(s) didn't have free ports for the requested pod ports",), final=False)


class _Filter(NamedTuple):
    wanted: frozenset[HostPort]
    state: State

    def refusals(self, within: int) -> Iterable[Refused]:  # noqa: ARG002
        return ((_REFUSAL, self.state.ports.conflicting(self.wanted)),)

    def assume(self, pod: Pod, node: int, sign: int) -> None:
        pass


def filtering(pod: Pod, state: State, profile: Profile) -> _Filter | None:  # noqa: ARG001
    wanted = pod.template.host_ports
    return _Filter(wanted, state) if wanted else None
