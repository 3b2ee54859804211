"""Amounts of bytes that aren't whole.

Source: kubernetes `pkg/api/persistentvolumeclaim/util.go`, `pkg/api/pod/warnings.go`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission.validation.fault import Key, down
from klint.kube.admission.warnings.notice import warn
from klint.kube.amounts import stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At
    from klint.kube.admission.warnings.notice import Notice

_NANOS_IN_ONE = 1_000_000_000


def fractional(resources: Any, name: str, at: At) -> Iterator[Notice]:
    """What a map of resources says of one that is counted in bytes."""
    size = stored(resources[name]) if resources and resources.get(name) is not None else None
    if size is not None and size.nanos % _NANOS_IN_ONE:
        yield warn((at, Key(name)), f'fractional byte value "{size}" is invalid, must be an integer')


def of_claim(spec: Any, at: At) -> Iterator[Notice]:
    """The spec of a PersistentVolumeClaim."""
    resources = spec.get("resources") or {}
    for field in ("requests", "limits"):
        yield from fractional(resources.get(field), "storage", down(at, "resources", field))
