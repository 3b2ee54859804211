"""kube-scheduler's verdicts, without a cluster."""

from klint.kube.scheduling.configuration import profiles
from klint.kube.scheduling.placement import Placement, explained, place
from klint.kube.scheduling.profile import Profile
from klint.kube.scheduling.refusal import Refusal
from klint.kube.scheduling.stored import stored
from klint.kube.scheduling.verdict import Verdict
from klint.kube.scheduling.world import World

__all__ = ["Placement", "Profile", "Refusal", "Verdict", "World", "explained", "place", "profiles", "stored"]
