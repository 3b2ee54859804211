"""Pools of equal nodes in a few lines (`schemas/klint/nodes.schema.json`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.quantities import nanos
from klint.kube.scheduling.inventory.mistakes import EFFECTS, Mistake, of_quantities
from klint.kube.scheduling.values import items, labels_of, mapping, text, texts, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.scheduling.world import Object
    from klint.yaml import Node

ZONE, REGION, HOSTNAME = (
    "topology.kubernetes.io/zone",
    "topology.kubernetes.io/region",
    "kubernetes.io/hostname",
)

_FIELDS = frozenset(
    {
        "name",
        "count",
        "zones",
        "region",
        "labels",
        "taints",
        "capacity",
        "reserved",
        "pods",
        "images",
        "devices",
    }
)
_PODS = 110  # a kubelet's default
_MOST = 100_000
_EVERYWHERE = {"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}
_UNITS = 10**9


def is_pool(value: Mapping[str, Any]) -> bool:
    return "kind" not in value and "metadata" not in value


def read_pool(pool: Node, mistakes: list[Mistake]) -> Iterator[Object]:
    """Its Nodes, and the ResourceSlices of their devices."""
    mistakes += _mistakes(pool)
    return read_values(pool.value)


def read_values(value: Mapping[str, Any]) -> Iterator[Object]:
    """The same for a pool that stands nowhere."""
    name = text(value.get("name"))
    if not name or not isinstance(value.get("capacity"), dict):
        return
    zones, taints = texts(value.get("zones")) or [""], [_taint(one) for one in _listed(value, "taints")]
    status = {"allocatable": _allocatable(value), "images": [_image(one) for one in _listed(value, "images")]}
    count = min(whole(value.get("count"), 1), _MOST)
    for index in range(count):
        own = f"{name}-{index}" if "count" in value else name
        yield {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {"name": own, "labels": _labels(value, own, zones[index % len(zones)])},
            "spec": {"taints": [one for one in taints if one]},
            "status": status,
        }
        yield from _slices(value, own)


def _mistakes(pool: Node) -> Iterator[Mistake]:
    value, name = pool.value, text(pool.value.get("name"))
    for key in value.keys() - _FIELDS:
        yield Mistake(pool[key], f"a pool of nodes has no field '{key}'")
    if not name:
        yield Mistake(pool, "a pool of nodes has no name")
    if not isinstance(value.get("capacity"), dict):
        yield Mistake(pool["capacity"], f"pool {name} does not say the capacity of its nodes")
    for field in ("capacity", "reserved"):
        yield from of_quantities(pool[field], f"pool {name}")
    for resource in ("cpu", "memory"):
        if isinstance(value.get("capacity"), dict) and resource not in value["capacity"]:
            yield Mistake(pool["capacity"], f"pool {name} has no {resource} in its capacity")
    if whole(value.get("count"), 1) > _MOST or whole(value.get("count"), 1) < 0:
        yield Mistake(
            pool["count"], f"pool {name} cannot have that many nodes; at most {_MOST} are looked at"
        )
    for taint in pool["taints"]:
        if _taint(taint.value) is None:
            yield Mistake(taint, f"a taint of pool {name} is not written as key=value:Effect")


def _labels(pool: Mapping[str, Any], name: str, zone: str) -> dict[str, str]:
    places = {ZONE: zone, REGION: text(pool.get("region"))}
    return {
        **_EVERYWHERE,
        HOSTNAME: name,
        **{key: value for key, value in places.items() if value},
        **labels_of({"metadata": {"labels": pool.get("labels")}}),
    }


def _listed(pool: Mapping[str, Any], field: str) -> list[Any]:
    found = pool.get(field)
    return found if isinstance(found, list) else []


def _taint(written: Any) -> dict[str, str] | None:
    if isinstance(written, dict):
        return written if written.get("effect") in EFFECTS else None
    rest, _, effect = text(written).rpartition(":")
    key, _, value = rest.partition("=")
    return {"key": key, "value": value, "effect": effect} if key and effect in EFFECTS else None


def _allocatable(pool: Mapping[str, Any]) -> dict[str, Any]:
    """What is left of the capacity by what is reserved for the system."""
    found: dict[str, Any] = {"pods": pool.get("pods", _PODS), **mapping(pool, "capacity")}
    for resource, amount in mapping(pool, "reserved").items():
        all_, taken = nanos(found.get(resource)), nanos(amount)
        if all_ is not None and taken is not None:
            found[resource] = f"{max(0, all_ - taken)}n"
    return found


def _image(written: Any) -> dict[str, Any]:
    """A name, or a name and a size."""
    if isinstance(written, dict):
        size = nanos(written.get("size"))
        return {"names": [text(written.get("name"))], "sizeBytes": 0 if size is None else size // _UNITS}
    return {"names": [text(written)], "sizeBytes": 0}


def _slices(pool: Mapping[str, Any], node: str) -> Iterator[Object]:
    for place, one in enumerate(items(pool, "devices")):
        name = text(one.get("name")) or "device"
        attributes = {key: _attribute(value) for key, value in mapping(one, "attributes").items()}
        device = {
            "attributes": attributes,
            "capacity": {k: {"value": v} for k, v in mapping(one, "capacity").items()},
        }
        yield {
            "apiVersion": "resource.k8s.io/v1",
            "kind": "ResourceSlice",
            "metadata": {"name": f"{node}-{place}"},
            "spec": {
                "driver": text(one.get("driver")),
                "nodeName": node,
                "pool": {"name": f"{node}-{place}", "generation": 1, "resourceSliceCount": 1},
                "devices": [
                    {"name": f"{name}-{n}", **device} for n in range(min(whole(one.get("count"), 1), _MOST))
                ],
            },
        }


def _attribute(value: Any) -> dict[str, Any]:
    kind = {bool: "bool", int: "int"}.get(type(value), "string")
    return {kind: value}
