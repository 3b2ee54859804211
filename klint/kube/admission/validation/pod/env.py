"""Environment variables of a container."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import invalid, not_found, required
from klint.kube.admission.validation.paths import no_way_up
from klint.kube.admission.validation.pod.downward import VARIABLES, field_ref, resource_ref
from klint.kube.admission.validation.rules import Rules, text
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope
    from klint.kube.formats import Format

_RELAXED_NAMES = Release(1, 32)
_FILES = Release(1, 35)

# As Kubernetes does, names of ConfigMaps are taken for names of Secrets here, which changes nothing.
_KEY_REF = Rules(
    {"name": text(formats.subdomain, empty=True), "key": text(formats.config_key)}, required=("key",)
)


def _key_ref(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    faults = _KEY_REF(value, at, scope)
    if value.get("name") is None:
        faults += [invalid((at, "name"), "", one) for one in formats.subdomain("")]
    return faults


_FILE_REF = Rules(
    {"key": text(formats.relaxed_variable_name), "volumeName": text(formats.label), "path": no_way_up},
    required=("key", "volumeName", "path"),
)


def _file_ref(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    yield from _FILE_REF(value, at, scope)
    name = value.get("volumeName") or ""
    named = [one for one in scope.inside.spec.get("volumes") or () if one and (one.get("name") or "") == name]
    if not named:
        yield not_found((at, "volumeName"), name)
    elif named[-1].get("emptyDir") is None:
        yield invalid((at, "volumeName"), name, "referenced volume must be of type emptyDir")


_SOURCES: dict[str, Check] = {
    "fieldRef": lambda value, at, _scope: field_ref(value, at, VARIABLES),
    "resourceFieldRef": lambda value, at, _scope: resource_ref(value, at, in_volume=False),
    "configMapKeyRef": _key_ref,
    "secretKeyRef": _key_ref,
    "fileKeyRef": _file_ref,
}


def _value_from(variable: Any, at: At, scope: Scope) -> Iterator[Fault]:
    source = variable["valueFrom"]
    known = [key for key in _SOURCES if key != "fileKeyRef" or scope.release >= _FILES]
    given = [key for key in known if source.get(key) is not None]
    for key in given:
        yield from _SOURCES[key](source[key], (at, key), scope)
    if not given:
        names = [f"`{key}`" for key in known]
        yield invalid(at, "", f"must specify one of: {', '.join(names[:-1])} or {names[-1]}")
    elif variable.get("value"):
        yield invalid(at, "", "may not be specified when `value` is not empty")
    elif len(given) > 1:
        yield invalid(at, "", "may not have more than one field specified at a time")


def _name_format(scope: Scope) -> Format:
    return formats.relaxed_variable_name if scope.release >= _RELAXED_NAMES else formats.variable_name


def variables(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
    faults: list[Fault] = []
    form = _name_format(scope)
    for index, variable in enumerate(value):
        variable = variable or {}  # noqa: PLW2901
        name = variable.get("name")
        if not name:
            faults.append(required(((at, index), "name")))
        elif wrong := form(name):
            faults += [invalid(((at, index), "name"), name, one) for one in wrong]
        if variable.get("valueFrom") is not None:
            faults += _value_from(variable, ((at, index), "valueFrom"), scope)
    return faults


_SOURCE_REF = Rules({"name": text(lambda name: formats.subdomain(_masked(name)))}, required=("name",))
_FROM = ("configMapRef", "secretRef")


def _masked(name: str) -> str:
    """A reference is checked as a prefix would be, which may end with `-`."""
    return name[:-2] + "a" if len(name) > 1 and name.endswith("-") else name


def sources(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """`envFrom`: what is wrong with the number of sources stands at the list."""
    form = _name_format(scope)
    for index, item in enumerate(value):
        source = item or {}
        if source.get("prefix"):
            yield from (
                invalid(((at, index), "prefix"), source["prefix"], one) for one in form(source["prefix"])
            )
        given = [key for key in _FROM if source.get(key) is not None]
        for key in given:
            yield from _SOURCE_REF(source[key], ((at, index), key), scope)
        if not given:
            yield invalid(at, "", "must specify one of: `configMapRef` or `secretRef`")
        elif len(given) > 1:
            yield invalid(at, "", "may not have more than one field specified at a time")
