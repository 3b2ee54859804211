"""A DaemonSet's pods: one for each node that it should run on (DaemonSet controller, 1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.plan.replica import Made, Mould
from klint.kube.scheduling.pods.node_selection import node_selection
from klint.kube.scheduling.pods.tolerations import repelling, tolerations
from klint.kube.scheduling.values import items, mapping, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.cluster import Pod
    from klint.kube.scheduling.state.nodes import Nodes

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"

# Conditions of nodes that pods of a DaemonSet are meant to live with, with the effects of their taints.
_BORNE = (
    ("not-ready", "NoExecute"),
    ("unreachable", "NoExecute"),
    ("disk-pressure", "NoSchedule"),
    ("memory-pressure", "NoSchedule"),
    ("pid-pressure", "NoSchedule"),
    ("unschedulable", "NoSchedule"),
)


def of_daemon_set(template: Pod, _replicas: int, nodes: Nodes) -> Made:
    mould = Mould.of(template, template.owner.value)
    mould = mould._replace(spec={**mould.spec, "tolerations": list(_tolerations(mould.spec))})
    names = _eligible(mould.spec, nodes)
    return Made([mould.pod(f"{template.name}-{name}", spec=_pinned(mould.spec, name)) for name in names])


def _tolerations(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from items(spec, "tolerations")
    borne = [*_BORNE, ("network-unavailable", "NoSchedule")] if spec.get("hostNetwork") is True else _BORNE
    for condition, effect in borne:
        yield {"key": f"node.kubernetes.io/{condition}", "operator": "Exists", "effect": effect}


def _eligible(spec: dict[str, Any], nodes: Nodes) -> list[str]:
    mask = node_selection(spec).mask(nodes)
    tolerated = tolerations(spec)
    for taints, group in nodes.by_taints.items():
        if repelling(taints, tolerated):
            mask &= ~group
    wanted = text(spec.get("nodeName"))
    return [name for name in nodes.named(mask) if not wanted or name == wanted]


def _pinned(spec: dict[str, Any], node: str) -> dict[str, Any]:
    """The node's name takes the place of the required node affinity that chose it."""
    terms = [{"matchFields": [{"key": "metadata.name", "operator": "In", "values": [node]}]}]
    affinity = mapping(spec, "affinity")
    required = {_REQUIRED: {"nodeSelectorTerms": terms}}
    return {
        **spec,
        "affinity": {**affinity, "nodeAffinity": {**mapping(affinity, "nodeAffinity"), **required}},
    }
