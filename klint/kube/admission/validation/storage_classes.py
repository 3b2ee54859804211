"""Classes of storage and the drivers behind them.

Source: kubernetes `pkg/apis/storage/validation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import Aside, duplicate, invalid, not_supported, required, too_long
from klint.kube.admission.validation.metadata import label_selector, object_meta
from klint.kube.admission.validation.resources import amount_not_negative
from klint.kube.admission.validation.rules import Rules, not_negative, one_of, text
from klint.kube.admission.validation.volumes import csi_driver

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope

_MOST_PARAMETERS, _PARAMETERS_SIZE = 512, 256 * 1024
_TEN_MINUTES, _LONGEST_TOKEN = 600, 2**32
_LONGEST_NODE_ID = 256
_NAMED = object_meta(formats.subdomain, namespaced=False)


def _meta(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    return _NAMED(value.get("metadata") or {}, (at, "metadata"), scope)


def _provisioner(field: str) -> Check:
    def checked(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
        name = value.get(field) or ""
        if not name:
            yield required((at, field))
        else:
            yield from (
                invalid((at, field), name.lower(), one) for one in formats.qualified_name(name.lower())
            )

    return checked


def _parameters(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if len(value) > _MOST_PARAMETERS:
        yield too_long(at, _MOST_PARAMETERS)
    if "" in value:
        yield invalid(at, "", "field can not be empty.")
    if sum(formats.size(key) + formats.size(item or "") for key, item in value.items()) > _PARAMETERS_SIZE:
        yield too_long(at, _PARAMETERS_SIZE)


def _topologies(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    seen: list[dict[str, set[str]]] = [{}]  # the server compares with terms it hasn't come to yet
    for index, term in enumerate(value):
        here = ((at, index), "matchLabelExpressions")
        keys: dict[str, set[str]] = {}
        for nth, item in enumerate((term or {}).get("matchLabelExpressions") or ()):
            expression = item or {}
            yield from _topology(expression, (here, nth), scope)
            key = expression.get("key") or ""
            if key in keys:
                yield duplicate(((here, nth), "key"), key)
            keys[key] = {one or "" for one in expression.get("values") or ()}
        if keys in seen:
            yield duplicate(here, "")
        seen.append(keys)


def _topology(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    values, key = value.get("values") or (), value.get("key") or ""
    if not values:
        yield required((at, "values"))
    for index, item in enumerate(values):
        if item in values[:index]:
            yield duplicate(((at, "values"), index), item or "")
    yield from (invalid((at, "key"), key, one) for one in formats.qualified_name(key))


storage_class = Rules(
    {
        "allowedTopologies": _topologies,
        "parameters": _parameters,
        "reclaimPolicy": one_of("Delete", "Retain"),
        "volumeBindingMode": one_of("Immediate", "WaitForFirstConsumer", empty=False),
    },
    _meta,
    _provisioner("provisioner"),
)

volume_attributes_class = Rules(
    {"parameters": _parameters},
    _meta,
    _provisioner("driverName"),
    lambda value, at, _scope: (
        ()
        if value.get("parameters")
        else [required((at, "parameters"), "must contain at least one key/value pair")]
    ),
)


def _tokens(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    seen: set[str] = set()
    for index, token in enumerate(value):
        audience, seconds = (token or {}).get("audience") or "", (token or {}).get("expirationSeconds")
        here = (at, index)
        if audience in seen:
            yield duplicate((here, "audience"), audience)
            continue
        seen.add(audience)
        if seconds is not None and seconds < _TEN_MINUTES:
            yield invalid(
                (here, "expirationSeconds"), seconds, "may not specify a duration less than 10 minutes"
            )
        if seconds is not None and seconds > _LONGEST_TOKEN:
            yield invalid(
                (here, "expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds"
            )


def _lifecycles(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    for index, mode in enumerate(value):
        if mode not in ("Persistent", "Ephemeral"):
            yield not_supported((at, Aside(index)), mode or "", ("Persistent", "Ephemeral"))


csi_driver_object = Rules(
    {
        "spec": Rules(
            {
                "fsGroupPolicy": one_of("File", "None", "ReadWriteOnceWithFSType", empty=False),
                "tokenRequests": _tokens,
                "volumeLifecycleModes": _lifecycles,
            }
        )
    },
    _meta,
)


def _drivers(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    names: set[str] = set()
    for index, item in enumerate(value):
        driver, here = item or {}, (at, index)
        name, node = driver.get("name") or "", driver.get("nodeID") or ""
        yield from csi_driver(name, (here, "name"), scope)
        if name in names:
            yield duplicate((here, "name"), name)
        names.add(name)
        if not node:
            yield required((here, "nodeID"))
        if formats.size(node) > _LONGEST_NODE_ID:
            yield invalid((here, "nodeID"), node, f"must be {_LONGEST_NODE_ID} characters or less")
        count = (driver.get("allocatable") or {}).get("count")
        if count is not None:
            yield from not_negative(count, ((here, "allocatable"), "count"), scope)
        yield from _topology_keys(driver.get("topologyKeys") or (), (here, Aside("topologyKeys")))


def _topology_keys(value: Any, at: At) -> Iterator[Fault]:
    for index, key in enumerate(value):
        here = (at, Aside(index))
        if not key:
            yield required(here)
        if key in value[:index]:
            yield duplicate(here, key or "")
        yield from (invalid(here, key or "", one) for one in formats.qualified_name(key or ""))


csi_node = Rules({"spec": Rules({"drivers": _drivers})}, _meta)

_CAPACITY_META = object_meta(formats.subdomain, namespaced=True)

csi_storage_capacity = Rules(
    {
        "capacity": amount_not_negative,
        "nodeTopology": label_selector,
        "storageClassName": text(formats.subdomain, empty=True),
    },
    lambda value, at, scope: _CAPACITY_META(value.get("metadata") or {}, (at, "metadata"), scope),
)
