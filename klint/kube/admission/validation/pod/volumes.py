"""Volumes of a pod."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation import volumes as shared
from klint.kube.admission.validation.claims import claim_template
from klint.kube.admission.validation.fault import Aside, duplicate, forbidden, invalid, required
from klint.kube.admission.validation.paths import below, below_unreserved
from klint.kube.admission.validation.pod.downward import FILE_MODE, files
from klint.kube.admission.validation.pod.projected import projected
from klint.kube.admission.validation.rules import Rules, dropped, each, one_of, text
from klint.kube.amounts import amount
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope

ITEMS = each(Rules({"path": below_unreserved, "mode": FILE_MODE}, required=("key", "path")))


def _empty_dir(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if value.get("sizeLimit") is not None and amount(value["sizeLimit"]).nanos < 0:
        yield forbidden((at, "sizeLimit"), "SizeLimit field must be a valid resource quantity")


_NO_TEMPLATE = Rules({"volumeClaimTemplate": claim_template})


def _ephemeral(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    if value.get("volumeClaimTemplate") is None:
        yield required((at, "volumeClaimTemplate"))
    yield from _NO_TEMPLATE(value, at, scope)


def _publish_secret(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """A malformed name stands where the volume's own name would."""
    reference = value.get("nodePublishSecretRef")
    if reference is None:
        return
    name = reference.get("name") or ""
    if not name:
        yield required(((at, "nodePublishSecretRef"), "name"))
    else:
        here = ((at, Aside("nodePublishSecretRef")), "name")
        yield from (invalid(here, name, one) for one in formats.subdomain(name))


_IMAGES = Release(1, 35)  # ImageVolume, on by default
_IMAGE = Rules({"pullPolicy": one_of("Always", "IfNotPresent", "Never")}, required=("reference",))
_NAMED = shared.secret_ref("name")

# In the order in which the API server looks for them.
_SOURCES: Mapping[str, Check] = {
    "emptyDir": _empty_dir,
    "hostPath": shared.host_path,
    "gitRepo": Rules({"directory": below}, required=("repository",)),
    "gcePersistentDisk": shared.SHARED["gcePersistentDisk"],
    "awsElasticBlockStore": shared.SHARED["awsElasticBlockStore"],
    "secret": Rules({"defaultMode": FILE_MODE, "items": ITEMS}, required=("secretName",)),
    "nfs": shared.nfs,
    "iscsi": shared.iscsi(persistent=False),
    "glusterfs": Rules({}, required=("endpoints", "path")),
    "flocker": shared.SHARED["flocker"],
    "persistentVolumeClaim": Rules({}, required=("claimName",)),
    "rbd": shared.SHARED["rbd"],
    "cinder": Rules({"secretRef": _NAMED}, required=("volumeID",)),
    "cephfs": shared.SHARED["cephfs"],
    "quobyte": shared.SHARED["quobyte"],
    "downwardAPI": Rules({"defaultMode": FILE_MODE, "items": files}),
    "fc": shared.SHARED["fc"],
    "flexVolume": shared.SHARED["flexVolume"],
    "configMap": Rules({"defaultMode": FILE_MODE, "items": ITEMS}, required=("name",)),
    "azureFile": Rules({}, required=("secretName", "shareName")),
    "vsphereVolume": shared.SHARED["vsphereVolume"],
    "photonPersistentDisk": shared.SHARED["photonPersistentDisk"],
    "portworxVolume": shared.SHARED["portworxVolume"],
    "azureDisk": shared.SHARED["azureDisk"],
    "storageos": shared.storage_os("name"),
    "projected": projected,
    "scaleIO": shared.SHARED["scaleIO"],
    "csi": Rules({"driver": shared.csi_driver}, shared.absent_driver, _publish_secret),
    "ephemeral": _ephemeral,
    "image": dropped(_IMAGE, until=_IMAGES),
}


def _source(volume: Mapping[str, Any], at: At, scope: Scope) -> Iterator[Fault]:
    given = [field for field in volume if field in _SOURCES and volume[field] is not None]
    if len(given) > 1:
        given = [field for field in _SOURCES if field in given]
        for field in given[1:]:
            shown = shared.PRINTED_TWICE.get(field, field)
            yield forbidden((at, Aside(field, shown)), "may not specify more than 1 volume type")
    for field in given[:1]:
        inside = Aside(field, shared.PRINTED[field]) if field in shared.PRINTED else field
        yield from _SOURCES[field](volume[field], (at, inside), scope)


def _name(volume: Mapping[str, Any], at: At, scope: Scope) -> Iterator[Fault]:
    """Names that a volume gives to something else."""
    name = volume.get("name") or ""
    if volume.get("iscsi") is not None and shared.too_long_target(volume["iscsi"], name):
        yield invalid((at, "name"), name, shared.TOO_LONG_TARGET)
    if volume.get("ephemeral") is not None and scope.name and name and scope.inside.stored:
        claim = f"{scope.name}-{name}"
        for wrong in formats.subdomain(claim):
            yield invalid((at, "name"), name, f'PVC name "{claim}": {wrong}')


_VOLUME = Rules({"name": text(formats.label)}, _source, _name, required=("name",))


def volumes(value: Any, at: At, scope: Scope) -> tuple[dict[str, Mapping[str, Any]], list[Fault]]:
    """The volumes that are right, by name, and what is wrong with the others."""
    known: dict[str, Mapping[str, Any]] = {}
    faults: list[Fault] = []
    for index, item in enumerate(value):
        volume = item or {}
        here = (at, index)
        name = volume.get("name") or ""
        wrong = _VOLUME(volume, here, scope)
        if name in known:
            wrong.append(duplicate((here, "name"), name))
        faults += wrong
        if not wrong:
            known[name] = volume
    faults += _own_claims(value, at, scope)
    return known, faults


def _own_claims(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """A claim that the pod makes for one volume cannot be the claim of another."""
    if not scope.name or not scope.inside.stored:
        return
    made = {
        f"{scope.name}-{one.get('name') or ''}" for one in value if one and one.get("ephemeral") is not None
    }
    for index, volume in enumerate(value):
        name = ((volume or {}).get("persistentVolumeClaim") or {}).get("claimName")
        if name in made:
            here = (((at, index), "persistentVolumeClaim"), "claimName")
            yield invalid(here, name, "must not reference a PVC that gets created for an ephemeral volume")
