"""Storage, nodes, quotas and what else there is.

Source: kubernetes `pkg/api/{persistentvolume,persistentvolumeclaim,storage,node}/util.go`,
`pkg/registry/*/*/strategy.go`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission.validation.fault import Aside, Key, down
from klint.kube.admission.validation.nodes import pod_networks
from klint.kube.admission.warnings import labels, volumes
from klint.kube.admission.warnings.addresses import of_network
from klint.kube.admission.warnings.notice import remark, warn
from klint.kube.admission.warnings.sizes import of_claim
from klint.kube.amounts import amount
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At
    from klint.kube.admission.validation.rules import Scope
    from klint.kube.admission.warnings.notice import Notice

_STORAGE_CLASS = "volume.beta.kubernetes.io/storage-class"
_MOUNT_OPTIONS = "volume.beta.kubernetes.io/mount-options"
_USE_FIELD = 'deprecated since v1.8; use "storageClassName" attribute instead'
_MOUNTABLE = "kubernetes.io/enforce-mountable-secrets"


def volume(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    """A PersistentVolume."""
    spec, here = value.get("spec") or {}, (at, "spec")
    if scope.release >= Release(1, 31):
        use_options = 'deprecated since v1.31; use "mountOptions" attribute instead'
        yield from _annotation(value, at, _STORAGE_CLASS, _USE_FIELD)
        yield from _annotation(value, at, _MOUNT_OPTIONS, use_options)
    if spec.get("persistentVolumeReclaimPolicy") == "Recycle" and scope.release >= Release(1, 30):
        yield warn(
            (here, "persistentVolumeReclaimPolicy"),
            "The Recycle reclaim policy is deprecated. "
            "Instead, the recommended approach is to use dynamic provisioning.",
        )
    required = (spec.get("nodeAffinity") or {}).get("required") or {}
    for index, term in enumerate(required.get("nodeSelectorTerms") or ()):
        place = down(here, "nodeAffinity", "required", "nodeSelectorTerms", index)
        yield from labels.in_expressions(term or {}, place, scope)
    yield from volumes.deprecated(spec, here, scope, persistent=True)


def _annotation(value: Any, at: At, key: str, words: str) -> Iterator[Notice]:
    if key in ((value.get("metadata") or {}).get("annotations") or ()):
        yield warn(down(at, "metadata", "annotations", Key(key)), words)


def claim(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    """A PersistentVolumeClaim."""
    if scope.release >= Release(1, 28):
        yield from _annotation(value, at, _STORAGE_CLASS, _USE_FIELD)
    yield from of_claim(value.get("spec") or {}, (at, "spec"))


def storage_class(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    for number, term in enumerate(value.get("allowedTopologies") or ()):
        for index, item in enumerate((term or {}).get("matchLabelExpressions") or ()):
            if words := labels.deprecation((item or {}).get("key"), scope):
                here = down(at, "allowedTopologies", number, "matchLabelExpressions", index, "key")
                yield warn(here, words)


def capacity(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    """A CSIStorageCapacity."""
    topology, here = value.get("nodeTopology") or {}, (at, "nodeTopology")
    yield from labels.in_expressions(topology, here, scope)
    for label in topology.get("matchLabels") or ():
        if words := labels.deprecation(label, scope):
            yield warn(down(here, "matchLabels", label), words)


def driver(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    """A CSIDriver."""
    spec = value.get("spec") or {}
    is_silent = spec.get("tokenRequests") and spec.get("serviceAccountTokenInSecrets") is None
    if is_silent and scope.release >= Release(1, 35):
        yield remark(
            down(at, "spec", "tokenRequests"),
            "spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, "
            "set to true to prevent possible logging of tokens in volume attributes",
        )


def runtime_class(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    scheduling = value.get("scheduling") or {}
    for label in scheduling.get("nodeSelector") or ():
        if words := labels.deprecation(label, scope):
            yield warn(down(at, "scheduling", "nodeSelector", Aside(label)), words)


def node(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    spec, here = value.get("spec") or {}, (at, "spec")
    if spec.get("externalID") and scope.release >= Release(1, 27):
        yield warn((here, "externalID"), "this field is deprecated, and is unused by Kubernetes")
    for network, place in pod_networks(spec, here):
        yield from of_network(network, place, scope)


def service_account(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    if scope.release >= Release(1, 32):
        words = "deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets"
        yield from _annotation(value, at, _MOUNTABLE, words)


def quota(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    """Requests that leave no room for limits."""
    hard = (value.get("spec") or {}).get("hard") or {}
    if scope.release < Release(1, 35):
        return
    for name in ("cpu", "memory", "storage", "ephemeral-storage"):
        request, limit = f"requests.{name}", f"limits.{name}"
        if request not in hard and name in ("cpu", "memory"):
            request = name
        asked, allowed = (amount(hard[key]) if key in hard else None for key in (request, limit))
        if asked and allowed and asked.nanos > allowed.nanos:
            text = f"ResourceQuota {request} ({asked}) should be less than {limit} ({allowed})"
            yield remark(down(at, "spec", "hard", Key(request)), text)
