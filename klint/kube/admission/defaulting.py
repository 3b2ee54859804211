"""What the API server and its built-in admission plugins fill in, as far as anything later depends on it.

All functions take plain values, leave them alone and share with them what doesn't change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.resources import HUGE_PAGES, is_overcommitted, is_pod_level, of_containers
from klint.release import NEWEST, Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Value = dict[str, Any]

_POD_LEVEL_RESOURCES = Release(1, 34)  # beta and on by default

_SPEC = {
    "dnsPolicy": "ClusterFirst",
    "enableServiceLinks": True,
    "restartPolicy": "Always",
    "schedulerName": "default-scheduler",
    "terminationGracePeriodSeconds": 30,
}


def template_spec(spec: Value) -> Value:
    """The spec of a pod template as it is stored (SetDefaults_PodSpec)."""
    absent = {
        key: value for key, value in _SPEC.items() if key != "enableServiceLinks" and not _given(spec, key)
    }
    return _with_volumes({**spec, **absent})


def pod_spec(spec: Value, release: Release = NEWEST) -> Value:
    """The spec of a Pod as it is stored (SetDefaults_Pod): pods get more defaults than templates do."""
    filled = {**spec, **{key: value for key, value in _SPEC.items() if not _given(spec, key)}}
    on_host = filled.get("hostNetwork") is True
    for field in ("containers", "initContainers"):
        if isinstance(spec.get(field), list):
            filled[field] = [_container(one, on_host=on_host) for one in spec[field]]
    if filled["terminationGracePeriodSeconds"] < 0:
        filled["terminationGracePeriodSeconds"] = 1
    if spec.get("resources") and release >= _POD_LEVEL_RESOURCES:
        filled["resources"] = _pod_level(filled)
    return _with_volumes(filled)


def _with_volumes(spec: Value) -> Value:
    """A volume that is nothing else is an empty directory (SetDefaults_Volume)."""
    volumes = spec.get("volumes")
    if not isinstance(volumes, list) or all(map(_has_source, volumes)):
        return spec
    return {**spec, "volumes": [one if _has_source(one) else {**one, "emptyDir": {}} for one in volumes]}


def _has_source(volume: Any) -> bool:
    return not isinstance(volume, dict) or any(
        value is not None for key, value in volume.items() if key != "name"
    )


def _given(spec: Value, key: str) -> bool:
    return spec.get(key) not in (None, "")


def _container(container: Any, *, on_host: bool) -> Any:
    if not isinstance(container, dict):
        return container
    filled = container
    resources = container.get("resources") or {}
    if resources.get("limits"):
        requests = {**resources["limits"], **(resources.get("requests") or {})}
        filled = {**filled, "resources": {**resources, "requests": requests}}
    if on_host and container.get("ports"):
        filled = {**filled, "ports": [_host_port(port) for port in container["ports"]]}
    return filled


def _host_port(port: Any) -> Any:
    if not isinstance(port, dict) or port.get("hostPort") or not port.get("containerPort"):
        return port
    return {**port, "hostPort": port["containerPort"]}


def _pod_level(spec: Value) -> Value:
    """Pod-level limits of huge pages, and then requests (defaultHugePagePodLimits, defaultPodRequests)."""
    resources = spec["resources"]
    requests, limits = resources.get("requests") or {}, resources.get("limits") or {}
    if not requests and not limits:
        return resources  # type: ignore[no-any-return]
    for key, amount in of_containers(spec, "limits").items():
        if key.startswith(HUGE_PAGES) and key not in requests and key not in limits:
            limits = {**limits, key: str(amount)}
    if limits:
        for key, amount in of_containers(spec, "requests").items():
            if is_pod_level(key) and is_overcommitted(key) and key not in requests:
                requests = {**requests, key: str(amount)}
        requests = {**{key: value for key, value in limits.items() if is_pod_level(key)}, **requests}
    return {
        **resources,
        **({"limits": limits} if limits else {}),
        **({"requests": requests} if requests else {}),
    }


class Priority(NamedTuple):
    """`class_name` is empty for a pod without a class where none is the default."""

    class_name: str
    value: int
    preemption: str = "PreemptLowerPriority"


SYSTEM_PRIORITIES = {
    "system-cluster-critical": Priority("system-cluster-critical", 2_000_000_000),
    "system-node-critical": Priority("system-node-critical", 2_000_001_000),
}


def priority(spec: Value, classes: Iterable[Value]) -> Priority | None:
    """The priority of a pod among PriorityClasses (admission plugin Priority); None for an unknown class.

    Of several default classes the one of the lowest value counts.
    """
    known = [_priority(one) for one in classes]
    name = spec.get("priorityClassName")
    if name:
        named = {one.class_name: one for one, _ in known}
        return named.get(name) or SYSTEM_PRIORITIES.get(name)
    defaults = [one for one, is_default in known if is_default]
    return min(defaults, key=lambda one: one.value) if defaults else Priority("", 0)


def _priority(priority_class: Value) -> tuple[Priority, bool]:
    name = (priority_class.get("metadata") or {}).get("name") or ""
    preemption = priority_class.get("preemptionPolicy") or "PreemptLowerPriority"
    return Priority(name, priority_class.get("value") or 0, preemption), priority_class.get(
        "globalDefault"
    ) is True


_UNWELL = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")


def tolerations(spec: Value) -> list[Value]:
    """A pod's tolerations with those that the admission plugin DefaultTolerationSeconds adds."""
    own = [one for one in spec.get("tolerations") or () if isinstance(one, dict)]
    forgiving = {one.get("key") or "" for one in own if one.get("effect") in (None, "", "NoExecute")}
    missing = () if "" in forgiving else (key for key in _UNWELL if key not in forgiving)
    return own + [_for_five_minutes(key) for key in missing]


