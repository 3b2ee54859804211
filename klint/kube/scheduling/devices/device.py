"""Devices that drivers publish in ResourceSlices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.quantities import nanos
from klint.kube.scheduling.pods.node_selection import any_of, selector_terms
from klint.kube.scheduling.values import items, mapping, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.kube.scheduling.state.nodes import Nodes
    from klint.kube.scheduling.world import Object

    Named = tuple[str, str]  # domain and name

_TYPES = ("string", "int", "bool", "version")


class Device(NamedTuple):
    """`reach` has the nodes that can use it; a device of a pool that is not `complete` may have unseen peers."""

    driver: str
    pool: str
    name: str
    reach: int
    complete: bool
    attributes: Mapping[Named, str | int | bool]
    capacity: Mapping[Named, int]

    @property
    def kind(self) -> str:
        """The same for devices that no request can tell apart."""
        return repr((self.driver, sorted(self.attributes.items()), sorted(self.capacity.items())))

    @property
    def id(self) -> tuple[str, str, str]:
        return self.driver, self.pool, self.name


def devices(slices: Iterable[Object], nodes: Nodes) -> Iterator[Device]:
    """Those of each pool's newest generation, in the order of the slices."""
    pools: dict[Named, list[Object]] = {}
    for one in slices:
        pools.setdefault((text(mapping(one, "spec").get("driver")), _pool(one)), []).append(one)
    for (driver, pool), listed in pools.items():
        newest = max(_generation(one) for one in listed)
        current = [one for one in listed if _generation(one) == newest]
        complete = len(current) == whole(mapping(current[0], "spec", "pool").get("resourceSliceCount"))
        for one in current:
            for device in items(one, "spec", "devices"):
                found = mapping(device, "basic") or device
                yield Device(
                    driver,
                    pool,
                    text(device.get("name")),
                    _reach(one, found, nodes),
                    complete,
                    dict(_attributes(found, driver)),
                    dict(_capacity(found, driver)),
                )


def _pool(one: Object) -> str:
    return text(mapping(one, "spec", "pool").get("name"))


def _generation(one: Object) -> int:
    return whole(mapping(one, "spec", "pool").get("generation"))


def _reach(slice_: Object, device: Mapping[str, Any], nodes: Nodes) -> int:
    spec = mapping(slice_, "spec")
    where = device if spec.get("perDeviceNodeSelection") is True else spec
    if where.get("allNodes") is True:
        return nodes.everyone
    if where.get("nodeName"):
        return nodes.mask(text(where["nodeName"]))
    return any_of(selector_terms(where.get("nodeSelector")) or (), nodes)


def _attributes(device: Mapping[str, Any], driver: str) -> Iterator[tuple[Named, str | int | bool]]:
    for key, value in mapping(device, "attributes").items():
        for kind in _TYPES:
            if kind in mapping(value):
                yield _named(key, driver), mapping(value)[kind]


def _capacity(device: Mapping[str, Any], driver: str) -> Iterator[tuple[Named, int]]:
    for key, value in mapping(device, "capacity").items():
        size = nanos(mapping(value).get("value") if isinstance(value, dict) else value)
        if size is not None:
            yield _named(key, driver), size


def _named(key: str, driver: str) -> Named:
    """A name without a domain is in that of its driver."""
    domain, slash, name = key.rpartition("/")
    return (domain, name) if slash else (driver, key)
