"""What is tried, and said, for a pod that no node takes (PostFilter, 1.34)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from klint.kube.scheduling.preemption import Preemption, preempt
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.kube.scheduling.outlook import Outlook
    from klint.kube.scheduling.plugin import Refused
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.state import State

_DEVICES = "DynamicResources"
_DEVICES_SPEAK = Release(1, 34)


def post_filter(
    pod: Pod, outlook: Outlook, refused: Sequence[Refused], state: State, profile: Profile
) -> Preemption:
    """Preemption, with all that follows the reasons in the pod's message."""
    found, said = Preemption(), []
    for plugin in profile.post_filters:
        if plugin == "DefaultPreemption":
            found = preempt(pod, outlook, refused, state)
            if found.chosen:
                return found
            said.append(f"preemption: {found.message}")
        elif plugin == _DEVICES and profile.release >= _DEVICES_SPEAK:
            if outlook.refusal and outlook.refusal.plugin != _DEVICES:
                return Preemption(message="not found")  # it misses what it would have noted in PreFilter
            said.append(_of_devices(pod, outlook))
    return replace(found, message=", ".join(said))


def _of_devices(pod: Pod, outlook: Outlook) -> str:
    if pod.template.spec.get("resourceClaims") and not outlook.refusal:
        return "still not schedulable"
    return "no new claims to deallocate"
