"""Policies that the API server refuses: they select nobody, whatever they say.

Fields and types are those of the server's errors (pkg/apis/networking/validation and apimachinery, 1.34). Faults
in metadata are left to the validation of objects, and so are the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from klint.kube import names
from klint.kube.network.addresses import network
from klint.kube.network.values import items, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.network.intervals import Interval

ErrorType = Literal["Forbidden", "Invalid", "NotSupported", "Required", "TooMany"]


class Refusal(NamedTuple):
    """`field` is a path such as `spec.ingress[0].ports[0].port`."""

    field: str
    type: ErrorType


def of_network_policy(value: Mapping[str, Any]) -> Iterator[Refusal]:
    spec = mapping(value.get("spec"))
    yield from of_selector(spec.get("podSelector"), "spec.podSelector")
    for direction, side in (("ingress", "from"), ("egress", "to")):
        for index, rule in enumerate(map(mapping, items(spec.get(direction)))):
            at = f"spec.{direction}[{index}]"
            for place, port in enumerate(map(mapping, items(rule.get("ports")))):
                yield from _port(port, f"{at}.ports[{place}]")
            for place, peer in enumerate(map(mapping, items(rule.get(side)))):
                yield from _peer(peer, f"{at}.{side}[{place}]")
    yield from _types(items(spec.get("policyTypes")))


def of_selector(value: Any, at: str) -> Iterator[Refusal]:
    """What is wrong with a LabelSelector."""
    labels = mapping(mapping(value).get("matchLabels"))
    if any(names.label_key(key) or names.label_value(str(one or "")) for key, one in labels.items()):
        yield Refusal(f"{at}.matchLabels", "Invalid")
    for index, one in enumerate(map(mapping, items(mapping(value).get("matchExpressions")))):
        yield from _expression(one, f"{at}.matchExpressions[{index}]")


def is_port(number: Any) -> bool:
    return type(number) is int and 1 <= number <= 65535


def _types(written: Any) -> Iterator[Refusal]:
    if len(written) > 2:
        yield Refusal("spec.policyTypes", "Invalid")
        return
    for index, one in enumerate(written):
        if one not in ("Ingress", "Egress"):
            yield Refusal(f"spec.policyTypes[{index}]", "NotSupported")


def _port(value: Mapping[str, Any], at: str) -> Iterator[Refusal]:
    port, end = value.get("port"), value.get("endPort")
    if value.get("protocol") not in (None, "TCP", "UDP", "SCTP"):
        yield Refusal(f"{at}.protocol", "NotSupported")
    if isinstance(port, str):
        if names.port(port):
            yield Refusal(f"{at}.port", "Invalid")
    elif port is not None and not is_port(port):
        yield Refusal(f"{at}.port", "Invalid")
    if end is not None and not (is_port(end) and type(port) is int and port <= end):
        yield Refusal(f"{at}.endPort", "Invalid")


def _peer(value: Mapping[str, Any], at: str) -> Iterator[Refusal]:
    given = [key for key in ("podSelector", "namespaceSelector", "ipBlock") if value.get(key) is not None]
    for key in given:
        yield from (_block if key == "ipBlock" else of_selector)(value[key], f"{at}.{key}")
    if not given:
        yield Refusal(at, "Required")
    elif len(given) > 1 and "ipBlock" in given:
        yield Refusal(at, "Forbidden")


def _block(value: Any, at: str) -> Iterator[Refusal]:
    cidr = mapping(value).get("cidr")
    if not cidr:
        yield Refusal(f"{at}.cidr", "Required")
        return
    whole = network(str(cidr))
    if whole is None:
        yield Refusal(f"{at}.cidr", "Invalid")
        return
    for index, without in enumerate(items(mapping(value).get("except"))):
        if not _inside(network(str(without)), whole):
            yield Refusal(f"{at}.except[{index}]", "Invalid")


def _inside(part: Interval | None, whole: Interval) -> bool:
    """Whether it is a part, and not all, of the whole."""
    return part is not None and part != whole and whole[0] <= part[0] and part[1] <= whole[1]


def _expression(value: Mapping[str, Any], at: str) -> Iterator[Refusal]:
    operator, values = value.get("operator"), items(value.get("values"))
    if operator in ("In", "NotIn"):
        if not values:
            yield Refusal(f"{at}.values", "Required")
    elif operator not in ("Exists", "DoesNotExist"):
        yield Refusal(f"{at}.operator", "Invalid")
    elif values:
        yield Refusal(f"{at}.values", "Forbidden")
    if names.label_key(str(value.get("key") or "")):
        yield Refusal(f"{at}.key", "Invalid")
    for index, one in enumerate(values):
        if names.label_value(str(one)):
            yield Refusal(f"{at}.values[{index}]", "Invalid")
