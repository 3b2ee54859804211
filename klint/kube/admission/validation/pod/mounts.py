"""Where a container finds the volumes of its pod."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission.validation.fault import (
    Aside,
    forbidden,
    invalid,
    not_found,
    not_supported,
    required,
)
from klint.kube.admission.validation.paths import below

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_PROPAGATIONS = ("Bidirectional", "HostToContainer", "None")
_RECURSIONS = ("Disabled", "Enabled", "IfPossible")


def volumes_of(container: Mapping[str, Any], at: At, scope: Scope) -> Iterable[Fault]:
    """`volumeMounts` and `volumeDevices`, which may not get in each other's way."""
    mounts, devices = container.get("volumeMounts") or (), container.get("volumeDevices") or ()
    if not mounts and not devices:
        return ()
    mounted = {_text(mount, "name"): _text(mount, "mountPath") for mount in mounts}
    attached = {_text(device, "name"): _text(device, "devicePath") for device in devices}
    return [
        *_mounts(mounts, (at, "volumeMounts"), scope, attached, container),
        *_devices(devices, (at, "volumeDevices"), scope, mounted),
    ]


def _mounts(
    mounts: Any, at: At, scope: Scope, attached: Mapping[str, str], container: Mapping[str, Any]
) -> Iterator[Fault]:
    taken: set[str] = set()
    volumes = scope.inside.volumes
    for index, mount in enumerate(mounts):
        here = (at, index)
        name, path = _text(mount, "name"), _text(mount, "mountPath")
        if not name:
            yield required((here, "name"))
        if name not in volumes:
            yield not_found((here, "name"), name)
        if not path:
            yield required((here, "mountPath"))
        if path in taken:
            yield invalid((here, "mountPath"), path, "must be unique")
        taken.add(path)
        if name in attached:
            yield invalid((here, "name"), name, "must not already exist in volumeDevices")
        if attached and path in attached.values():
            yield invalid((here, "mountPath"), path, "must not already exist as a path in volumeDevices")
        if len(mount or ()) > 2 or not name or not path:
            yield from _ways(mount or {}, here, (at, Aside(index)), scope)
            yield from _propagation(mount or {}, (at, Aside(index)), container)
            yield from _recursion(mount or {}, (at, Aside(index)))


def _ways(mount: Any, here: At, unindexed: At, scope: Scope) -> Iterator[Fault]:
    """Paths in the volume; the server leaves the mount out of the place of most of what is wrong with them."""
    path, expression = mount.get("subPath"), mount.get("subPathExpr")
    if path:
        yield from below(path, (unindexed, "subPath"), scope)
    if expression:
        if path:
            yield invalid((here, "subPathExpr"), expression, "subPathExpr and subPath are mutually exclusive")
        yield from below(expression, (unindexed, "subPathExpr"), scope)


def _propagation(mount: Any, at: At, container: Mapping[str, Any]) -> Iterator[Fault]:
    mode = mount.get("mountPropagation")
    if mode is not None and mode not in _PROPAGATIONS:
        yield not_supported((at, "mountPropagation"), mode, _PROPAGATIONS)
    if mode == "Bidirectional" and not (container.get("securityContext") or {}).get("privileged"):
        words = "Bidirectional mount propagation is available only to privileged containers"
        yield forbidden((at, "mountPropagation"), words)


def _recursion(mount: Any, at: At) -> Iterator[Fault]:
    mode = mount.get("recursiveReadOnly")
    here = (at, "recursiveReadOnly")
    if mode is None or mode == "Disabled":
        return
    if mode not in _RECURSIONS:
        yield not_supported(here, mode, _RECURSIONS)
        return
    if not mount.get("readOnly"):
        yield forbidden(here, "may only be specified when readOnly is true")
    if mount.get("mountPropagation") not in (None, "None"):
        yield forbidden(here, "may only be specified when mountPropagation is None or not specified")


def _devices(devices: Any, at: At, scope: Scope, mounted: Mapping[str, str]) -> Iterator[Fault]:
    names: set[str] = set()
    paths: set[str] = set()
    for index, device in enumerate(devices):
        here = (at, index)
        name, path = _text(device, "name"), _text(device, "devicePath")
        yield from _device(name, path, here, scope)
        if name and name in names:
            yield invalid((here, "name"), name, "must be unique")
        if path in paths:
            yield invalid((here, "devicePath"), path, "must be unique")
        if name in mounted:
            yield invalid((here, "name"), name, "must not already exist in volumeMounts")
        if path in mounted.values():
            yield invalid((here, "devicePath"), path, "must not already exist as a path in volumeMounts")
        names.add(name)
        if ".." not in path.split("/"):
            paths.add(path)


def _device(name: str, path: str, at: At, scope: Scope) -> Iterator[Fault]:
    volume = scope.inside.volumes.get(name)
    if not name:
        yield required((at, "name"))
    if volume is None:
        yield not_found((at, "name"), name)
    elif volume.get("persistentVolumeClaim") is None and volume.get("ephemeral") is None:
        words = "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"
        yield invalid((at, "name"), name, words)
    if not path:
        yield required((at, "devicePath"))
    if ".." in path.split("/"):
        yield invalid((at, "devicePath"), path, "can not contain backsteps ('..')")


def _text(item: Any, field: str) -> str:
    return (item or {}).get(field) or ""
