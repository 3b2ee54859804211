"""VolumeZone: volumes whose labels say in which zones they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.scheduling.plugin import Fixed
from klint.kube.scheduling.refusal import Refusal
from klint.kube.scheduling.storage.claim import pod_claims

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.nodes import Nodes
    from klint.kube.scheduling.state.state import State
    from klint.kube.scheduling.storage.volume import Volume

NAME = "VolumeZone"

_REFUSAL = Refusal(NAME, ("node(s) had no available volume zone",), final=True)
_CURRENT = {  # each label, with the one that took its place
    "topology.kubernetes.io/zone": "topology.kubernetes.io/zone",
    "topology.kubernetes.io/region": "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
}


def filtering(pod: Pod, state: State, profile: Profile) -> Fixed | Refusal | None:  # noqa: ARG001
    volumes = []
    for named in pod_claims(pod):
        claim = state.stock.claim(pod, named)
        if claim and claim.volume:
            volume = state.stock.volume(claim)
            if volume is None:
                return Refusal(NAME, (f'persistentvolume "{claim.volume}" not found',), final=True)
            volumes.append(volume)
    nodes = state.nodes
    reached = _unzoned(nodes) | _within([zones for volume in volumes for zones in _zones(volume)], nodes)
    return Fixed(((_REFUSAL, nodes.everyone & ~reached),)) if reached != nodes.everyone else None


def _zones(volume: Volume) -> Iterator[tuple[str, frozenset[str]]]:
    """Each label of a place with its values; one with an empty value says nothing."""
    for key in _CURRENT:
        if key in volume.labels:
            values = frozenset(value.strip() for value in volume.labels[key].split("__"))
            if all(values):
                yield key, values


def _unzoned(nodes: Nodes) -> int:
    """The nodes that do not say where they are."""
    placed = 0
    for key in _CURRENT:
        placed |= nodes.labels.having(key)
    return nodes.everyone & ~placed


def _within(wanted: list[tuple[str, frozenset[str]]], nodes: Nodes) -> int:
    mask = nodes.everyone
    for key, values in wanted:
        found = 0
        for value in values:
            current = nodes.labels.equal(_CURRENT[key], value) & ~nodes.labels.having(key)
            found |= nodes.labels.equal(key, value) | current
        mask &= found
    return mask
