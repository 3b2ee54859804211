"""Addresses that a Service sends traffic to.

Source: kubernetes `pkg/apis/core/validation` (Endpoints) and `pkg/apis/discovery/validation` (EndpointSlice).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.addresses import endpoint, ip, legacy_ip, new_ip
from klint.kube.admission.validation.domains import domain_name
from klint.kube.admission.validation.fault import Aside, duplicate, invalid, not_supported, required, too_many
from klint.kube.admission.validation.metadata import labels, object_meta
from klint.kube.admission.validation.pod.ports import PROTOCOLS
from klint.kube.admission.validation.printed import typed
from klint.kube.admission.validation.rules import Rules, dropped, each, one_of, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_ADDRESS_TYPES = ("FQDN", "IPv4", "IPv6")
_MOST_ADDRESSES, _MOST_ENDPOINTS, _MOST_PORTS, _MOST_HINTS, _MOST_LABELS = 100, 1000, 20000, 8, 16


def _ipv4(value: str, at: At, scope: Scope) -> Iterator[Fault]:
    wrong = list(legacy_ip(value, at, scope))
    yield from wrong or _of_version(value, at, 4)


def _ipv6(value: str, at: At, scope: Scope) -> Iterator[Fault]:
    wrong = list(new_ip(value, at, scope))
    yield from wrong or _of_version(value, at, 6)


def _of_version(value: str, at: At, version: int) -> Iterator[Fault]:
    found = ip(value)
    if at and found is not None and found.version != version:
        above, index = at
        yield invalid((above, Aside(index)), value, f"must be an IPv{version} address")  # type: ignore[arg-type]
    yield from endpoint(value, at)


_ADDRESSES = {"IPv4": _ipv4, "IPv6": _ipv6, "FQDN": domain_name}


def _hints(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    for field, form in (("forZones", formats.label_value), ("forNodes", formats.subdomain)):
        listed, here = value.get(field) or (), (at, field)
        names = [(one or {}).get("name") or "" for one in listed]
        if len(listed) > _MOST_HINTS:
            yield too_many(here, len(listed), _MOST_HINTS)
        for index, name in enumerate(names):
            if name in names[:index]:
                yield duplicate(((here, index), "name"), name)
            yield from (invalid(((here, index), "name"), name, one) for one in form(name))


def _old_topology(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    if len(value) > _MOST_LABELS:
        yield too_many(at, len(value), _MOST_LABELS)
    yield from labels(value, at, scope)


_ENDPOINT = Rules(
    {
        "deprecatedTopology": dropped(_old_topology),
        "hints": _hints,
        "hostname": text(formats.label, empty=True),
        "nodeName": text(formats.subdomain, empty=True),
    }
)


def _endpoints(value: Any, at: At, scope: Scope, kind: str) -> Iterator[Fault]:
    if len(value) > _MOST_ENDPOINTS:
        yield too_many(at, len(value), _MOST_ENDPOINTS)
    check = _ADDRESSES.get(kind)
    for index, item in enumerate(value):
        here = (at, index)
        addresses = (item or {}).get("addresses") or ()
        if not addresses:
            yield required((here, "addresses"), "must contain at least 1 address")
        elif len(addresses) > _MOST_ADDRESSES:
            yield too_many((here, "addresses"), len(addresses), _MOST_ADDRESSES)
        for nth, address in enumerate(addresses if check else ()):
            assert check  # noqa: S101
            yield from check(address or "", ((here, "addresses"), nth), scope)
        yield from _ENDPOINT(item, here, scope)


_SLICE_PORT = Rules(
    {
        "appProtocol": text(formats.qualified_name, empty=True),
        "name": text(formats.label),
        "protocol": one_of(*PROTOCOLS, empty=False),
    }
)


def _slice_ports(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    if len(value) > _MOST_PORTS:
        yield too_many(at, len(value), _MOST_PORTS)
    names = [(one or {}).get("name") or "" for one in value]
    for index, port in enumerate(value):
        yield from _SLICE_PORT(port, (at, index), scope)
        if names[index] in names[:index]:
            yield duplicate(((at, index), "name"), typed(names[index]))


_META = object_meta(formats.subdomain, namespaced=True)


def endpoint_slice(value: Any, at: At, scope: Scope) -> list[Fault]:
    kind = value.get("addressType") or ""
    faults = [*_META(value.get("metadata") or {}, (at, "metadata"), scope)]
    if not kind:
        faults.append(required((at, "addressType")))
    elif kind not in _ADDRESS_TYPES:
        faults.append(not_supported((at, "addressType"), kind, _ADDRESS_TYPES))
    faults += _slice_ports(value.get("ports") or (), (at, "ports"), scope)
    faults += _endpoints(value.get("endpoints") or (), (at, "endpoints"), scope, kind)
    return faults


def _address(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    address = value.get("ip") or ""
    yield from legacy_ip(address, (at, "ip"), scope)
    yield from endpoint(address, (at, "ip"))


_ADDRESS = each(
    Rules({"hostname": text(formats.label), "nodeName": text(formats.subdomain, empty=True)}, _address)
)
_PORT = Rules(
    {
        "appProtocol": text(formats.qualified_name, empty=True),
        "name": text(formats.label),
        "protocol": one_of(*PROTOCOLS),
    }
)


def _ports(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    for index, item in enumerate(value):
        port, here = item or {}, (at, index)
        yield from _PORT(port, here, scope)
        if len(value) > 1 and not port.get("name"):
            yield required((here, "name"))
        number = port.get("port") or 0
        yield from (invalid((here, "port"), number, one) for one in formats.port_number(number))


def _some_address(subset: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    if subset.get("addresses") or subset.get("notReadyAddresses"):
        return ()
    return [required(at, "must specify `addresses` or `notReadyAddresses`")]


endpoints = Rules(
    {
        "subsets": each(
            Rules({"addresses": _ADDRESS, "notReadyAddresses": _ADDRESS, "ports": _ports}, _some_address)
        )
    },
    lambda value, at, scope: _META(value.get("metadata") or {}, (at, "metadata"), scope),
)
