"""Kinds that keep a number of pods running: Deployment, ReplicaSet, StatefulSet and their like.

Source: kubernetes `pkg/apis/apps/validation`, and `pkg/apis/core/validation` for ReplicationController.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.claims import claim_spec
from klint.kube.admission.validation.fault import aside, forbidden, invalid, not_supported, required
from klint.kube.admission.validation.metadata import is_readable, label_selector, object_meta, template_meta
from klint.kube.admission.validation.pod import pod_template
from klint.kube.admission.validation.pod.annotations import pod_annotations
from klint.kube.admission.validation.printed import label_selector as printed_selector
from klint.kube.admission.validation.printed import string_map
from klint.kube.admission.validation.rollouts import daemon_rollout, deployment_rollout, set_rollout
from klint.kube.admission.validation.rules import Rules, all_of, not_negative, one_of, text
from klint.kube.selectors import label_selector as read_selector
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope

_TEMPLATES_OF_SETS = Release(1, 34)  # before, a StatefulSet's template and claims were not looked at
_SERVICE_NAMES_CHECKED = Release(1, 33)
_LABELS_AS_NAMES = Release(1, 27)  # a StatefulSet's name becomes part of host names
_OF_EACH_POD = ("hostname", "subdomain")
_MISMATCH = "`selector` does not match template `labels`"


def _owned(what: str, unreadable: str, template: Check) -> Check:
    """A selector that is right and doesn't select everything, and a template whose pods it finds.

    The server doesn't look at the template if it cannot read the selector.
    """

    def checked(spec: Any, at: At, scope: Scope) -> list[Fault]:
        selector, here = spec.get("selector"), (at, "selector")
        if selector is None:
            faults = [required(here)]
        else:
            faults = [*label_selector(selector, here, scope), *_empty(selector, here, what)]
            if not is_readable(selector, scope):
                return [*faults, invalid(here, printed_selector(selector), unreadable)]
        return [*faults, *_matched(spec, at), *template(spec, at, scope)]

    return checked


def _empty(selector: Any, at: At, what: str) -> list[Fault]:
    if selector.get("matchLabels") or selector.get("matchExpressions"):
        return []
    return [invalid(at, printed_selector(selector), f"empty selector is invalid for {what}")]


def _matched(spec: Any, at: At) -> list[Fault]:
    """No selector at all selects nothing."""
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels")
    if read_selector(spec.get("selector")).matches(labels or {}):
        return []
    return [invalid((((at, "template"), "metadata"), "labels"), string_map(labels), _MISMATCH)]


def _template(spec: Any, at: At, scope: Scope) -> list[Fault]:
    return pod_template(spec.get("template") or {}, (at, "template"), scope)


def _always(what: str) -> Check:
    def checked(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
        inner = (spec.get("template") or {}).get("spec") or {}
        here = ((at, "template"), "spec")
        if inner.get("restartPolicy") not in (None, "", "Always"):
            yield not_supported((here, "restartPolicy"), inner["restartPolicy"], ("Always",))
        if inner.get("activeDeadlineSeconds") is not None:
            words = f"activeDeadlineSeconds in {what} is not Supported"
            yield forbidden((here, "activeDeadlineSeconds"), words)

    return checked


_REPLICATED = all_of(_template, _always("ReplicaSet"))
_COUNTS = dict.fromkeys(("minReadySeconds", "replicas", "revisionHistoryLimit"), not_negative)


def _deadline(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    deadline = spec.get("progressDeadlineSeconds")
    ready = spec.get("minReadySeconds") or 0
    if (600 if deadline is None else deadline) <= ready:
        shown = 600 if deadline is None else deadline
        yield invalid((at, "progressDeadlineSeconds"), shown, "must be greater than minReadySeconds")


def _whole(rules: Check, meta: Check) -> Check:
    """The metadata and the spec of an object; an absent spec is an empty one."""

    def checked(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
        return [
            *meta(value.get("metadata") or {}, (at, "metadata"), scope),
            *rules(value.get("spec") or {}, (at, "spec"), scope),
        ]

    return checked


_NAMED = object_meta(formats.subdomain, namespaced=True)

deployment = _whole(
    Rules(
        {**_COUNTS, "progressDeadlineSeconds": not_negative, "strategy": deployment_rollout},
        _owned("deployment", "invalid label selector", _REPLICATED),
        _deadline,
    ),
    _NAMED,
)
replica_set = _whole(
    Rules(
        {**_COUNTS},
        _owned("deployment", "invalid label selector", _REPLICATED),
    ),
    _NAMED,
)


def _daemon_selector(spec: Any, at: At, scope: Scope) -> list[Fault]:
    """As the schema asks for a selector, the validation doesn't."""
    selector, here = spec.get("selector"), (at, "selector")
    faults: list[Fault] = []
    if selector is not None:
        faults += [*label_selector(selector, here, scope), *_empty(selector, here, "daemonset")]
    if selector is None or is_readable(selector, scope):
        faults += _matched(spec, at)
    return [*faults, *_template(spec, at, scope)]