def _for_five_minutes(key: str) -> Value:
    return {"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}


def with_runtime_class(spec: Value, runtime_class: Value) -> Value:
    """A pod's spec with the overhead, node selector and tolerations of its RuntimeClass.

    Source: admission plugin RuntimeClass. One that gives another value for a key of the node selector than the
    pod has is refused by the server; here the pod's own stays.
    """
    filled = dict(spec)
    overhead = (runtime_class.get("overhead") or {}).get("podFixed")
    if overhead:
        filled["overhead"] = overhead
    scheduling = runtime_class.get("scheduling") or {}
    if scheduling.get("nodeSelector"):
        filled["nodeSelector"] = {**scheduling["nodeSelector"], **(spec.get("nodeSelector") or {})}
    added = [one for one in scheduling.get("tolerations") or () if one not in (spec.get("tolerations") or ())]
    if added:
        filled["tolerations"] = [*(spec.get("tolerations") or ()), *added]
    return filled


def storage_class(claim_spec: Value, classes: Iterable[Value]) -> str | None:
    """The StorageClass of a claim's spec; None where it names none and there is no default one.

    Source: admission plugin DefaultStorageClass: an empty name is a name. Of several default classes the newest
    counts, which a manifest cannot say; here the last.
    """
    if claim_spec.get("storageClassName") is not None:
        return str(claim_spec["storageClassName"])
    return next((_name(one) for one in reversed(list(classes)) if _is_default(one)), None)


_DEFAULT_CLASS = (
    "storageclass.kubernetes.io/is-default-class",
    "storageclass.beta.kubernetes.io/is-default-class",
)


def _is_default(storage_class_: Mapping[str, Any]) -> bool:
    annotations = (storage_class_.get("metadata") or {}).get("annotations") or {}
    return any(annotations.get(key) == "true" for key in _DEFAULT_CLASS)


def _name(value: Mapping[str, Any]) -> str:
    return (value.get("metadata") or {}).get("name") or ""
