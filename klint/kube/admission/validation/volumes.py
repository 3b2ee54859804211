"""Sources of volumes that pods and persistent volumes have in common.

Most belong to storage systems whose drivers have left Kubernetes; the API server still checks them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import Aside, Key, invalid, not_supported, required, too_long
from klint.kube.admission.validation.paths import absolute, no_way_up
from klint.kube.admission.validation.rules import Rules, one_of, text, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope

_HOST_TYPES = (
    "",
    "BlockDevice",
    "CharDevice",
    "Directory",
    "DirectoryOrCreate",
    "File",
    "FileOrCreate",
    "Socket",
)
_LONGEST_TARGET = 64
_QUALIFIED_NAMES = {
    "iqn": r"iqn\.\d{4}-\d{2}\.([A-Za-z0-9.-]+)(:[^,;*&$|\s]+)$",
    "eui": "^eui.[A-Za-z0-9]{16}$",
    "naa": "^naa.[A-Za-z0-9]{32}$",
}
_MANAGED_DISK = (
    "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"
)
_BLOB_DISK = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"

_partition = within(0, 255, formats.between(1, 255))
_lun = within(0, 255, formats.between(0, 255))


def _empty_path(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    return absolute("", (at, "path"), scope) if not value.get("path") else ()


def csi_driver(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """The name of a CSI driver."""
    if not value:
        yield required(at)
    if formats.size(value) > formats.LONGEST_LABEL:
        yield too_long(at, formats.LONGEST_LABEL)
    yield from (invalid(at, value, one) for one in formats.subdomain(value.lower()))


def absent_driver(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    return csi_driver("", (at, "driver"), scope) if value.get("driver") is None else ()


def secret_ref(*needed: str) -> Check:
    """A reference that needs a name, or a name and a namespace."""
    return Rules({}, required=needed)


def typed_secret_ref(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    return _TYPED_SECRET(value, at, scope)


_TYPED_SECRET = Rules(
    {"name": text(formats.subdomain), "namespace": text(formats.label)}, required=("name", "namespace")
)


def _host_type(value: str, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    return [not_supported(at, value, _HOST_TYPES)] if value not in _HOST_TYPES else ()


def _azure_disk(disk: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    kind, address = disk.get("kind"), disk.get("diskURI") or ""
    if kind == "Managed" and not address.startswith("/subscriptions/"):
        yield not_supported((at, "diskURI"), address, (_MANAGED_DISK,), plain=True)
    if kind != "Managed" and not address.startswith("https://"):
        yield not_supported((at, "diskURI"), address, (_BLOB_DISK,), plain=True)


def _fc(channel: Any, at: At, scope: Scope) -> Iterator[Fault]:
    names, ids = channel.get("targetWWNs") or (), channel.get("wwids") or ()
    if not names and not ids:
        yield required((at, "targetWWNs"), "must specify either targetWWNs or wwids, but not both")
    if names and ids:
        words = "targetWWNs and wwids can not be specified simultaneously"
        yield invalid((at, "targetWWNs"), names, words)
    if names:
        if channel.get("lun") is None:
            yield required((at, "lun"), "lun is required if targetWWNs is specified")
        else:
            yield from _lun(channel["lun"], (at, "lun"), scope)


def flex_options(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    for key in value:
        domain = "." + key.partition("/")[0].lower()
        if domain.endswith((".kubernetes.io", ".k8s.io")):
            yield invalid((at, Key(key)), key, "kubernetes.io and k8s.io namespaces are reserved")


def _flocker(volume: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    name, uuid = volume.get("datasetName") or "", volume.get("datasetUUID")
    if not name and not uuid:
        yield required(at, "one of datasetName and datasetUUID is required")
    if name and uuid:
        yield invalid(at, "resource", "datasetName and datasetUUID can not be specified simultaneously")
    if "/" in name:
        yield invalid((at, "datasetName"), name, "must not contain '/'")


def _quobyte(volume: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    words = "must be a host:port pair or multiple pairs separated by commas"
    registry = volume.get("registry") or ""
    if not registry:
        yield required((at, "registry"), words)
    elif len(volume.get("tenant") or "") >= 65:
        yield required((at, "tenant"), "must be a UUID and may not exceed a length of 64 characters")
    else:
        for pair in registry.split(","):
            if not re.fullmatch(r"(\[[^\[\]]*\]|[^:\[\]]*):[^:\[\]]*", pair):
                yield invalid((at, "registry"), registry, words)


def _iqn_fault(name: str) -> str:
    pattern = _QUALIFIED_NAMES.get(name[:3])
    if pattern is None:
        return "must be valid format starting with iqn, eui, or naa"
    return "" if re.search(pattern, name) else "must be valid format"


def iscsi(*, persistent: bool) -> Check:
    def checked(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
        for field in ("iqn", "initiatorName"):
            name = value.get(field)
            if name is None or (field == "iqn" and not name):
                continue
            if wrong := _iqn_fault(name):
                words = wrong if not persistent else "must be valid format"
                yield invalid((at, Aside(field, field.lower())), name, words)
        if not value.get("iqn"):
            yield required((at, "iqn"))
        if (value.get("chapAuthDiscovery") or value.get("chapAuthSession")) and value.get(
            "secretRef"
        ) is None:
            yield required((at, "secretRef"))

    reference = {"secretRef": secret_ref("name")} if persistent else {}
    return Rules({"lun": _lun, **reference}, checked, required=("targetPortal",))


def too_long_target(value: Any, name: str) -> bool:
    """Whether an iSCSI volume's name and portal leave no room for its initiator."""
    together = formats.size(f"{name}:{value.get('targetPortal') or ''}")
    return value.get("initiatorName") is not None and together > _LONGEST_TARGET


