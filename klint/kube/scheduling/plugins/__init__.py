"""kube-scheduler's plugins by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.scheduling.plugins import (
    balanced_allocation,
    dynamic_resources,
    image_locality,
    inter_pod_affinity,
    node_affinity,
    node_ports,
    node_resources_fit,
    node_unschedulable,
    node_volume_limits,
    pod_topology_spread,
    taint_toleration,
    volume_binding,
    volume_restrictions,
    volume_zone,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from klint.kube.scheduling.plugin import Broken, Filter, Scorer, Unevaluated
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.pods.requests import Requests
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.refusal import Refusal
    from klint.kube.scheduling.state.state import State
    from klint.kube.scheduling.state.usage import Usage

    Filtering = Callable[[Pod, State, Profile], Filter | Refusal | Unevaluated | None]
    Scoring = Callable[[Pod, State, Profile], Scorer | Broken | None]
    Rating = Callable[[Requests, Profile], Callable[[Usage], int] | None]

# What may keep a pod off nodes; None for nothing to say, a Refusal for a pod that no node can take.
FILTERS: Mapping[str, Filtering] = {
    plugin.NAME: plugin.filtering
    for plugin in (
        node_unschedulable,
        taint_toleration,
        node_affinity,
        node_ports,
        volume_restrictions,
        node_volume_limits,
        volume_binding,
        volume_zone,
        pod_topology_spread,
        inter_pod_affinity,
        dynamic_resources,
    )
}

# What ranks nodes; None for nothing to say.
SCORERS: Mapping[str, Scoring] = {
    plugin.NAME: plugin.scoring
    for plugin in (taint_toleration, node_affinity, pod_topology_spread, inter_pod_affinity, image_locality)
}

# What ranks nodes by nothing but their usage.
RATINGS: Mapping[str, Rating] = {
    plugin.NAME: plugin.scoring for plugin in (node_resources_fit, balanced_allocation)
}
