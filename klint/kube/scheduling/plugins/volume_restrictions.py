"""VolumeRestrictions: disks and claims that only one pod at a time may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.refusal import Refusal
from klint.kube.scheduling.storage.claim import pod_claims
from klint.kube.scheduling.values import mapping, text, texts

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
_DISKS = ("gcePersistentDisk", "awsElasticBlockStore", "iscsi", "rbd")


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
            yield _DISK, self._conflicting()
        if self._used > 0:
            yield _IN_USE, self._state.nodes.everyone

    def assume(self, pod: Pod, node: int, sign: int) -> None:  # noqa: ARG002
        """Counts as kube-scheduler does: by the claims' names, whatever the pod's namespace."""
        self._used += sign * sum(not one.ephemeral and one.name in self._single for one in pod_claims(pod))

    def _conflicting(self) -> int:
        found = 0
        for template in self._state.census.templates:
            if any(_conflict(own, other) for own in self._disks for other in template.volumes):
                found |= self._state.census.where(template)
        return found


def filtering(pod: Pod, state: State, profile: Profile) -> _Filter | Refusal | None:  # noqa: ARG001
    single = []
    for named in pod_claims(pod):
        claim = state.stock.claim(pod, named)
        if not named.ephemeral:
            if claim is None:
                return Refusal(NAME, (f'persistentvolumeclaim "{named.name}" not found',), final=True)
            if claim.single:
                single.append(claim)
    disks = [volume for volume in pod.template.volumes if any(field in volume for field in _DISKS)]
    used = len({claim.key for claim in single if state.stock.in_use(claim)})
    if not disks and not used:
        return None
    return _Filter(disks, frozenset(claim.key[1] for claim in single), used, state)


def _conflict(volume: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two volumes are one disk that cannot be shared."""
    field = next((field for field in _DISKS if field in volume and field in other), "")
    own, its = mapping(volume, field), mapping(other, field)
    if field == "awsElasticBlockStore":
        return _same(own, its, "volumeID")
    shared = own.get("readOnly") is True and its.get("readOnly") is True
    match field:
        case "gcePersistentDisk":
            return _same(own, its, "pdName") and not shared
        case "iscsi":
            return _same(own, its, "iqn") and not shared
        case "rbd":
            monitors = set(texts(own.get("monitors"))) & set(texts(its.get("monitors")))
            pools = {text(one.get("pool")) or "rbd" for one in (own, its)}
            return bool(monitors) and len(pools) == 1 and _same(own, its, "image") and not shared
    return False


def _same(own: dict[str, Any], other: dict[str, Any], field: str) -> bool:
    return text(own.get(field)) == text(other.get(field))
