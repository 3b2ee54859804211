"""The metadata of every object, and labels wherever they stand.

Source: k8s.io/apimachinery `api/validation` (ValidateObjectMeta) and `apis/meta/v1/validation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import Aside, Key, forbidden, invalid, required, too_long
from klint.kube.admission.validation.rules import Rules, each, not_negative, one_of, text, texts
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope
    from klint.kube.formats import Format

_ANNOTATIONS_SIZE = 256 * 1024
_GENERATED = 58  # of a generated name's 63 characters, five are random
_ORPHAN, _FOREGROUND = "orphan", "foregroundDeletion"
_FINALIZERS = frozenset({"kubernetes", _ORPHAN, _FOREGROUND})


def labels(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    """A map of labels: the server names the map, not the label."""
    faults: list[Fault] = []
    for key, item in value.items():
        if wrong := formats.qualified_name(key):
            faults += [invalid((at, Aside(key)), key, one) for one in wrong]
        if item and (wrong := formats.label_value(item)):
            faults += [invalid((at, Aside(key)), item, one) for one in wrong]
    return faults


def annotation_map(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    faults: list[Fault] = []
    total = 0
    for key, item in value.items():
        total += len(key) + len(item or "")
        if wrong := formats.annotation_key(key):
            faults += [invalid((at, Aside(key)), key, one) for one in wrong]
    if total > _ANNOTATIONS_SIZE:
        faults.append(too_long(at, _ANNOTATIONS_SIZE))
    return faults


def _values(requirement: Any, at: At, scope: Scope) -> Iterator[Fault]:
    operator, values = requirement.get("operator"), requirement.get("values")
    if operator in ("In", "NotIn"):
        if not values:
            yield required((at, "values"), "must be specified when `operator` is 'In' or 'NotIn'")
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            yield forbidden(
                (at, "values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
            )
    else:
        yield invalid((at, "operator"), operator or "", "not a valid selector operator")
    if not requirement.get("key"):
        yield from _NAME("", (at, "key"), scope)


_NAME = text(formats.qualified_name, empty=True)

_VALUES_CHECKED = Release(1, 26)
_KEYS = Rules({"key": text(formats.qualified_name)}, _values)


def _requirement(value: Any, at: At, scope: Scope) -> list[Fault]:
    faults = _KEYS(value, at, scope)
    if scope.release >= _VALUES_CHECKED:
        faults += bad_values(value, at)
    return faults


def bad_values(requirement: Any, at: At) -> Iterator[Fault]:
    """Values of a requirement that no label can have."""
    for index, item in enumerate((requirement or {}).get("values") or ()):
        yield from (
            invalid(((at, "values"), index), item or "", one) for one in formats.label_value(item or "")
        )


label_selector = Rules({"matchLabels": labels, "matchExpressions": each(_requirement)})


def is_readable(selector: Any, scope: Scope) -> bool:
    """Whether a selector selects anything at all, or is refused wherever it is used."""
    expressions = selector.get("matchExpressions") or ()
    return not label_selector(selector, None, scope) and not any(
        any(bad_values(one, None)) for one in expressions
    )


def owner_references(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    controller = ""
    for index, owner in enumerate(value):
        here = (at, Aside(index))
        owner = owner or {}  # noqa: PLW2901
        group, _, version = (owner.get("apiVersion") or "").rpartition("/")
        if "/" in group:
            group = version = ""
        if not version:
            yield invalid((here, "apiVersion"), owner.get("apiVersion") or "", "version must not be empty")
        for field in ("kind", "name", "uid"):
            if not owner.get(field):
                yield invalid((here, field), owner.get(field) or "", "must not be empty")
        if (group, version, owner.get("kind")) == ("", "v1", "Event"):
            yield invalid(here, _owner(owner), "/v1, Kind=Event is disallowed from being an owner")
        if owner.get("controller"):
            name = f"{owner.get('kind') or ''}/{owner.get('name') or ''}"
            if controller:
                yield invalid(
                    at,
                    [_owner(one) for one in value],
                    "Only one reference can have Controller set to true. "
                    f'Found "true" in references for {controller} and {name}',
                )
            controller = controller or name


def _owner(owner: Any) -> dict[str, Any]:
    found = {field: (owner or {}).get(field) or "" for field in ("apiVersion", "kind", "name", "uid")}
    optional = {field: (owner or {}).get(field) for field in ("controller", "blockOwnerDeletion")}
    return found | {field: item for field, item in optional.items() if item is not None}


def _generic_finalizers(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    yield from texts(formats.qualified_name, indexed=False)(value, at, scope)
    if _ORPHAN in value and _FOREGROUND in value:
        yield invalid(at, value, f"finalizer {_ORPHAN} and {_FOREGROUND} cannot be both set")


def _finalizers(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    yield from _generic_finalizers(value, at, scope)
    for index, name in enumerate(value):
        yield from kube_finalizer(name or "", (at, index), scope)


def kube_finalizer(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """Core kinds take only the finalizers they know, or ones with a domain."""
    if "/" not in value and value not in _FINALIZERS:
        yield invalid(at, value, "name is neither a standard finalizer name nor is it fully qualified")


_MANAGED_FIELDS = Rules({"operation": one_of("Apply", "Update")})


def _generation(value: Any, at: At, scope: Scope) -> list[Fault]:
    """Uncertain: for most kinds the server sets it itself."""
    return [fault.doubtful for fault in not_negative(value, at, scope)]


def object_meta(name: Format, *, namespaced: bool, generic: bool = False) -> Check:
    """The rules of `metadata`; a `generic` one takes any finalizer.

    A name may be missing for a generated one. A namespace is filled in, or dropped, before validation.
    """
    rules = Rules(
        {
            "annotations": annotation_map,
            "finalizers": _generic_finalizers if generic else _finalizers,
            "generation": _generation,
            "labels": labels,
            "managedFields": each(_MANAGED_FIELDS),
            "name": text(name),
            "ownerReferences": owner_references,
            **({"namespace": text(formats.label)} if namespaced else {}),
        }
    )

    def checked(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
        faults = rules(value, at, scope)
        value = value or {}
        prefix = value.get("generateName")
        if prefix:
            faults += [invalid((at, "generateName"), prefix, one) for one in name(_masked(prefix))]
        if not value.get("name"):
            if not prefix:
                return [*faults, required((at, "name"), "name or generateName is required")]
            generated = prefix[:_GENERATED] + "abcde"
            faults += [
                invalid((at, Aside("generateName", "name")), generated, one) for one in name(generated)
            ]
        return faults

    return checked


def _masked(prefix: str) -> str:
    """A name that a prefix could become, as the server tries it (maskTrailingDash)."""
    return prefix[:-2] + "a" if len(prefix) > 1 and prefix.endswith("-") else prefix


template_meta = Rules({"annotations": annotation_map, "labels": labels})
"""The metadata of a template: its errors stand at `labels`, not at `metadata.labels`."""


def entry(at: At, key: str) -> At:
    """The place of an entry of a map."""
    return (at, Key(key))
