"""The volumes there are and could be, and who has claimed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.scheduling.storage.claim import Claim, PodClaim, pod_claims
from klint.kube.scheduling.storage.provision import Capacities, StorageClass
from klint.kube.scheduling.storage.volume import Volume
from klint.kube.scheduling.values import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.state.nodes import Nodes
    from klint.kube.scheduling.storage.claim import Key
    from klint.kube.scheduling.world import World


class Stock:
    """Claims that wait for their first pod are tied to a node when one is placed; the rest never changes."""

    def __init__(self, world: World, nodes: Nodes) -> None:
        self.nodes = nodes
        self.volumes: Sequence[Volume] = [Volume(one, nodes) for one in world.volumes]
        self.capacities = Capacities(world.csi_drivers, world.csi_storage_capacities, nodes)
        self._claims = {claim.key: claim for claim in map(Claim, world.claims)}
        self._volumes = {volume.name: volume for volume in self.volumes}
        self._classes = {name_of(one): StorageClass(one, nodes) for one in world.storage_classes}
        self._users: dict[Key, int] = {}

    def claim(self, pod: Pod, named: PodClaim) -> Claim | None:
        return self._claims.get((pod.template.namespace, named.name))

    def volume(self, claim: Claim) -> Volume | None:
        return self._volumes.get(claim.volume)

    def storage_class(self, claim: Claim) -> StorageClass | None:
        return self._classes.get(claim.storage_class)

    def waits(self, claim: Claim) -> bool:
        """Whether it is bound only when a pod that uses it is placed."""
        found = self.storage_class(claim)
        return not claim.volume and found is not None and found.waits

    def waiting(self, pod: Pod) -> list[Claim]:
        """Those of a pod's claims."""
        found = (self.claim(pod, named) for named in pod_claims(pod))
        return [claim for claim in found if claim and self.waits(claim)]

    def in_use(self, claim: Claim) -> bool:
        """Whether a running pod names it."""
        return bool(self._users.get(claim.key))

    def use(self, pod: Pod, sign: int) -> None:
        """A pod comes (1) or goes (-1)."""
        for named in pod_claims(pod):
            if not named.ephemeral:
                key = pod.template.namespace, named.name
                self._users[key] = self._users.get(key, 0) + sign

    def bind(self, volumes: Iterable[tuple[Claim, Volume]], made: Iterable[Claim], node: int) -> None:
        """Reserve volumes for claims, and have others made for a node."""
        for claim, volume in volumes:
            volume.claim = claim.key
        for claim in made:
            claim.selected_node = self.nodes.names[node]
