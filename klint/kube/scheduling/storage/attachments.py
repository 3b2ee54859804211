"""Which volumes are attached to which node, for drivers that limit their number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.scheduling.storage.claim import Claim, pod_claims
from klint.kube.scheduling.values import items, mapping, name_of, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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


class Attachments:
    """Only nodes whose CSINode gives a driver a limit are looked at, and only for that driver."""

    def __init__(self, world: World, nodes: Nodes, stock: Stock) -> None:
        self._stock = stock
        self._bits = nodes.bits
        self._left: dict[str, dict[int, int]] = {}  # nodes by how many more volumes of a driver they take
        self._migrated: dict[str, int] = {}  # nodes where CSI drivers have taken the place of a plugin
        self._holders: dict[Attached, dict[int, int]] = {}
        for node, limits, migrated in _limits(world, nodes):
            for driver, limit in limits.items():
                _toggle(self._left.setdefault(driver, {}), limit, nodes.bits[node])
            for plugin in migrated:
                self._migrated[plugin] = self._migrated.get(plugin, 0) | nodes.bits[node]
        for node, volume in _attached(world, nodes):
            self._hold(node, volume, 1)

    def move(self, pod: Pod, node: int, sign: int) -> None:
        """A pod comes (1) or goes (-1)."""
        if self._left:
            for volume in set(self.volumes(pod)):
                self._hold(node, volume, sign)

    def exceeded_by(self, volumes: Iterable[Attached]) -> int:
        """The nodes that have no place for all of them."""
        found = 0
        by_driver: dict[str, set[Attached]] = {}
        for volume in volumes:
            by_driver.setdefault(volume.driver, set()).add(volume)
        for driver, wanted in by_driver.items():
            for count, mask in self._added(driver, wanted):
                for left, part in self._left[driver].items():
                    if left < count:
                        found |= part & mask
        return found

    def _added(self, driver: str, volumes: Iterable[Attached]) -> Iterator[tuple[int, int]]:
        """Nodes by how many volumes would be new there; those without any are left out."""
        limited = 0
        for part in self._left.get(driver, {}).values():
            limited |= part
        sets = {0: limited} if limited else {}
        for volume in volumes:
            new = self._counted(volume)
            for node in self._holders.get(volume, ()):
                new &= ~self._bits[node]
            finer: dict[int, int] = {}
            for count, mask in sets.items():
                finer[count + 1] = finer.get(count + 1, 0) | (mask & new)
                finer[count] = finer.get(count, 0) | (mask & ~new)
            sets = finer
        return ((count, mask) for count, mask in sets.items() if count)

    def _counted(self, volume: Attached) -> int:
        """The nodes where its driver attaches it."""
        return self._migrated.get(volume.plugin, 0) if volume.plugin else -1

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
        bit = self._bits[node]
        if not self._counted(volume) & bit:
            return
        holders = self._holders.setdefault(volume, {})
        before = holders.get(node, 0)
        holders[node] = before + sign
        if not holders[node]:
            del holders[node]
        if not before or not before + sign:
            for left, mask in list(self._left.get(volume.driver, {}).items()):
                if mask & bit:
                    _toggle(self._left[volume.driver], left, bit)
                    _toggle(self._left[volume.driver], left - sign, bit)
                    return


def _toggle(sets: dict[int, int], number: int, bit: int) -> None:
    sets[number] = sets.get(number, 0) ^ bit
    if not sets[number]:
        del sets[number]


def _limits(world: World, nodes: Nodes) -> Iterator[tuple[int, Mapping[str, int], Sequence[str]]]:
    """Nodes with the limits of their drivers and the plugins that have migrated."""
    for one in world.csi_nodes:
        counts = {
            text(driver.get("name")): mapping(driver, "allocatable").get("count")
            for driver in items(one, "spec", "drivers")
        }
        limits = {driver: whole(count) for driver, count in counts.items() if count is not None}
        index = nodes.index(name_of(one))
        if limits and index is not None:
            yield index, limits, text(mapping(one, "metadata", "annotations").get(_MIGRATED)).split(",")


def _attached(world: World, nodes: Nodes) -> Iterator[tuple[int, Attached]]:
    """What VolumeAttachments say is attached where."""
    volumes = {name_of(one): one for one in world.volumes}
    for one in world.volume_attachments:
        index = nodes.index(text(mapping(one, "spec").get("nodeName")))
        source = volumes.get(text(mapping(one, "spec", "source").get("persistentVolumeName")))
        found = _csi(mapping(source, "spec"))
        if index is not None and found:
            yield index, found._replace(driver=text(mapping(one, "spec").get("attacher")))


def _csi(spec: Mapping[str, Any]) -> Attached | None:
    csi = mapping(spec, "csi")
    driver, handle = text(csi.get("driver")), text(csi.get("volumeHandle"))
    return Attached(driver, handle) if driver and handle else None


def _in_tree(volume: Mapping[str, Any]) -> Iterator[Attached]:
    for field, (plugin, driver, identity) in _IN_TREE.items():
        if field in volume:
            yield Attached(driver, text(mapping(volume, field).get(identity)), plugin)
