"""Which devices are free, and who gets which."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.scheduling.devices.allocator import allocation
from klint.kube.scheduling.devices.claim import DeviceClaim, DeviceClasses
from klint.kube.scheduling.devices.device import Device, devices
from klint.kube.scheduling.pods.node_selection import any_of, selector_terms
from klint.kube.scheduling.values import items, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.kube.scheduling.devices.claim import Key
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.state.nodes import Nodes
    from klint.kube.scheduling.world import World


class Missing(NamedTuple):
    """Why a claim of a pod cannot be found."""

    message: str


class DevicePool:
    """Claims are allocated when a pod that names them is placed, and stay so."""

    def __init__(self, world: World, nodes: Nodes) -> None:
        self.nodes = nodes
        self.classes = DeviceClasses(world.device_classes)
        self._devices = list(devices(world.resource_slices, nodes))
        self._claims = {one.key: one for one in (DeviceClaim(c, self.classes) for c in world.resource_claims)}
        self._taken: set[tuple[str, str, str]] = set()
        self._reach: dict[Key, int] = {}
        for claim in self._claims.values():
            if claim.allocation:
                self._adopt(claim)

    def claims(self, pod: Pod) -> list[DeviceClaim] | Missing:
        """The claims that a pod names, in its order."""
        found = []
        made = {text(one.get("name")): one.get("resourceClaimName") for one in pod.device_claims}
        for one in items(pod.template.spec, "resourceClaims"):
            name = text(one.get("resourceClaimName") or made.get(text(one.get("name"))))
            key = pod.template.namespace, name
            if not name:
                return Missing(f'pod "{pod.id}": claim not created yet')
            if key not in self._claims:
                return Missing(f'could not find ResourceClaim "{key[0]}/{name}"')
            if self._claims[key].deleted:
                return Missing(f'resourceclaim "{name}" is being deleted')
            found.append(self._claims[key])
        return found

    def reach(self, claim: DeviceClaim) -> int | None:
        """The nodes where an allocated claim can be used; None for one that is not allocated."""
        return self._reach.get(claim.key)

    def allocation(self, claims: Sequence[DeviceClaim], node: int) -> list[list[Device]] | None:
        """Devices for every claim on a node; None if there are not enough. Raises UnevaluatedError."""
        bit = self.nodes.bits[node]
        near = [one for one in self._devices if one.reach & bit]
        return allocation(claims, near, frozenset(self._taken))

    def allocate(self, claims: Sequence[DeviceClaim], node: int) -> None:
        """A pod that names the claims is placed on the node."""
        fresh = [claim for claim in claims if claim.key not in self._reach]
        for claim, chosen in zip(fresh, self.allocation(fresh, node) or (), strict=False):
            self._taken.update(device.id for device in chosen)
            mask = self.nodes.everyone
            for device in chosen:
                mask &= device.reach
            self._reach[claim.key] = mask

    def _adopt(self, claim: DeviceClaim) -> None:
        for one in items(claim.allocation, "devices", "results"):
            self._taken.add((text(one.get("driver")), text(one.get("pool")), text(one.get("device"))))
        terms = selector_terms(claim.allocation.get("nodeSelector"))
        self._reach[claim.key] = self.nodes.everyone if terms is None else any_of(terms, self.nodes)
