"""Kinds of volumes that have been given up.

Source: kubernetes `pkg/api/pod/warnings.go`, `pkg/api/persistentvolume/util.go`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission.validation.fault import Aside
from klint.kube.admission.warnings.notice import warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.admission.validation.fault import At
    from klint.kube.admission.validation.rules import Scope
    from klint.kube.admission.warnings.notice import Notice

_GIT_DISABLED = 33

# The words, and since which release the server says so.
_DEPRECATED: Mapping[str, tuple[str, int]] = {
    "cephfs": ("deprecated in v1.28, non-functional in v1.31+", 28),
    "flocker": ("deprecated in v1.22, non-functional in v1.25+", 27),
    "gitRepo": ("deprecated in v1.11", 0),
    "glusterfs": ("deprecated in v1.25, non-functional in v1.26+", 27),
    "photonPersistentDisk": ("deprecated in v1.11, non-functional in v1.16+", 0),
    "quobyte": ("deprecated in v1.22, non-functional in v1.25+", 27),
    "rbd": ("deprecated in v1.28, non-functional in v1.31+", 28),
    "scaleIO": ("deprecated in v1.16, non-functional in v1.22+", 0),
    "storageos": ("deprecated in v1.22, non-functional in v1.25+", 27),
}
# Kinds of which the server says nothing where a PersistentVolume has them.
_OF_PODS = frozenset(("flocker", "gitRepo", "quobyte"))


def deprecated(volume: Any, at: At, scope: Scope, *, persistent: bool = False) -> Iterator[Notice]:
    minor = scope.release.minor
    for kind, value in volume.items():
        words, since = _DEPRECATED.get(kind, ("", 0))
        if not words or value is None or minor < since or (persistent and kind in _OF_PODS):
            continue
        if kind == "gitRepo" and minor >= _GIT_DISABLED:
            words += ", and disabled by default in v1.33+"
        yield warn((at, Aside(kind, "storageOS") if kind == "storageos" else kind), words)
