"""Services, and the endpoints behind them.

Source: kubernetes `pkg/apis/core/validation` (ValidateServiceCreate) and `pkg/apis/discovery/validation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.addresses import endpoint, ip, legacy_ip, legacy_network
from klint.kube.admission.validation.fault import (
    Aside,
    Key,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
)
from klint.kube.admission.validation.metadata import labels, object_meta
from klint.kube.admission.validation.pod.ports import PROTOCOLS
from klint.kube.admission.validation.pod.probes import port as port_reference
from klint.kube.admission.validation.printed import struct
from klint.kube.admission.validation.rules import Rules, one_of, text
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_RELAXED_NAMES = Release(1, 36)
_SAME_ZONE = Release(1, 34)
_TYPES = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")
_FAMILIES = ("IPv4", "IPv6")
_SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges"
_TOPOLOGY_MODE, _TOPOLOGY_HINTS = (
    "service.kubernetes.io/topology-mode",
    "service.kubernetes.io/topology-aware-hints",
)
_LONGEST_AFFINITY = 86400
_ONLY_BALANCED = "may only be used when `type` is 'LoadBalancer'"


class _Service:
    """The spec of a Service with its defaults, and how it can be reached."""

    __slots__ = ("cluster_ips", "headless", "kind", "spec")

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self.spec = spec
        self.kind = spec.get("type") or "ClusterIP"
        given = spec.get("clusterIPs") or ()
        self.cluster_ips = list(given) or ([spec["clusterIP"]] if spec.get("clusterIP") else [])
        self.headless = self.cluster_ips == ["None"]

    @property
    def balanced(self) -> bool:
        return self.kind == "LoadBalancer"

    @property
    def external(self) -> bool:
        """Whether traffic from outside may reach it."""
        exposed = self.kind in ("LoadBalancer", "NodePort")
        return exposed or (self.kind == "ClusterIP" and bool(self.spec.get("externalIPs")))


def _number(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    return [invalid(at, value, one) for one in formats.port_number(value)]


_PORT = Rules(
    {"appProtocol": text(formats.qualified_name, empty=True), "port": _number, "protocol": one_of(*PROTOCOLS)}
)


def _ports(service: _Service, at: At, scope: Scope) -> Iterator[Fault]:
    ports = service.spec.get("ports") or ()
    if not ports and not service.headless and service.kind != "ExternalName":
        yield required((at, "ports"))
    names: set[str] = set()
    for index, item in enumerate(ports):
        port, here = item or {}, ((at, "ports"), index)
        yield from _PORT(port, here, scope)
        name, number = port.get("name") or "", port.get("port") or 0
        if not name and len(ports) > 1:
            yield required((here, "name"))
        if name:
            yield from (invalid((here, "name"), name, one) for one in formats.label(name))
            if name in names:
                yield duplicate((here, "name"), name)
            names.add(name)
        if port.get("port") is None:
            yield from _number(0, (here, "port"), scope)
        yield from port_reference(port.get("targetPort") or number, (here, "targetPort"), scope)
        if port.get("nodePort") and service.kind == "ClusterIP":
            yield forbidden((here, "nodePort"), "may not be used when `type` is 'ClusterIP'")
    yield from _repeated(ports, at)


def _repeated(ports: Any, at: At) -> Iterator[Fault]:
    """Two ports of one protocol and number, here or on the nodes."""
    own: set[tuple[str, Any]] = set()
    on_nodes: set[tuple[str, Any]] = set()
    for index, item in enumerate(ports):
        port, here = item or {}, ((at, "ports"), index)
        protocol, number, node = (
            port.get("protocol") or "TCP",
            port.get("port") or 0,
            port.get("nodePort"),
        )
        if node and (protocol, node) in on_nodes:
            yield duplicate((here, "nodePort"), node)
        if (protocol, number) in own:
            shown = {"Name": "", "Protocol": protocol, "AppProtocol": None, "Port": number}
            yield duplicate(here, struct("core.ServicePort", **shown, TargetPort=0, NodePort=0))
        own.add((protocol, number))
        on_nodes.add((protocol, node))


def _kind(service: _Service, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    spec = service.spec
    if service.kind not in _TYPES:
        yield not_supported((at, "type"), service.kind, _TYPES)
    if service.kind in ("LoadBalancer", "NodePort") and service.headless:
        words = f"may not be set to 'None' for {service.kind} services"
        yield invalid(_first_ip(spec, at), "None", words)
    if service.kind != "ExternalName":
        return
    if service.cluster_ips:
        shown = "clusterIPs" if spec.get("clusterIPs") else Aside("clusterIP", "clusterIPs")
        yield forbidden((at, shown), "may not be set for ExternalName services")
    for field in ("ipFamilies", "ipFamilyPolicy"):
        if spec.get(field):
            yield forbidden((at, field), "may not be set for ExternalName services")
    name = (spec.get("externalName") or "").removesuffix(".")
    if not name:
        yield required((at, "externalName"))
    yield from (invalid((at, "externalName"), name, one) for one in (formats.subdomain(name) if name else ()))


def _first_ip(spec: Mapping[str, Any], at: At) -> At:
    return ((at, "clusterIPs"), 0) if spec.get("clusterIPs") else (at, Aside("clusterIP", "clusterIPs[0]"))


def _affinity(service: _Service, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    affinity = service.spec.get("sessionAffinity") or "None"
    if affinity not in ("ClientIP", "None"):
        yield not_supported((at, "sessionAffinity"), affinity, ("ClientIP", "None"))
    if affinity == "ClientIP":
        config = service.spec.get("sessionAffinityConfig") or {}
        seconds = (config.get("clientIP") or {}).get("timeoutSeconds")
        if seconds is not None and not 0 < seconds <= _LONGEST_AFFINITY:
            here = (((at, "sessionAffinityConfig"), "clientIP"), "timeoutSeconds")
            yield invalid(here, seconds, f"must be greater than 0 and less than {_LONGEST_AFFINITY}")


def _families(service: _Service, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if service.kind == "ExternalName":
        return
    spec = service.spec
    families = spec.get("ipFamilies") or ()
    for index, family in enumerate(families):
        if family not in _FAMILIES:
            yield not_supported(((at, "ipFamilies"), index), family or "", _FAMILIES)
        if family in families[:index]:
            yield duplicate(((at, "ipFamilies"), index), family)
    policy, known = spec.get("ipFamilyPolicy"), ("PreferDualStack", "RequireDualStack", "SingleStack")
    if policy is not None and policy not in known:
        yield not_supported((at, "ipFamilyPolicy"), policy, known)


def _cluster_ips(service: _Service, at: At, scope: Scope) -> Iterator[Fault]:
    if service.kind == "ExternalName":
        return
    spec, ips = service.spec, service.cluster_ips
    only = not spec.get("clusterIPs") and bool(ips)  # the server copies clusterIP into the list
    here: At = (at, Aside("clusterIP", "clusterIPs")) if only else (at, "clusterIPs")
    if spec.get("clusterIP") and ips[0] != spec["clusterIP"]:
        yield invalid(here, ips, "first value must match `clusterIP`")
    if not spec.get("clusterIP") and ips:
        yield invalid(here, ips, "must be empty when `clusterIP` is not specified")
    bad = False
    for index, address in enumerate(ips):
        if index == 0 and address == "None":
            if len(ips) > 1:
                yield invalid(here, ips, "'None' must be the first and only value")
                bad = True
            continue
        wrong = list(legacy_ip(address or "", _first_ip(spec, at) if only else (here, index), scope))
        yield from wrong
        bad = bad or bool(wrong)
    if len(ips) > 2:
        yield invalid(here, ips, "may only hold up to 2 values")
    if not bad and not service.headless:
        yield from _stacks(service, here, at, only=only)


def _stacks(service: _Service, here: At, at: At, *, only: bool) -> Iterator[Fault]:
    ips = service.cluster_ips
    versions = [_version(address) for address in ips]
    if len(ips) > 1 and len(set(versions)) == 1:
        yield invalid(here, ips, "may specify no more than one IP for each IP family")
    for index, family in enumerate((service.spec.get("ipFamilies") or ())[: len(ips)]):
        if family in _FAMILIES and versions[index] != family:
            place = _first_ip(service.spec, at) if only else (here, index)
            words = f"expected an {family} value as indicated by `ipFamilies[{index}]`"
            yield invalid(place, ips[index], words)


def _version(text_: str) -> str:
    found = ip(text_)
    return "IPv6" if found is not None and found.version == 6 else "IPv4"


def _external_ips(service: _Service, at: At, scope: Scope) -> Iterator[Fault]:
    for index, address in enumerate(service.spec.get("externalIPs") or ()):
        here = ((at, "externalIPs"), index)
        wrong = list(legacy_ip(address or "", here, scope))
        yield from wrong or endpoint(address or "", here)


def _balancing(service: _Service, at: At, scope: Scope) -> Iterator[Fault]:
    spec = service.spec
    ranges = spec.get("loadBalancerSourceRanges") or ()
    here = (at, Aside("loadBalancerSourceRanges", "LoadBalancerSourceRanges"))
    if ranges and not service.balanced:
        yield forbidden(here, _ONLY_BALANCED)
    for index, item in enumerate(ranges):
        yield from legacy_network((item or "").strip(), (here, index), scope)
    if spec.get("allocateLoadBalancerNodePorts") is not None and not service.balanced:
        yield forbidden((at, "allocateLoadBalancerNodePorts"), _ONLY_BALANCED)
    balancer = spec.get("loadBalancerClass")
    if balancer is not None and not service.balanced:
        yield forbidden((at, "loadBalancerClass"), _ONLY_BALANCED)
    elif balancer is not None:
        yield from text(formats.qualified_name, empty=True)(balancer, (at, "loadBalancerClass"), scope)


def _policies(service: _Service, at: At, scope: Scope) -> Iterator[Fault]:
    spec = service.spec
    policy, check = spec.get("externalTrafficPolicy") or "", spec.get("healthCheckNodePort")
    if policy and not service.external:
        words = "may only be set for externally-accessible services"
        yield invalid((at, "externalTrafficPolicy"), policy, words)
    elif policy not in ("", "Cluster", "Local"):
        yield not_supported((at, "externalTrafficPolicy"), policy, ("Cluster", "Local"))
    if check and not (service.balanced and policy == "Local"):
        words = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
        yield invalid((at, "healthCheckNodePort"), check, words)
    elif check:
        yield from _number(check, (at, "healthCheckNodePort"), scope)
    inside, spread = spec.get("internalTrafficPolicy"), spec.get("trafficDistribution")
    if inside is not None and inside not in ("Cluster", "Local"):
        yield not_supported((at, "internalTrafficPolicy"), inside, ("Cluster", "Local"))
    known: tuple[str, ...] = ("PreferClose", "PreferSameZone", "PreferSameNode")
    if scope.release < _SAME_ZONE:
        known = known[:1]
    if spread is not None and spread not in known:
        yield not_supported((at, "trafficDistribution"), spread, known, plain=True)


def _annotations(service: _Service, annotations: Mapping[str, Any], scope: Scope) -> Iterator[Fault]:
    place = ((None, "metadata"), "annotations")
    mode, hints = annotations.get(_TOPOLOGY_MODE), annotations.get(_TOPOLOGY_HINTS)
    if mode is not None and hints is not None and mode != hints:
        words = f"must match annotations[{_TOPOLOGY_HINTS}] when both are specified"
        yield invalid((place, Key(_TOPOLOGY_MODE)), mode, words)
    ranges = annotations.get(_SOURCE_RANGES)
    if ranges is None or service.spec.get("loadBalancerSourceRanges"):
        return
    here = (place, Key(_SOURCE_RANGES))
    if not service.balanced:
        yield forbidden(here, _ONLY_BALANCED)
    for item in ranges.split(",") if ranges.strip() else ():
        yield from legacy_network(item.strip(), here, scope)


_STRICT_META = object_meta(formats.label_1035, namespaced=True)
_RELAXED_META = object_meta(formats.label, namespaced=True)
_SELECTOR = Rules({"selector": labels})
_PARTS = (_ports, _kind, _affinity, _families, _cluster_ips, _external_ips, _balancing, _policies)


def service(value: Any, at: At, scope: Scope) -> list[Fault]:
    spec, metadata, here = value.get("spec") or {}, value.get("metadata") or {}, (at, "spec")
    meta = _RELAXED_META if scope.release >= _RELAXED_NAMES else _STRICT_META
    faults = [*meta(metadata, (at, "metadata"), scope), *_SELECTOR(spec, here, scope)]
    read = _Service(spec)
    for part in _PARTS:
        faults += part(read, here, scope)
    faults += _annotations(read, metadata.get("annotations") or {}, scope)
    return faults
