"""Nodes.

Source: kubernetes `pkg/apis/core/validation` (ValidateNode).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.addresses import legacy_network, network
from klint.kube.admission.validation.fault import Aside, duplicate, invalid, not_supported, required
from klint.kube.admission.validation.metadata import object_meta
from klint.kube.admission.validation.pod.affinity import EFFECTS
from klint.kube.admission.validation.printed import struct
from klint.kube.admission.validation.resources import quantity
from klint.kube.amounts import stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_META = object_meta(formats.subdomain, namespaced=False)


def _taints(value: Any, at: At) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for index, item in enumerate(value):
        taint, here = item or {}, (at, index)
        key, content, effect = (taint.get(field) or "" for field in ("key", "value", "effect"))
        yield from (invalid((here, "key"), key, one) for one in formats.qualified_name(key))
        if wrong := formats.label_value(content):
            yield invalid((here, "value"), content, ";".join(wrong))
        if not effect:
            yield required((here, "effect"))
        elif effect not in EFFECTS:
            yield not_supported((here, "effect"), effect, EFFECTS)
        if (effect, key) in seen:
            shown = struct(
                "core.Taint", Key=key, Value=content, Effect=effect, TimeAdded=taint.get("timeAdded")
            )
            repeated = duplicate(here, shown)
            detail = ": taints must be unique by key and effect pair"
            former = f"{repeated.formerly}{detail}" if repeated.formerly else ""
            yield repeated._replace(message=f"{repeated.message}{detail}", formerly=former)
        seen.add((effect, key))


def _networks(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    listed, here = spec.get("podCIDRs") or (), (at, "podCIDRs")
    for index, item in enumerate(listed):
        yield from legacy_network(item or "", (here, index), scope)
    found = [network(item or "") for item in listed]
    if len(listed) > 1 and None not in found:
        versions = {one.address.version for one in found if one}
        if len(versions) < 2 or len(listed) > 2:
            yield invalid(here, listed, "may specify no more than one CIDR for each IP family")


def node(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    spec, status = value.get("spec") or {}, value.get("status") or {}
    yield from _META(value.get("metadata") or {}, (at, "metadata"), scope)
    yield from _taints(spec.get("taints") or (), ((at, Aside("spec", "metadata")), "taints"))
    for field in ("capacity", "allocatable"):
        listed = status.get(field)
        if field == "allocatable" and listed is None:
            listed = status.get("capacity")
        for name, item in (listed or {}).items():
            yield from quantity(name, stored(item), (((at, "status"), field), name))
    yield from _networks(spec, (at, "spec"), scope)