TOO_LONG_TARGET = (
    "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters "
    "if iscsi.initiatorName is specified."
)


def storage_os(*needed: str) -> Check:
    return Rules(
        {
            "volumeName": text(formats.label),
            "volumeNamespace": text(formats.label),
            "secretRef": secret_ref(*needed),
        },
        required=("volumeName",),
    )


host_path = Rules({"path": no_way_up, "type": _host_type}, required=("path",))
nfs = Rules({"path": absolute}, _empty_path, required=("server", "path"))

# In the order in which the API server looks for them; only the first source of a volume is looked at closely.
SHARED: dict[str, Check] = {
    "hostPath": host_path,
    "gcePersistentDisk": Rules({"partition": _partition}, required=("pdName",)),
    "awsElasticBlockStore": Rules({"partition": _partition}, required=("volumeID",)),
    "flocker": _flocker,
    "nfs": nfs,
    "quobyte": Rules({}, _quobyte, required=("volume",)),
    "cephfs": Rules({}, required=("monitors",)),
    "rbd": Rules({}, required=("monitors", "image")),
    "fc": _fc,
    "flexVolume": Rules({"options": flex_options}, required=("driver",)),
    "vsphereVolume": Rules({}, required=("volumePath",)),
    "photonPersistentDisk": Rules({}, required=("pdID",)),
    "portworxVolume": Rules({}, required=("volumeID",)),
    "azureDisk": Rules(
        {
            "cachingMode": one_of("None", "ReadOnly", "ReadWrite", empty=False),
            "kind": one_of("Dedicated", "Managed", "Shared", empty=False),
        },
        _azure_disk,
        required=("diskName", "diskURI"),
    ),
    "scaleIO": Rules({}, required=("gateway", "system", "volumeName")),
}
"""Checks of those that look the same in a pod and in a persistent volume."""

PRINTED = {"gcePersistentDisk": "persistentDisk"}
"""What the server calls some sources when it looks inside."""

PRINTED_TWICE = {"cephfs": "cephFS", "downwardAPI": "downwarAPI"}
"""What the server calls some sources when they are one too many."""
