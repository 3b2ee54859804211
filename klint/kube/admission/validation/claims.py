"""Claims of storage: PersistentVolumeClaims and templates of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import Aside, Key, forbidden, invalid, not_supported, required
from klint.kube.admission.validation.metadata import annotation_map, label_selector, labels
from klint.kube.admission.validation.rules import Rules, one_of, text
from klint.kube.amounts import stored
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

ACCESS_MODES = ("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod")
VOLUME_MODES = ("Block", "Filesystem")
_ALONE = "ReadWriteOncePod"
ATTRIBUTES_CLASSES = Release(1, 34)  # VolumeAttributesClass, on by default

volume_mode = one_of(*VOLUME_MODES, empty=False)


def access_modes(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """The server names the list, not the mode."""
    for index, mode in enumerate(value):
        if mode not in ACCESS_MODES:
            yield not_supported((at, Aside(index)), mode or "", ACCESS_MODES)
    if _ALONE in value and any(mode in ACCESS_MODES and mode != _ALONE for mode in value):
        yield forbidden(at, "may not use ReadWriteOncePod with other access modes")


def _storage(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """The request of storage, which the server looks for one level higher."""
    here = (((at, "resources"), Aside("requests")), Key("storage"))
    requests = (spec.get("resources") or {}).get("requests") or {}
    if "storage" not in requests:
        yield required(here)
    elif stored(requests["storage"]).nanos <= 0:
        yield invalid(here, str(stored(requests["storage"])), "must be greater than zero")


def _reference(value: Any, at: At) -> Iterator[Fault]:
    for field in ("name", "kind"):
        if not value.get(field):
            yield required((at, field))
    group, kind = value.get("apiGroup") or "", value.get("kind") or ""
    if not group and kind != "PersistentVolumeClaim":
        yield invalid(at, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup")
    if group:
        yield from (invalid((at, "apiGroup"), group, one) for one in formats.subdomain(group))


def _data_source(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """Uncertain: the server drops a source of another kind than it knows instead of refusing it."""
    for fault in _reference(value, at):
        yield fault.doubtful


def _data_source_ref(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if not value.get("namespace"):
        yield from _reference(value, at)
        return
    # A server without the feature CrossNamespaceVolumeDataSource, off by default, drops such a reference.
    wrong = [invalid((at, "namespace"), value["namespace"], one) for one in formats.label(value["namespace"])]
    for fault in (*_reference(value, at), *wrong):
        yield fault.doubtful


def _sources(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    source, ref = spec.get("dataSource"), spec.get("dataSourceRef")
    if source is None or ref is None:
        return
    # The server shows the place where it means to show the value: a struct without public fields.
    if ref.get("namespace"):
        yield invalid(at, {}, "may not be specified when dataSourceRef.namespace is specified").doubtful
    elif any(source.get(field) != ref.get(field) for field in ("apiGroup", "kind", "name")):
        yield invalid(at, {}, "must match dataSourceRef")


claim_spec = Rules(
    {
        "accessModes": access_modes,
        "dataSource": _data_source,
        "dataSourceRef": _data_source_ref,
        "selector": label_selector,
        "storageClassName": text(formats.subdomain),
        "volumeAttributesClassName": text(formats.subdomain),
        "volumeMode": volume_mode,
    },
    lambda spec, at, _scope: (
        ()
        if spec.get("accessModes")
        else [required((at, "accessModes"), "at least 1 access mode is required")]
    ),
    _storage,
    _sources,
)

_TEMPLATE_META = Rules(
    {"annotations": annotation_map, "labels": labels},
    lambda meta, at, _scope: [
        forbidden((at, field), "cannot be set")
        for field in meta
        if field not in ("annotations", "labels", "creationTimestamp") and meta[field]
    ],
)
claim_template = Rules(
    {"metadata": _TEMPLATE_META, "spec": claim_spec},
    lambda template, at, scope: (
        () if template.get("spec") is not None else claim_spec({}, (at, "spec"), scope)
    ),
)
"""The template of an ephemeral volume's claim."""
