"""VolumeBinding: nodes that can reach a pod's volumes, or get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.scheduling.plugin import Fixed
from klint.kube.scheduling.refusal import Refusal
from klint.kube.scheduling.storage.binding import bindings
from klint.kube.scheduling.storage.claim import pod_claims

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from klint.kube.scheduling.plugin import Refused
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.state import State
    from klint.kube.scheduling.storage.claim import Claim, PodClaim

NAME = "VolumeBinding"

_UNREACHABLE = "node(s) didn't match PersistentVolume's node affinity"
_UNMATCHED = "node(s) didn't find available persistent volumes to bind"
_FULL = "node(s) did not have enough free storage"
_GONE = "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"


def filtering(pod: Pod, state: State, profile: Profile) -> Fixed | Refusal | None:  # noqa: ARG001
    claims: list[Claim] = []
    for named in pod_claims(pod):
        claim = state.stock.claim(pod, named)
        fault = _fault(pod, named, claim)
        if fault or claim is None:
            return Refusal(NAME, (fault,), final=True)
        claims.append(claim)
    if any(not claim.bound and not state.stock.waits(claim) for claim in claims):
        return Refusal(NAME, ("pod has unbound immediate PersistentVolumeClaims",), final=True)
    return Fixed(tuple(_refused(claims, state))) if claims else None


def reserve(pod: Pod, node: int, state: State) -> None:
    """The pod's waiting claims get their volumes on the node that was chosen."""
    waiting = state.stock.waiting(pod)
    if waiting:
        for match in bindings(waiting, state.stock, state.nodes.bits[node]).matches:
            state.stock.bind(match.volumes, match.unmatched, node)


def _fault(pod: Pod, named: PodClaim, claim: Claim | None) -> str:
    """What is wrong with a claim wherever the pod goes."""
    name = named.name
    if claim is None:
        missing = "waiting for ephemeral volume controller to create the " if named.ephemeral else ""
        return f'{missing}persistentvolumeclaim "{name}"' + ("" if named.ephemeral else " not found")
    if claim.lost:
        return f'persistentvolumeclaim "{name}" bound to non-existent persistentvolume "{claim.volume}"'
    if claim.deleted:
        return f'persistentvolumeclaim "{name}" is being deleted'
    if named.ephemeral and claim.owner_uid != pod.uid:
        return f"PVC {claim.key[0]}/{name} was not created for pod {pod.id} (pod is not owner)"
    return ""


def _refused(claims: Sequence[Claim], state: State) -> Iterator[Refused]:
    everyone = state.nodes.everyone
    unreachable, gone = _of_bound([claim for claim in claims if claim.bound], state)
    unmatched = full = 0
    waiting = [claim for claim in claims if not claim.bound]
    if waiting:
        outcome = bindings(waiting, state.stock, everyone)
        full = outcome.full
        unmatched = everyone & ~full
        for match in outcome.matches:
            unmatched &= ~match.nodes
    speaking = [(_UNREACHABLE, unreachable), (_UNMATCHED, unmatched), (_FULL, full), (_GONE, gone)]
    for reasons, mask in _together(speaking, everyone):
        if reasons:
            yield Refusal(NAME, reasons, final=True), mask


def _of_bound(claims: Iterable[Claim], state: State) -> tuple[int, int]:
    """Where a volume cannot be reached, and where the first that is not reached does not even exist."""
    open_, unreachable = state.nodes.everyone, 0
    for claim in claims:
        volume = state.stock.volume(claim)
        if volume is None:
            return unreachable, open_
        unreachable |= open_ & ~volume.reach
        open_ &= volume.reach
    return unreachable, 0


def _together(speaking: Iterable[tuple[str, int]], everyone: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """The nodes by all the reasons that hold for them."""
    sets: list[tuple[tuple[str, ...], int]] = [((), everyone)]
    for reason, mask in speaking:
        finer = [((*reasons, reason), part & mask) for reasons, part in sets]
        sets = [(reasons, part) for reasons, part in [*finer, *((r, p & ~mask) for r, p in sets)] if part]
    yield from sets
