"""VolumeRestrictions: disks and claims that only one pod at a time may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.refusal import Refusal
from klint.kube.scheduling.storage.claim import pod_claims
from klint.kube.scheduling.storage.disks import exclusive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from klint.kube.scheduling.plugin import Refused
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.state import State

NAME = "VolumeRestrictions"

_DISK = Refusal(NAME, ("node(s) had no available disk",), final=False)
_REASON_IN_USE = "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod"
_IN_USE = Refusal(NAME, (_REASON_IN_USE,), final=False)


class _Filter:
    def __init__(
        self, disks: Sequence[dict[str, Any]], single: frozenset[str], used: int, state: State
    ) -> None:
        """`single` are the claims that one pod at a time may use, `used` how many of them are in use."""
        self._disks = disks
        self._single = single
        self._used = used
        self._state = state

    def refusals(self, within: int) -> Iterator[Refused]:  # noqa: ARG002
        if self._disks:
            yield _DISK, self._state.disks.conflicting(self._disks)
        if self._used > 0:
            yield _IN_USE, self._state.nodes.everyone

    def assume(self, pod: Pod, node: int, sign: int) -> None:  # noqa: ARG002
        """Counts as kube-scheduler does: by the claims' names, whatever the pod's namespace."""
        self._used += sign * sum(not one.ephemeral and one.name in self._single for one in pod_claims(pod))


def filtering(pod: Pod, state: State, profile: Profile) -> _Filter | Refusal | None:  # noqa: ARG001
    single = []
    for named in pod_claims(pod):
        claim = state.stock.claim(pod, named)
        if not named.ephemeral:
            if claim is None:
                return Refusal(NAME, (f'persistentvolumeclaim "{named.name}" not found',), final=True)
            if claim.single:
                single.append(claim)
    disks = exclusive(pod.template)
    used = len({claim.key for claim in single if state.stock.in_use(claim)})
    if not disks and not used:
        return None
    return _Filter(disks, frozenset(claim.key[1] for claim in single), used, state)
