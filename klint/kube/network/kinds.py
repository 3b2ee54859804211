"""The policies of a cluster, of all kinds that klint reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.network import tiers
from klint.kube.network.namespaced import network_policy
from klint.kube.network.policy import Block
from klint.kube.network.refusals import of_network_policy
from klint.kube.network.tier_refusals import of_tiered_policy
from klint.kube.network.tiers import tiered_policy
from klint.manifest.groups import BUILTIN_GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from klint.cluster import Cluster
    from klint.kube.network.policy import Policy
    from klint.kube.network.refusals import Refusal
    from klint.manifest import Resource


class _Kind(NamedTuple):
    read: Callable[[Mapping[str, Any], Resource], Policy]
    refusals: Callable[[Mapping[str, Any]], Iterable[Refusal]]


_TIERED = _Kind(tiered_policy, of_tiered_policy)
# By group and kind, as Cluster.of is asked for them.
_KINDS: Mapping[tuple[str, str], _Kind] = {
    ("", "NetworkPolicy"): _Kind(network_policy, of_network_policy),
    (tiers.GROUP, "ClusterNetworkPolicy"): _TIERED,
    (tiers.GROUP, "AdminNetworkPolicy"): _TIERED,
    (tiers.GROUP, "BaselineAdminNetworkPolicy"): _TIERED,
}


def policies(cluster: Cluster) -> Sequence[Policy]:
    """In the order they are asked: by tier, priority and name. What the API server refuses is left out."""
    found = [
        kind.read(resource.value, resource)
        for (group, name), kind in _KINDS.items()
        for resource in cluster.of(name, group)
        if not any(kind.refusals(resource.value))
    ]
    return sorted(found, key=lambda policy: (policy.tier, policy.priority, policy.namespace, policy.name))


def refusals(resource: Resource) -> Sequence[Refusal]:
    """Why the API server refuses a policy; nothing for one that it takes, and for what is no policy."""
    group = "" if resource.group in BUILTIN_GROUPS else resource.group
    kind = _KINDS.get((group, resource.kind))
    return list(kind.refusals(resource.value)) if kind else []


def blocks(found: Sequence[Policy]) -> Iterator[Block]:
    """All blocks of addresses that rules name."""
    for policy in found:
        for rule in (*(policy.ingress or ()), *(policy.egress or ())):
            yield from (peer for peer in rule.peers or () if isinstance(peer, Block))
