"""Volumes of the cluster, the classes they come from and the drivers that make them.

Source: kubernetes `pkg/apis/core/validation` and `pkg/apis/storage/validation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation import volumes as shared
from klint.kube.admission.validation.claims import (
    ATTRIBUTES_CLASSES,
    access_modes,
    claim_spec,
    volume_mode,
)
from klint.kube.admission.validation.fault import Aside, Key, forbidden, invalid, not_supported, required
from klint.kube.admission.validation.metadata import object_meta
from klint.kube.admission.validation.paths import no_way_up
from klint.kube.admission.validation.pod.affinity import node_selector
from klint.kube.admission.validation.rules import Rules, one_of, text
from klint.kube.amounts import stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope

_NAMED = object_meta(formats.subdomain, namespaced=False)


def claim(value: Any, at: At, scope: Scope) -> list[Fault]:
    return [
        *object_meta(formats.subdomain, namespaced=True)(
            value.get("metadata") or {}, (at, "metadata"), scope
        ),
        *claim_spec(value.get("spec") or {}, (at, "spec"), scope),
    ]


def _capacity(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    capacity, here = spec.get("capacity") or {}, (at, "capacity")
    if not capacity:
        yield required(here)
    if "storage" not in capacity or len(capacity) > 1:
        shown = {name: str(stored(value)) for name, value in capacity.items()}
        yield not_supported(here, spec.get("capacity") and shown, ("storage",))
    for name, value in capacity.items():
        size = stored(value)
        if size.nanos < 0:
            yield invalid((here, Key(name)), size.value, "must be a valid resource quantity")
        if size.nanos <= 0:
            yield invalid((here, Key(name)), str(size), "must be greater than zero")


def _some_mode(spec: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    return () if spec.get("accessModes") else [required((at, "accessModes"))]


def _affinity(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    if value.get("required") is None:
        return [required((at, "required"), "must specify required node constraints")]
    return node_selector(value["required"], (at, "required"), scope)


_TYPED = shared.typed_secret_ref


def _csi(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    return [*_CSI(value, at, scope), *shared.absent_driver(value, at, scope)]


_CSI = Rules(
    {
        "controllerExpandSecretRef": _TYPED,
        "controllerPublishSecretRef": _TYPED,
        "driver": shared.csi_driver,
        "nodeExpandSecretRef": _TYPED,
        "nodePublishSecretRef": _TYPED,
    },
    required=("volumeHandle",),
)


def _endpoints_namespace(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if not value:
        yield invalid(at, value, "if the endpointnamespace is set, it must be a valid namespace name")
    else:
        yield from (invalid(at, value, one) for one in formats.label(value))


def _secret_namespace(value: str, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    return () if value else [required(at)]


_NAMED_SECRET = shared.secret_ref("name", "namespace")

# In the order in which the API server looks for them.
_SOURCES: Mapping[str, Check] = {
    "hostPath": shared.host_path,
    "gcePersistentDisk": shared.SHARED["gcePersistentDisk"],
    "awsElasticBlockStore": shared.SHARED["awsElasticBlockStore"],
    "glusterfs": Rules({"endpointsNamespace": _endpoints_namespace}, required=("endpoints", "path")),
    "flocker": shared.SHARED["flocker"],
    "nfs": shared.nfs,
    "rbd": shared.SHARED["rbd"],
    "quobyte": shared.SHARED["quobyte"],
    "cephfs": shared.SHARED["cephfs"],
    "iscsi": shared.iscsi(persistent=True),
    "cinder": Rules({"secretRef": _NAMED_SECRET}, required=("volumeID",)),
    "fc": shared.SHARED["fc"],
    "flexVolume": shared.SHARED["flexVolume"],
    "azureFile": Rules({"secretNamespace": _secret_namespace}, required=("secretName", "shareName")),
    "vsphereVolume": shared.SHARED["vsphereVolume"],
    "photonPersistentDisk": shared.SHARED["photonPersistentDisk"],
    "portworxVolume": shared.SHARED["portworxVolume"],
    "azureDisk": shared.SHARED["azureDisk"],
    "scaleIO": shared.SHARED["scaleIO"],
    "local": Rules({"path": no_way_up}, required=("path",)),
    "storageos": shared.storage_os("name", "namespace"),
    "csi": _csi,
}


def _source(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    given = [field for field in _SOURCES if spec.get(field) is not None]
    if not given:
        yield required(at, "must specify a volume type")
    for nth, field in enumerate(given):
        if nth and field != "flexVolume":
            shown = shared.PRINTED_TWICE.get(field, field)
            yield forbidden((at, Aside(field, shown)), "may not specify more than 1 volume type")
            continue
        inside = Aside(field, shared.PRINTED[field]) if field in shared.PRINTED else field
        yield from _SOURCES[field](spec[field], (at, inside), scope)
    if given[:1] == ["local"] and spec.get("nodeAffinity") is None:
        yield required((at, "nodeAffinity"), "Local volume requires node affinity")
    if given[:1] == ["iscsi"] and shared.too_long_target(spec["iscsi"], scope.name):
        portal = spec["iscsi"].get("targetPortal") or ""
        yield invalid(((at, "iscsi"), Aside("targetPortal", "targetportal")), portal, shared.TOO_LONG_TARGET)


def _recycling(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    path = (spec.get("hostPath") or {}).get("path") or ""
    if spec.get("persistentVolumeReclaimPolicy") == "Recycle" and path and not path.strip("/.").strip():
        words = "may not be 'recycle' for a hostPath mount of '/'"
        if _clean(path) == "/":
            yield forbidden((at, "persistentVolumeReclaimPolicy"), words)


def _clean(path: str) -> str:
    from posixpath import normpath

    return normpath(path).replace("//", "/")


def _attributes(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    name = spec.get("volumeAttributesClassName")
    if name is None or scope.release < ATTRIBUTES_CLASSES:
        return
    if not name:
        yield required((at, "volumeAttributesClassName"), "an empty string is disallowed")
    else:
        yield from (invalid((at, "volumeAttributesClassName"), name, one) for one in formats.subdomain(name))
    if spec.get("csi") is None:
        yield required((at, "csi"), "has to be specified when using volumeAttributesClassName")


_VOLUME = Rules(
    {
        "accessModes": access_modes,
        "nodeAffinity": _affinity,
        "persistentVolumeReclaimPolicy": one_of("Delete", "Recycle", "Retain"),
        "storageClassName": text(formats.subdomain),
        "volumeMode": volume_mode,
    },
    _some_mode,
    _capacity,
    _source,
    _recycling,
    _attributes,
)


def volume(value: Any, at: At, scope: Scope) -> list[Fault]:
    return [
        *_NAMED(value.get("metadata") or {}, (at, "metadata"), scope),
        *_VOLUME(value.get("spec") or {}, (at, "spec"), scope),
    ]


def _inline(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """A volume that stands in its attachment, and in no object of its own."""
    given = [field for field in ("claimRef", "nodeAffinity") if spec.get(field) is not None]
    given += [field for field in ("capacity", "storageClassName") if spec.get(field)]
    for field in given:
        yield forbidden((at, field), "may not be specified in the context of inline volumes")
    if spec.get("volumeMode") not in (None, "Filesystem"):
        words = "may not specify volumeMode other than Filesystem in the context of inline volumes"
        yield forbidden((at, "volumeMode"), words)
    if spec.get("csi") is None:
        yield required((at, "csi"), "has to be specified in the context of inline volumes")
    modes = spec.get("accessModes") or ()
    yield from access_modes(modes, (at, "accessModes"), scope)
    yield from _some_mode(spec, at, scope)
    policy = spec.get("persistentVolumeReclaimPolicy")
    if policy not in (None, "", "Retain"):
        words = "may only be Retain in the context of inline volumes"
        yield forbidden((at, "persistentVolumeReclaimPolicy"), words)
    yield from _source(spec, at, scope)


def attachment(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    spec, here = value.get("spec") or {}, (at, "spec")
    yield from _NAMED(value.get("metadata") or {}, (at, "metadata"), scope)
    attacher, node = spec.get("attacher") or "", spec.get("nodeName") or ""
    if not attacher:
        yield required((here, "attacher"))
    yield from (invalid((here, "nodeName"), node, one) for one in formats.subdomain(node))
    yield from shared.csi_driver(attacher, (None, Aside("spec", "spec.attacher")), scope)
    source, there = spec.get("source") or {}, (here, "source")
    name, inline = source.get("persistentVolumeName"), source.get("inlineVolumeSpec")
    words = "must specify exactly one of inlineVolumeSpec and persistentVolumeName"
    if name is None and inline is None:
        yield required(there, words)
    elif name is not None and inline is not None:
        yield forbidden(there, words)
    elif name == "":
        yield required((there, "persistentVolumeName"), "must specify non empty persistentVolumeName")
    elif inline is not None:
        yield from _inline(inline, (there, "inlineVolumeSpec"), scope)
    if name is not None:
        yield from (invalid((there, "persistentVolumeName"), name, one) for one in formats.subdomain(name))