daemon_set = _whole(
    Rules({**_COUNTS, "updateStrategy": daemon_rollout}, _daemon_selector, _always("DaemonSet")), _NAMED
)


def _set_template(spec: Any, at: At, scope: Scope) -> list[Fault]:
    """A template that also has a volume for each claim, and whose pods get names of their own.

    The volumes of claims come first, so that the server counts the others from there.
    """
    template, here = spec.get("template") or {}, (at, "template")
    if scope.release < _TEMPLATES_OF_SETS:
        return _bare_template(template, here, scope)
    inner = {key: item for key, item in (template.get("spec") or {}).items() if key not in _OF_EACH_POD}
    names = {
        ((one or {}).get("metadata") or {}).get("name") or ""
        for one in spec.get("volumeClaimTemplates") or ()
    }
    if not names:
        return pod_template({**template, "spec": inner}, here, scope)
    own = [nth for nth, one in enumerate(inner.get("volumes") or ()) if (one or {}).get("name") not in names]
    made = [{"name": name, "persistentVolumeClaim": {"claimName": name}} for name in sorted(names)]
    inner["volumes"] = [*(inner["volumes"][nth] for nth in own), *made]
    faults = pod_template({**template, "spec": inner}, here, scope)
    return [_renumbered(fault, own, len(names)) for fault in faults]


def _renumbered(fault: Fault, own: list[int], claims: int) -> Fault:
    match fault.path:
        case ("spec", "template", "spec", "volumes", int(nth), *rest) if nth < len(own):
            shown = fault.field.replace(f"volumes[{nth}]", f"volumes[{nth + claims}]", 1)
            return fault._replace(field=shown, path=(*fault.path[:4], own[nth], *rest))
    return fault


def _bare_template(template: Any, at: At, scope: Scope) -> list[Fault]:
    metadata, beside = template.get("metadata") or {}, aside((at, "metadata"))
    annotations, spec = metadata.get("annotations") or {}, template.get("spec") or {}
    return [
        *template_meta(metadata, beside, scope),
        *pod_annotations(annotations, spec, (beside, "annotations"), scope),
    ]


_MANAGEMENT = ("OrderedReady", "Parallel")


def _management(value: str, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    if not value or value in _MANAGEMENT:
        return ()
    return [invalid(at, value, "must be 'OrderedReady' or 'Parallel'")]


def _claims(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    if scope.release < _TEMPLATES_OF_SETS:
        return
    for index, claim in enumerate(value):
        yield from claim_spec((claim or {}).get("spec") or {}, ((at, index), "spec"), scope)


def _service_name(value: str, at: At, scope: Scope) -> Iterable[Fault]:
    return _LABEL(value, at, scope) if scope.release >= _SERVICE_NAMES_CHECKED else ()


def _set_meta(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    return (_LABELLED if scope.release >= _LABELS_AS_NAMES else _NAMED)(value, at, scope)


_LABEL = text(formats.label)
_LABELLED = object_meta(formats.label, namespaced=True)
_RETENTION = one_of("Retain", "Delete")

stateful_set = _whole(
    Rules(
        {
            "minReadySeconds": not_negative,
            "ordinals": Rules({"start": not_negative}),
            "persistentVolumeClaimRetentionPolicy": Rules(
                {"whenDeleted": _RETENTION, "whenScaled": _RETENTION}
            ),
            "podManagementPolicy": _management,
            "replicas": not_negative,
            "serviceName": _service_name,
            "updateStrategy": set_rollout,
            "volumeClaimTemplates": _claims,
        },
        _owned("statefulset", "", _set_template),
        _always("StatefulSet"),
    ),
    _set_meta,
)


def replication_controller(value: Any, at: At, scope: Scope) -> list[Fault]:
    """Its labels and its selector are by default those of its template."""
    spec = value.get("spec") or {}
    metadata = dict(value.get("metadata") or {})
    template = spec.get("template")
    labels = ((template or {}).get("metadata") or {}).get("labels")
    selector = spec.get("selector") or labels
    if labels and not metadata.get("labels"):
        metadata["labels"] = labels
    here = (at, "spec")
    faults = [*_NAMED(metadata, (at, "metadata"), scope), *_CONTROLLER(spec, here, scope)]
    if not selector:
        faults.append(required((here, "selector")))
    if template is None:
        return [*faults, required((here, "template"))]
    if selector and not selector.items() <= (labels or {}).items():
        faults.append(invalid((((here, "template"), "metadata"), "labels"), string_map(labels), _MISMATCH))
    faults += pod_template(template, (here, "template"), scope)
    faults += _always("ReplicationController")(spec, here, scope)
    return faults


_CONTROLLER = Rules({"minReadySeconds": not_negative, "replicas": not_negative})
