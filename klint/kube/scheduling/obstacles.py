"""What keeps a pod off nodes: which field of the pod it is about, and what little change would help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.cluster.labels import positions
from klint.kube.amounts import BINARY, DECIMAL, Amount
from klint.kube.scheduling.amounts import CPU, MEMORY, STORAGE, thousandths
from klint.kube.scheduling.values import entries, mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from klint.kube.scheduling.pods.template import Template
    from klint.kube.scheduling.refusal import Refusal
    from klint.kube.scheduling.state.usage import Usage
    from klint.kube.scheduling.verdict import Verdict

    Path = tuple[str | int, ...]

_NANOS = {CPU: 10**6}
_AFFINITY = ("spec", "affinity")


class Obstacle(NamedTuple):
    """`field` leads from the pod to what the refusal is about; `remedy` is empty where nothing small would help."""

    refusal: Refusal
    nodes: int
    field: Path
    remedy: str


def obstacles(verdict: Verdict, usage: Sequence[Usage]) -> Iterator[Obstacle]:
    """All that speaks against each node if the verdict was explained, else what was said first."""
    refused = verdict.explanation.blockers if verdict.explanation else verdict.refused
    for refusal, mask in refused:
        if mask:
            about = _ABOUT.get(refusal.plugin, _nothing)
            field, remedy = about(verdict.pod.template, refusal, [usage[node] for node in positions(mask)])
            yield Obstacle(refusal, mask, field, remedy)


def _nothing(_pod: Template, _refusal: Refusal, _usage: Sequence[Usage]) -> tuple[Path, str]:
    return ("spec",), ""


def _cordon(_pod: Template, _refusal: Refusal, _usage: Sequence[Usage]) -> tuple[Path, str]:
    return ("spec",), "uncordon a node"


def _taint(_pod: Template, refusal: Refusal, _usage: Sequence[Usage]) -> tuple[Path, str]:
    return ("spec", "tolerations"), f"tolerate {refusal.detail}"


def _selection(pod: Template, _refusal: Refusal, _usage: Sequence[Usage]) -> tuple[Path, str]:
    if pod.node_selection.selector:
        wanted = ",".join(f"{key}={value}" for key, value in pod.node_selection.selector)
        return ("spec", "nodeSelector"), f"label a node {wanted}"
    return (*_AFFINITY, "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"), ""


def _ports(pod: Template, _refusal: Refusal, _usage: Sequence[Usage]) -> tuple[Path, str]:
    for index, container in entries(pod.spec, "containers"):
        for place, port in entries(container, "ports"):
            if port.get("hostPort"):
                return ("spec", "containers", index, "ports", place, "hostPort"), "do without the host's port"
    return ("spec", "containers"), ""


def _room(pod: Template, refusal: Refusal, usage: Sequence[Usage]) -> tuple[Path, str]:
    lacking = [
        reason.removeprefix("Insufficient ")
        for reason in refusal.reasons
        if reason.startswith("Insufficient")
    ]
    if not lacking:
        return ("spec",), "let the node take more pods"
    wanted = pod.requests.wanted
    least = {name: min(wanted[name] - _free(one, name) for one in usage) for name in lacking}
    remedy = " and ".join(f"{_written(name, amount)} less {name}" for name, amount in least.items())
    return _greediest(pod.spec, lacking[0]), remedy


def _greediest(spec: Mapping[str, Any], resource: str) -> Path:
    """Where most of a resource is requested."""
    field: Path = ("spec", "containers")
    most = -1
    for index, container in entries(spec, "containers"):
        amount = thousandths(mapping(container, "resources", "requests")).get(resource, -1)
        if amount > most:
            field, most = ("spec", "containers", index, "resources", "requests", resource), amount
    return field


def _free(usage: Usage, resource: str) -> int:
    capacity = usage.capacity
    match resource:
        case "cpu":
            return capacity.cpu - usage.cpu
        case "memory":
            return capacity.memory - usage.memory
        case "ephemeral-storage":
            return capacity.storage - usage.storage
    return capacity.scalars.get(resource, 0) - dict(usage.scalars).get(resource, 0)


def _written(resource: str, amount: int) -> str:
    form = BINARY if resource in (MEMORY, STORAGE) else DECIMAL
    return str(Amount(amount * _NANOS.get(resource, 10**9), form))


def _spread(pod: Template, refusal: Refusal, _usage: Sequence[Usage]) -> tuple[Path, str]:
    for index, one in entries(pod.spec, "topologySpreadConstraints"):
        if one.get("topologyKey") == refusal.detail and one.get("whenUnsatisfiable") != "ScheduleAnyway":
            remedy = f"label the nodes {refusal.detail}" if refusal.final else "a greater maxSkew"
            return ("spec", "topologySpreadConstraints", index), remedy
    return ("spec", "topologySpreadConstraints"), ""


def _neighbours(_pod: Template, refusal: Refusal, _usage: Sequence[Usage]) -> tuple[Path, str]:
    anti = "anti-affinity" in refusal.reasons[0]
    return (*_AFFINITY, "podAntiAffinity" if anti else "podAffinity"), ""


def _volumes(_pod: Template, _refusal: Refusal, _usage: Sequence[Usage]) -> tuple[Path, str]:
    return ("spec", "volumes"), ""


def _devices(_pod: Template, _refusal: Refusal, _usage: Sequence[Usage]) -> tuple[Path, str]:
    return ("spec", "resourceClaims"), ""


_ABOUT: Mapping[str, Callable[[Template, Refusal, Sequence[Usage]], tuple[Path, str]]] = {
    "NodeUnschedulable": _cordon,
    "TaintToleration": _taint,
    "NodeAffinity": _selection,
    "NodePorts": _ports,
    "NodeResourcesFit": _room,
    "PodTopologySpread": _spread,
    "InterPodAffinity": _neighbours,
    "VolumeRestrictions": _volumes,
    "NodeVolumeLimits": _volumes,
    "VolumeBinding": _volumes,
    "VolumeZone": _volumes,
    "DynamicResources": _devices,
}
