"""Network policies: which pods, addresses and ports can reach each other, and which rule decides."""

from klint.kube.network.connectivity import Connectivity
from klint.kube.network.ports import ALL_PORTS, NO_PORTS, PortSet
from klint.kube.network.why import Reason, Side, Step, why, why_outside

__all__ = [
    "ALL_PORTS",
    "NO_PORTS",
    "Connectivity",
    "PortSet",
    "Reason",
    "Side",
    "Step",
    "why",
    "why_outside",
]
