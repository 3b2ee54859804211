"""NodeVolumeLimits: how many volumes of a CSI driver a node can have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.scheduling.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.scheduling.plugin import Refused
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.state import State
    from klint.kube.scheduling.storage.attachments import Attached

NAME = "NodeVolumeLimits"

_REFUSAL = Refusal(NAME, ("node(s) exceed max volume count",), final=False)


class _Filter(NamedTuple):
    volumes: frozenset[Attached]
    state: State

    def refusals(self, within: int) -> Iterator[Refused]:  # noqa: ARG002
        yield _REFUSAL, self.state.attachments.exceeded_by(self.volumes)

    def assume(self, pod: Pod, node: int, sign: int) -> None:
        pass


def filtering(pod: Pod, state: State, profile: Profile) -> _Filter | None:  # noqa: ARG001
    volumes = frozenset(state.attachments.volumes(pod))
    return _Filter(volumes, state) if volumes else None
