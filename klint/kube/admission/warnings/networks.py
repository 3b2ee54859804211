"""Services, endpoints, ingresses, network policies and nodes.

Source: kubernetes `pkg/api/service/warnings.go`, `pkg/registry/{core,discovery,networking}/*/strategy.go`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission.validation.fault import Key, down
from klint.kube.admission.warnings.addresses import of_ip, of_network
from klint.kube.admission.warnings.notice import remark, warn
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At
    from klint.kube.admission.validation.rules import Scope
    from klint.kube.admission.warnings.notice import Notice

_HINTS = "service.kubernetes.io/topology-aware-hints"
_HINTS_SINCE = Release(1, 27)
_IGNORED_SINCE = Release(1, 28)
_HEADLESS_SINCE = Release(1, 34)
_SAME_ZONE = Release(1, 35)
_EXTERNAL_IPS = Release(1, 36)

_INGRESS_CLASS = "kubernetes.io/ingress.class"
_INGRESS_SINCE = Release(1, 27)
_NAMES_SINCE = Release(1, 27)

_MANAGED_BY = "endpointslice.kubernetes.io/managed-by"
_CONTROLLERS = ("endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io")


def service(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    spec, here = value.get("spec") or {}, (at, "spec")
    release, kind = scope.release, spec.get("type") or "ClusterIP"
    if _HINTS in _annotations(value) and release >= _HINTS_SINCE:
        text = f"annotation {_HINTS} is deprecated, please use service.kubernetes.io/topology-mode instead"
        yield remark(down(at, "metadata", "annotations", Key(_HINTS)), text)
    yield from _addresses(spec, here, scope)
    is_headless = kind == "ClusterIP" and spec.get("clusterIP") == "None"
    if is_headless and release >= _HEADLESS_SINCE:
        yield from _headless(spec, here, scope)
    if kind == "ExternalName":
        if spec.get("externalIPs") and release >= _IGNORED_SINCE:
            yield remark(
                (here, "externalIPs"), 'spec.externalIPs is ignored when spec.type is "ExternalName"'
            )
    elif spec.get("externalName") and release >= _IGNORED_SINCE:
        yield remark(
            (here, "externalName"), 'spec.externalName is ignored when spec.type is not "ExternalName"'
        )
    if spec.get("externalIPs") and kind != "ExternalName" and not is_headless and release >= _EXTERNAL_IPS:
        text = "spec.externalIPs is deprecated and may no longer be implemented in some clusters"
        yield remark((here, "externalIPs"), text)
    if spec.get("trafficDistribution") == "PreferClose" and release >= _SAME_ZONE:
        yield warn((here, "trafficDistribution"), '"PreferClose" is deprecated; use "PreferSameZone"')


def _annotations(value: Any) -> Any:
    return (value.get("metadata") or {}).get("annotations") or {}


def _addresses(spec: Any, at: At, scope: Scope) -> Iterator[Notice]:
    address = spec.get("clusterIP")
    if spec.get("type") != "ExternalName" and address not in (None, "", "None"):
        for index, one in enumerate(spec.get("clusterIPs") or [address]):
            yield from of_ip(one or "", down(at, "clusterIPs", index), scope)
    for index, one in enumerate(spec.get("externalIPs") or ()):
        yield from of_ip(one or "", down(at, "externalIPs", index), scope)
    yield from of_ip(spec.get("loadBalancerIP") or "", (at, "loadBalancerIP"), scope)
    for index, one in enumerate(spec.get("loadBalancerSourceRanges") or ()):
        yield from of_network(one or "", down(at, "loadBalancerSourceRanges", index), scope)


def _headless(spec: Any, at: At, scope: Scope) -> Iterator[Notice]:
    for field in ("loadBalancerIP", "externalIPs"):
        if spec.get(field):
            yield remark((at, field), f"spec.{field} is ignored for headless services")
    # 1.34 warns even of the affinity that it has filled in itself.
    if spec.get("sessionAffinity") not in (None, "", "None") or scope.release < _SAME_ZONE:
        yield remark((at, "sessionAffinity"), "spec.SessionAffinity is ignored for headless services")


def endpoints(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    for number, item in enumerate(value.get("subsets") or ()):
        for field in ("addresses", "notReadyAddresses"):
            for index, address in enumerate((item or {}).get(field) or ()):
                here = down(at, "subsets", number, field, index, "ip")
                yield from of_ip((address or {}).get("ip") or "", here, scope)


def endpoint_slice(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    if value.get("addressType") == "FQDN" and scope.release >= _NAMES_SINCE:
        yield remark((at, "addressType"), "spec.addressType: FQDN endpoints are deprecated")
    labels = (value.get("metadata") or {}).get("labels") or {}
    if labels.get(_MANAGED_BY) in _CONTROLLERS:
        return
    for number, endpoint in enumerate(value.get("endpoints") or ()):
        for index, address in enumerate((endpoint or {}).get("addresses") or ()):
            here = down(at, "endpoints", number, "addresses", index)
            yield from of_ip(address or "", here, scope)


def ingress(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    has_class = (value.get("spec") or {}).get("ingressClassName") is not None
    if _INGRESS_CLASS in _annotations(value) and not has_class and scope.release >= _INGRESS_SINCE:
        text = f"annotation \"{_INGRESS_CLASS}\" is deprecated, please use 'spec.ingressClassName' instead"
        yield remark(down(at, "metadata", "annotations", Key(_INGRESS_CLASS)), text)


def network_policy(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    spec = value.get("spec") or {}
    for direction, peers in (("ingress", "from"), ("egress", "to")):
        for number, rule in enumerate(spec.get(direction) or ()):
            for index, peer in enumerate((rule or {}).get(peers) or ()):
                here = down(at, "spec", direction, number, peers, index, "ipBlock")
                yield from _block((peer or {}).get("ipBlock") or {}, here, scope)


def _block(block: Any, at: At, scope: Scope) -> Iterator[Notice]:
    yield from of_network(block.get("cidr") or "", (at, "cidr"), scope)
    for index, network in enumerate(block.get("except") or ()):
        yield from of_network(network or "", down(at, "except", index), scope)
