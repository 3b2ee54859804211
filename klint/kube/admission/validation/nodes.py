"""Nodes.

Source: kubernetes `pkg/apis/core/validation` (ValidateNode).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.addresses import legacy_network, network
from klint.kube.admission.validation.fault import Aside, duplicate, internal, invalid, not_supported, required
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


def pod_networks(spec: Any, at: At) -> list[tuple[str, At]]:
    """The networks of a node's pods with their places: a single one stands for all if it isn't the first."""
    single, listed = spec.get("podCIDR") or "", spec.get("podCIDRs") or ()
    if single and (not listed or listed[0] != single):
        return [(single, (at, Aside("podCIDR", "podCIDRs[0]")))]
    return [(item or "", ((at, "podCIDRs"), index)) for index, item in enumerate(listed)]


def _networks(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    here = (at, "podCIDRs")
    listed = [item for item, _ in pod_networks(spec, at)]
    for item, place in pod_networks(spec, at):
        yield from legacy_network(item, place, scope)
    found = [network(item) for item in listed]
    if len(listed) < 2:
        return
    if None in found:
        nth = found.index(None)
        what = f"invalid CIDR[{nth}]: <nil> (invalid CIDR address: {listed[nth]})"
        words = f"invalid PodCIDRs. failed to check with dual stack with error:{what}"
        yield internal(here, words)
    versions = {one.address.version for one in found if one}
    if len(versions) < 2 or len(listed) > 2 or None in found:
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
