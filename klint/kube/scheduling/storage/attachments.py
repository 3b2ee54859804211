"""Which volumes are attached to which node, for drivers that limit their number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.cluster.labels import positions
from klint.kube.scheduling.storage.claim import Claim, pod_claims
from klint.kube.scheduling.values import items, mapping, name_of, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.state.nodes import Nodes
    from klint.kube.scheduling.storage.stock import Stock
    from klint.kube.scheduling.world import World

_MIGRATED = "storage.alpha.kubernetes.io/migrated-plugins"


class _InTree(NamedTuple):
    """A volume plugin that CSI drivers have taken the place of, and where it names its volume."""

    plugin: str
    driver: str
    identity: str


_IN_TREE: Mapping[str, _InTree] = {
    "awsElasticBlockStore": _InTree("kubernetes.io/aws-ebs", "ebs.csi.aws.com", "volumeID"),
    "azureDisk": _InTree("kubernetes.io/azure-disk", "disk.csi.azure.com", "diskURI"),
    "azureFile": _InTree("kubernetes.io/azure-file", "file.csi.azure.com", "shareName"),
    "cinder": _InTree("kubernetes.io/cinder", "cinder.csi.openstack.org", "volumeID"),
    "gcePersistentDisk": _InTree("kubernetes.io/gce-pd", "pd.csi.storage.gke.io", "pdName"),
    "portworxVolume": _InTree("kubernetes.io/portworx-volume", "pxd.portworx.com", "volumeID"),
    "vsphereVolume": _InTree("kubernetes.io/vsphere-volume", "csi.vsphere.vmware.com", "volumePath"),
}
_BY_PLUGIN = {one.plugin: one for one in _IN_TREE.values()}


class Attached(NamedTuple):
    """A volume as its driver knows it; one of an in-tree `plugin` counts only where that has migrated."""

    driver: str
    handle: str
    plugin: str = ""


class _Limited(NamedTuple):
    """A node with limits; `held` counts who holds each volume."""

    limits: Mapping[str, int]
    migrated: frozenset[str]
    held: dict[Attached, int]

    def counts(self, volume: Attached) -> bool:
        return not volume.plugin or volume.plugin in self.migrated

    def exceeded_by(self, volumes: Iterable[Attached]) -> bool:
        added: dict[str, int] = {}
        for volume in volumes:
            if volume.driver in self.limits and self.counts(volume) and volume not in self.held:
                added[volume.driver] = added.get(volume.driver, 0) + 1
        return any(count + self._attached(driver) > self.limits[driver] for driver, count in added.items())

    def _attached(self, driver: str) -> int:
        return sum(volume.driver == driver for volume in self.held)


class Attachments:
    def __init__(self, world: World, nodes: Nodes, stock: Stock) -> None:
        self._stock = stock
        self._limited = dict(_limited(world, nodes))
        self._nodes = nodes
        volumes = {name_of(one): one for one in world.volumes}
        for one in world.volume_attachments:
            index = nodes.index(text(mapping(one, "spec").get("nodeName")))
            source = volumes.get(text(mapping(one, "spec", "source").get("persistentVolumeName")))
            found = _csi(mapping(source, "spec"))
            if index in self._limited and found:
                self._hold(index, found._replace(driver=text(mapping(one, "spec").get("attacher"))), 1)

    def move(self, pod: Pod, node: int, sign: int) -> None:
        """A pod comes (1) or goes (-1)."""
        if node in self._limited:
            for volume in set(self.volumes(pod)):
                self._hold(node, volume, sign)

    def exceeded_by(self, volumes: Iterable[Attached], within: int) -> int:
        """The nodes that have no place for all of them."""
        wanted = set(volumes)
        found = 0
        for index in positions(within):
            if index in self._limited and self._limited[index].exceeded_by(wanted):
                found |= self._nodes.bits[index]
        return found

    def volumes(self, pod: Pod) -> Iterator[Attached]:
        """What a pod would attach; a claim without a volume counts as one of its class's driver."""
        for named in pod_claims(pod):
            claim = self._stock.claim(pod, named)
            if claim:
                yield from self._claimed(claim)
        for volume in pod.template.volumes:
            yield from _in_tree(volume)

    def _claimed(self, claim: Claim) -> Iterator[Attached]:
        volume = self._stock.volume(claim)
        if volume is not None:
            found = _csi(volume.spec)
            yield from [found] if found else _in_tree(volume.spec)
            return
        storage_class = self._stock.storage_class(claim)
        if storage_class and storage_class.provisioner:
            handle = f"{claim.key[0]}/{claim.key[1]}"
            old = _BY_PLUGIN.get(storage_class.provisioner)
            yield (
                Attached(old.driver, handle, old.plugin)
                if old
                else Attached(storage_class.provisioner, handle)
            )

    def _hold(self, node: int, volume: Attached, sign: int) -> None:
        limited = self._limited[node]
        if limited.counts(volume):
            limited.held[volume] = limited.held.get(volume, 0) + sign
            if not limited.held[volume]:
                del limited.held[volume]


def _limited(world: World, nodes: Nodes) -> Iterator[tuple[int, _Limited]]:
    for one in world.csi_nodes:
        counts = {
            text(driver.get("name")): mapping(driver, "allocatable").get("count")
            for driver in items(one, "spec", "drivers")
        }
        limits = {driver: whole(count) for driver, count in counts.items() if count is not None}
        index = nodes.index(name_of(one))
        if limits and index is not None:
            migrated = text(mapping(one, "metadata", "annotations").get(_MIGRATED)).split(",")
            yield index, _Limited(limits, frozenset(migrated), {})


def _csi(spec: Mapping[str, Any]) -> Attached | None:
    csi = mapping(spec, "csi")
    driver, handle = text(csi.get("driver")), text(csi.get("volumeHandle"))
    return Attached(driver, handle) if driver and handle else None


def _in_tree(volume: Mapping[str, Any]) -> Iterator[Attached]:
    for field, (plugin, driver, identity) in _IN_TREE.items():
        if field in volume:
            yield Attached(driver, text(mapping(volume, field).get(identity)), plugin)
