"""A profile of kube-scheduler: which plugins take part, how much they weigh, and their arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from klint.release import NEWEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klint.release import Release

# The plugins of the default profile that have a say, in their order, with their weights (kube-scheduler 1.34).
DEFAULT_PLUGINS: Mapping[str, int] = {
    "NodeUnschedulable": 0,
    "NodeName": 0,
    "TaintToleration": 3,
    "NodeAffinity": 2,
    "NodePorts": 0,
    "NodeResourcesFit": 1,
    "VolumeRestrictions": 0,
    "NodeVolumeLimits": 0,
    "VolumeBinding": 0,
    "VolumeZone": 0,
    "PodTopologySpread": 2,
    "InterPodAffinity": 2,
    "DynamicResources": 0,
    "DefaultPreemption": 0,
    "NodeResourcesBalancedAllocation": 1,
    "ImageLocality": 1,
}


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Profile:
    """By default the default profile; compared by identity.

    `filters` and `post_filters` are in the order in which they are asked, `weights` has what scores nodes,
    `configured` the arguments of plugins.
    """

    scheduler: str = "default-scheduler"
    filters: Sequence[str] = tuple(DEFAULT_PLUGINS)
    post_filters: Sequence[str] = ("DynamicResources", "DefaultPreemption")
    weights: Mapping[str, int] = field(default_factory=lambda: DEFAULT_PLUGINS)
    configured: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    release: Release = NEWEST

    def arguments(self, plugin: str) -> Mapping[str, Any]:
        return self.configured.get(plugin, {})
