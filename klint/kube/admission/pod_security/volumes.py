"""What kinds of volumes a restricted pod may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission.pod_security.subject import Verdict, counted, listed, number

if TYPE_CHECKING:
    from klint.kube.admission.pod_security.subject import Subject

_ALLOWED = (
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
)
# In the order in which the server looks for them.
_FORBIDDEN = (
    "hostPath",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "gitRepo",
    "nfs",
    "iscsi",
    "glusterfs",
    "rbd",
    "flexVolume",
    "cinder",
    "cephfs",
    "flocker",
    "fc",
    "azureFile",
    "vsphereVolume",
    "quobyte",
    "azureDisk",
    "photonPersistentDisk",
    "portworxVolume",
    "scaleIO",
    "storageos",
)


def restricted(subject: Subject) -> Verdict | None:
    # Before 1.33 the server did not know images as volumes here.
    allowed = (*_ALLOWED, "image") if subject.release.minor >= 33 else _ALLOWED
    found = [
        (index, volume or {})
        for index, volume in enumerate(subject.spec.get("volumes") or ())
        if not _kind(volume or {}, allowed)
    ]
    if not found:
        return None
    kinds = {_kind(volume, _FORBIDDEN) for _, volume in found}
    shown = sorted(kind or "unknown" for kind in kinds)
    names = [volume.get("name") or "" for _, volume in found]
    uses = "uses" if len(found) == 1 else "use"
    detail = f"{counted('volume', names)} {uses} {number('restricted volume type', shown)} {listed(shown)}"
    return Verdict(detail, tuple(_path(index, volume) for index, volume in found))


def _kind(volume: Any, kinds: tuple[str, ...]) -> str:
    return next((kind for kind in kinds if volume.get(kind) is not None), "")


def _path(index: int, volume: Any) -> tuple[str | int, ...]:
    path = ("spec", "volumes", index)
    kind = _kind(volume, _FORBIDDEN)
    return (*path, kind) if kind else path
