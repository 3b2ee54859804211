"""NetworkPolicies.

Source: kubernetes `pkg/apis/networking/validation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.addresses import legacy_network, network
from klint.kube.admission.validation.fault import forbidden, invalid, not_supported, required
from klint.kube.admission.validation.metadata import label_selector, object_meta
from klint.kube.admission.validation.printed import strings
from klint.kube.admission.validation.rules import Rules, each, one_of
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_DIRECTIONS = ("Ingress", "Egress")
_WORDY = Release(1, 30)


def _range(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    port, end = value.get("port"), value.get("endPort")
    if port is None:
        if end is not None:
            yield invalid((at, "endPort"), end, "may not be specified when `port` is not specified")
        return
    if isinstance(port, str):
        if end is not None:
            yield invalid((at, "endPort"), end, "may not be specified when `port` is non-numeric")
        yield from (invalid((at, "port"), port, one) for one in formats.port_name(port))
        return
    yield from (invalid((at, "port"), port, one) for one in formats.port_number(port))
    if end is not None:
        if end < port:
            yield invalid((at, "endPort"), port, "must be greater than or equal to `port`")
        yield from (invalid((at, "endPort"), end, one) for one in formats.port_number(end))


_PORTS = each(Rules({"protocol": one_of("TCP", "UDP", "SCTP", empty=False)}, _range))


def _network(value: str, at: At, scope: Scope) -> Iterator[Fault]:
    if scope.release >= _WORDY:
        yield from legacy_network(value, at, scope)
    elif network(value) is None:
        yield invalid(at, value, "not a valid CIDR")


def _block(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    text = value.get("cidr") or ""
    if not text:
        yield required((at, "cidr"))
        return
    yield from _network(text, (at, "cidr"), scope)
    whole = network(text)
    if whole is None:
        return
    for index, item in enumerate(value.get("except") or ()):
        here = ((at, "except"), index)
        yield from _network(item or "", here, scope)
        part = network(item or "")
        if part is not None and not whole.holds(part):
            yield invalid(here, item, "must be a strict subset of `cidr`")


def _peer(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    given = [
        field for field in ("podSelector", "namespaceSelector", "ipBlock") if value.get(field) is not None
    ]
    if not given:
        return [required(at, "must specify a peer")]
    if len(given) > 1 and "ipBlock" in given:
        return [forbidden(at, "may not specify both ipBlock and another peer")]
    return ()


_PEERS = each(
    Rules({"podSelector": label_selector, "namespaceSelector": label_selector, "ipBlock": _block}, _peer)
)


def _directions(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if len(value) > len(_DIRECTIONS):
        shown = strings(value, "[]networking.PolicyType")
        yield invalid(at, shown, "may not specify more than two policyTypes")
        return
    for index, item in enumerate(value):
        if item not in _DIRECTIONS:
            yield not_supported((at, index), item or "", _DIRECTIONS)


_META = object_meta(formats.subdomain, namespaced=True)

network_policy = Rules(
    {
        "spec": Rules(
            {
                "egress": each(Rules({"ports": _PORTS, "to": _PEERS})),
                "ingress": each(Rules({"ports": _PORTS, "from": _PEERS})),
                "podSelector": label_selector,
                "policyTypes": _directions,
            }
        )
    },
    lambda value, at, scope: _META(value.get("metadata") or {}, (at, "metadata"), scope),
)
