"""The spec of a pod, the Pod itself and templates of pods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.defaulting import pod_spec as stored_spec
from klint.kube.admission.validation import resources
from klint.kube.admission.validation.fault import Aside, aside, duplicate, forbidden, invalid, required
from klint.kube.admission.validation.metadata import labels, object_meta, template_meta
from klint.kube.admission.validation.pod.affinity import affinity, spread_constraints, tolerations
from klint.kube.admission.validation.pod.annotations import annotations_and_fields, pod_annotations
from klint.kube.admission.validation.pod.claims import resource_claims
from klint.kube.admission.validation.pod.containers import containers, ephemeral_containers, init_containers
from klint.kube.admission.validation.pod.dns import dns_config, host_aliases, hostname_override, no_dns_config
from klint.kube.admission.validation.pod.level import pod_level
from klint.kube.admission.validation.pod.ports import on_host_network
from klint.kube.admission.validation.pod.security import host_users, pod_security
from klint.kube.admission.validation.pod.view import PodView
from klint.kube.admission.validation.pod.volumes import volumes
from klint.kube.admission.validation.pod.windows import host_process, operating_system
from klint.kube.admission.validation.rules import Rules, all_of, each, given, one_of, text, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_LONGEST_TIME = 2**31 - 1


def _host_network(spec: Any, at: At, scope: Scope) -> Iterable[Fault]:
    if not spec.get("hostNetwork"):
        return ()
    return on_host_network(spec.get("containers") or (), (at, "containers"), scope)


def _no_containers(spec: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    return () if spec.get("containers") is not None else [required((at, "containers"))]


def _gates(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    seen: set[str] = set()
    for index, gate in enumerate(value):
        name = (gate or {}).get("name") or ""
        yield from (invalid((at, index), name, one) for one in formats.qualified_name(name))
        if name in seen:
            yield duplicate((at, index), name)
        seen.add(name)


def _overhead(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    yield from resources.overhead(value, at, aside(at, "overhead.limits"))


_READINESS_GATE = Rules(
    {"conditionType": text(formats.qualified_name, empty=True)},
    lambda gate, at, _scope: (
        []
        if gate.get("conditionType") is not None
        else [invalid((at, "conditionType"), "", one) for one in formats.qualified_name("")]
    ),
)

_subdomain = text(formats.subdomain)


def _alias(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    """The old name of `serviceAccountName`, which counts where that one isn't given."""
    if scope.inside.spec.get("serviceAccountName"):
        return ()
    return _subdomain(value, aside(at, "serviceAccountName"), scope)


_label = text(formats.label)
_SPEC = Rules(
    {
        "activeDeadlineSeconds": within(1, _LONGEST_TIME, formats.between(1, _LONGEST_TIME)),
        "affinity": affinity,
        "containers": containers,
        "dnsConfig": dns_config,
        "dnsPolicy": one_of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"),
        "ephemeralContainers": ephemeral_containers,
        "hostAliases": host_aliases,
        "hostname": _label,
        "hostnameOverride": hostname_override,
        "initContainers": init_containers,
        "nodeName": _subdomain,
        "nodeSelector": labels,
        "overhead": _overhead,
        "preemptionPolicy": all_of(given, one_of("PreemptLowerPriority", "Never")),
        "priorityClassName": _subdomain,
        "readinessGates": each(_READINESS_GATE),
        "resourceClaims": resource_claims,
        "resources": pod_level,
        "restartPolicy": one_of("Always", "OnFailure", "Never"),
        "runtimeClassName": text(formats.subdomain, empty=True),
        "schedulingGates": _gates,
        "securityContext": pod_security,
        "serviceAccount": _alias,
        "serviceAccountName": _subdomain,
        "subdomain": _label,
        "tolerations": tolerations,
        "topologySpreadConstraints": spread_constraints,
    },
    _no_containers,
    _host_network,
    no_dns_config,
    host_process,
    host_users,
    operating_system,
)


def pod_spec(value: Any, at: At, scope: Scope, *, stored: bool = False) -> list[Fault]:
    """Any pod's spec; `stored` ones are those of Pods, with defaults filled in, others those of templates."""
    spec = value or {}
    outside = scope._replace(pod=PodView(spec, {}, stored))
    known, faults = volumes(spec.get("volumes") or (), (at, "volumes"), outside)
    faults += _SPEC(spec, at, scope._replace(pod=PodView(spec, known, stored)))
    return faults


_META = object_meta(formats.subdomain, namespaced=True)


def pod(value: Any, at: At, scope: Scope) -> list[Fault]:
    """A Pod: it is judged as it is stored."""
    metadata = value.get("metadata") or {}
    here = (at, "spec")
    spec = stored_spec(value.get("spec") or {}, scope.release)
    faults = [*_META(metadata, (at, "metadata"), scope), *pod_spec(spec, here, scope, stored=True)]
    annotations = metadata.get("annotations") or {}
    faults += pod_annotations(annotations, spec, ((at, "metadata"), "annotations"), scope)
    faults += annotations_and_fields(annotations, spec, here)
    faults += _of_pods(spec, here)
    return faults


def _of_pods(spec: Any, at: At) -> Iterator[Fault]:
    if spec.get("ephemeralContainers"):
        yield forbidden((at, "ephemeralContainers"), "cannot be set on create")
    if spec.get("nodeName") and spec.get("schedulingGates"):
        yield forbidden((at, "nodeName"), "cannot be set until all schedulingGates have been cleared")
    if spec.get("serviceAccountName"):
        return
    for index, volume in enumerate(spec.get("volumes") or ()):
        for nth, source in enumerate(((volume or {}).get("projected") or {}).get("sources") or ()):
            if (source or {}).get("serviceAccountToken") is not None:
                sources = ((((at, "volumes"), index), "projected"), "sources")
                words = "must not be specified when serviceAccountName is not set"
                # the ServiceAccount admission plugin sets it before
                yield forbidden(((sources, nth), "serviceAccountToken"), words).doubtful


def pod_template(value: Any, at: At, scope: Scope) -> list[Fault]:
    """A template: its labels and annotations are said to stand beside its spec."""
    template = value or {}
    metadata = template.get("metadata") or {}
    beside = (at, Aside("metadata"))
    spec = template.get("spec") or {}
    here = (at, "spec")
    faults = [*template_meta(metadata, beside, scope), *pod_spec(spec, here, scope)]
    annotations = metadata.get("annotations") or {}
    faults += pod_annotations(annotations, spec, (beside, "annotations"), scope)
    faults += annotations_and_fields(annotations, spec, here)
    if spec.get("ephemeralContainers"):
        words = "ephemeral containers not allowed in pod template"
        faults.append(forbidden((here, "ephemeralContainers"), words))
    return faults
