"""Containers: what all have in common, and what sets init containers and ephemeral ones apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation import resources
from klint.kube.admission.validation.fault import (
    duplicate,
    forbidden,
    invalid,
    not_found,
    not_supported,
    required,
)
from klint.kube.admission.validation.pod.env import sources, variables
from klint.kube.admission.validation.pod.mounts import volumes_of
from klint.kube.admission.validation.pod.ports import container_ports, host_ports
from klint.kube.admission.validation.pod.probes import PROBES, lifecycle
from klint.kube.admission.validation.pod.restarts import init_restarts, restarts
from klint.kube.admission.validation.pod.security import container_security
from klint.kube.admission.validation.rules import Rules, one_of, text
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope

_SIDECARS_RESIZED = Release(1, 33)
_RESIZED = ("cpu", "memory")
_RESIZES = ("NotRequired", "RestartContainer")
_RUNNING: Mapping[str, Check] = {
    **PROBES,
    "lifecycle": lifecycle,
}  # what only containers have that go on running


def _resize_policy(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """The server names the list, not the policy, but for a repeated one."""
    seen: set[str] = set()
    for index, policy in enumerate(value):
        name, restart = (policy or {}).get("resourceName") or "", (policy or {}).get("restartPolicy") or ""
        if name in seen:
            yield duplicate((at, index), name)
        seen.add(name)
        for item, known in ((name, _RESIZED), (restart, _RESIZES)):
            if not item:
                yield required(at)
            elif item not in known:
                yield not_supported(at, item, known)
        if scope.inside.restart == "Never" and restart != "NotRequired":
            yield invalid(at, restart, "must be 'NotRequired' when `restartPolicy` is 'Never'")


_COMMON: Mapping[str, Check] = {
    "env": variables,
    "envFrom": sources,
    "imagePullPolicy": one_of("Always", "IfNotPresent", "Never"),
    "name": text(formats.label),
    "ports": container_ports,
    "resizePolicy": _resize_policy,
    "resources": resources.requirements(),
    "securityContext": container_security,
    "terminationMessagePolicy": one_of("File", "FallbackToLogsOnError"),
}
_NEEDED = ("name", "image")
_CONTAINER = Rules({**_COMMON, **_RUNNING}, volumes_of, restarts, required=_NEEDED)
_SIDECAR = Rules({**_COMMON, **_RUNNING}, volumes_of, init_restarts, required=_NEEDED)
_FORBIDDEN_IN_INIT = "may not be set for init containers without restartPolicy=Always"
_INIT = Rules(
    {
        **_COMMON,
        **{field: lambda _value, at, _scope: [forbidden(at, _FORBIDDEN_IN_INIT)] for field in _RUNNING},
    },
    volumes_of,
    init_restarts,
    required=_NEEDED,
)


def containers(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    if not value:
        return [required(at)]
    faults: list[Fault] = []
    names: set[str] = set()
    for index, item in enumerate(value):
        container = item or {}
        faults += _CONTAINER(container, (at, index), scope)
        faults += _padded(container, (at, index)) if scope.inside.stored else ()
        name = container.get("name") or ""
        if name in names:
            faults.append(duplicate(((at, index), "name"), name))
        names.add(name)
    faults += host_ports(value, at)
    return faults


def init_containers(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    faults: list[Fault] = []
    names = {(one or {}).get("name") or "" for one in scope.inside.spec.get("containers") or ()}
    for index, item in enumerate(value):
        container = item or {}
        here = (at, index)
        name = container.get("name") or ""
        rules = _SIDECAR if container.get("restartPolicy") == "Always" else _INIT
        faults += rules(container, here, scope)
        faults += _padded(container, here) if scope.inside.stored else ()
        if name in names:
            faults.append(duplicate((here, "name"), name))
        elif name:
            names.add(name)
        faults += host_ports([container], at)
        if container.get("resizePolicy") and scope.release < _SIDECARS_RESIZED:
            words = "must not be set for init containers"
            faults.append(invalid((here, "resizePolicy"), container["resizePolicy"], words))
    return faults


def _padded(container: Any, at: At) -> Iterator[Fault]:
    """Of pods only; a template may be wrong here until pods are made of it."""
    image = container.get("image") or ""
    if image != image.strip():
        yield invalid((at, "image"), image, "must not have leading or trailing whitespace")


_EPHEMERAL = Rules(_COMMON, volumes_of, required=_NEEDED)
_NOT_EPHEMERAL = (
    "ports",
    "livenessProbe",
    "readinessProbe",
    "startupProbe",
    "lifecycle",
    "resizePolicy",
    "restartPolicy",
    "restartPolicyRules",
)
_NOT_FOR_EPHEMERAL = "cannot be set for an Ephemeral Container"


def ephemeral_containers(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """They may only join a running pod, so that this is never all."""
    spec = scope.inside.spec
    others = {
        (one or {}).get("name") or ""
        for field in ("containers", "initContainers")
        for one in spec.get(field) or ()
    }
    names = set(others)
    for index, item in enumerate(value):
        container, here = item or {}, (at, index)
        yield from _EPHEMERAL(container, here, scope)
        yield from _padded(container, here)
        name, target = container.get("name") or "", container.get("targetContainerName")
        if name in names:
            yield duplicate((here, "name"), name)
        names.add(name)
        if target and target not in others:
            yield not_found((here, "targetContainerName"), target)
        yield from _not_ephemeral(container, here)
        for nth, mount in enumerate(container.get("volumeMounts") or ()):
            for field in ("subPath", "subPathExpr"):
                if (mount or {}).get(field):
                    yield forbidden((((here, "volumeMounts"), nth), field), _NOT_FOR_EPHEMERAL)


def _not_ephemeral(container: Any, at: At) -> Iterator[Fault]:
    """What isn't for containers that only help to look inside."""
    given = [field for field in _NOT_EPHEMERAL if container.get(field) is not None]
    if any(value is not None for value in (container.get("resources") or {}).values()):
        given.append("resources")
    for field in given:
        fault = forbidden((at, field), _NOT_FOR_EPHEMERAL)
        yield fault.doubtful if field.startswith("restart") else fault  # dropped by releases without them
