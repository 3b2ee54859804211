"""Ingresses and their classes.

Source: kubernetes `pkg/apis/networking/validation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.addresses import ip
from klint.kube.admission.validation.domains import domain_prefixed_path
from klint.kube.admission.validation.fault import (
    Aside,
    forbidden,
    invalid,
    not_supported,
    required,
    too_long,
)
from klint.kube.admission.validation.metadata import object_meta
from klint.kube.admission.validation.printed import strings
from klint.kube.admission.validation.rules import Rules, each, text
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_CLASS = "kubernetes.io/ingress.class"
_LONGEST_CONTROLLER = 250
_PATH_TYPES = ("Exact", "ImplementationSpecific", "Prefix")
_NOT_IN_PATHS = ("//", "/./", "/../", "%2f", "%2F")
_NOT_AFTER_PATHS = ("/..", "/.")
_RELAXED_NAMES = Release(1, 36)
_MATCHING_CLASSES = Release(1, 27)
_TERSE = Release(1, 34)


def _host_faults(host: str) -> tuple[str, ...]:
    return formats.wildcard_subdomain(host) if "*" in host else formats.subdomain(host)


def _rule_host(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if not value:
        return
    if ip(value) is not None:
        yield invalid(at, value, "must be a DNS name, not an IP address")
    yield from (invalid(at, value, one) for one in _host_faults(value))


def _path(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    kind, path = value.get("pathType"), value.get("path") or ""
    if kind is None:
        yield required((at, "pathType"), "pathType must be specified")
        return
    if kind not in _PATH_TYPES:
        yield not_supported((at, "pathType"), kind, _PATH_TYPES)
    elif (path or kind != "ImplementationSpecific") and not path.startswith("/"):
        yield invalid((at, "path"), path, "must be an absolute path")
    if kind in ("Exact", "Prefix"):
        for wrong in _NOT_IN_PATHS:
            if wrong in path:
                yield invalid((at, "path"), path, f"must not contain '{wrong}'")
        for wrong in _NOT_AFTER_PATHS:
            if path.endswith(wrong):
                yield invalid((at, "path"), path, f"cannot end with '{wrong}'")
    yield from _backend(value.get("backend") or {}, (at, "backend"), scope)


def _backend(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    resource, service = value.get("resource"), value.get("service")
    if resource is not None and service is not None:
        yield invalid(at, "", "cannot set both resource and service backends")
    elif resource is not None:
        yield from reference(resource, (at, "resource"), scope)
    elif service is not None:
        yield from _service(service, at, scope)
    else:
        yield invalid(at, "", "resource or service backend is required")


def _service(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    name, here = value.get("name") or "", (at, "service")
    form = formats.label if scope.release >= _RELAXED_NAMES else formats.label_1035
    if not name:
        yield required((here, "name"))
    else:
        yield from (invalid((here, "name"), name, one) for one in form(name))
    port = value.get("port") or {}
    named, number = port.get("name"), port.get("number")
    if named and number:
        yield invalid(at, "", "cannot set both port name & port number")
    elif named:
        yield from (invalid(((here, "port"), "name"), named, one) for one in formats.port_name(named))
    elif number:
        yield from (invalid(((here, "port"), "number"), number, one) for one in formats.port_number(number))
    else:
        yield required(at, "port name or number is required")


_segment = text(formats.path_segment)
_REFERENCE = Rules({"apiGroup": text(formats.subdomain, empty=True), "kind": _segment, "name": _segment})


def reference(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """A reference to an object of any kind in the same namespace."""
    yield from _REFERENCE(value, at, scope)
    for field in ("kind", "name"):
        if not value.get(field):
            yield required((at, field), "" if scope.release >= _TERSE else f"{field} is required")


def _hosts(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    for index, host in enumerate(value):
        yield from (invalid((at, index), host or "", one) for one in _host_faults(host or ""))


def _nothing(spec: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    if spec.get("rules") or spec.get("defaultBackend") is not None:
        return ()
    shown = strings(spec.get("rules"), "[]networking.IngressRule")
    return [invalid(at, shown, "either `defaultBackend` or `rules` must be specified")]


def _other_class(ingress: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """A class named twice: in a field, and in the annotation that was there before."""
    annotations = (ingress.get("metadata") or {}).get("annotations") or {}
    old, new = annotations.get(_CLASS), (ingress.get("spec") or {}).get("ingressClassName")
    here = ((at, Aside("metadata")), "annotations"), _CLASS
    if old is None or new is None:
        return
    if scope.release < _MATCHING_CLASSES:
        yield invalid(here, old, "can not be set when the class field is also set")
    elif old != new:
        yield invalid(here, old, "must match `ingressClassName` when both are specified")


_HTTP = Rules({"paths": each(_path)}, required=("paths",))
_SPEC = Rules(
    {
        "defaultBackend": _backend,
        "ingressClassName": text(formats.subdomain, empty=True),
        "rules": each(Rules({"host": _rule_host, "http": _HTTP})),
        "tls": each(Rules({"hosts": _hosts, "secretName": text(formats.subdomain)})),
    },
    _nothing,
)
_META = object_meta(formats.subdomain, namespaced=True)


def ingress(value: Any, at: At, scope: Scope) -> list[Fault]:
    return [
        *_META(value.get("metadata") or {}, (at, "metadata"), scope),
        *_SPEC(value.get("spec") or {}, (at, "spec"), scope),
        *_other_class(value, at, scope),
    ]


def _controller(value: str, at: At, scope: Scope) -> Iterator[Fault]:
    if formats.size(value) > _LONGEST_CONTROLLER:
        yield too_long(at, _LONGEST_CONTROLLER)
    yield from domain_prefixed_path(value, at, scope)


def _parameters(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    yield from reference(value, at, scope)
    area, namespace = value.get("scope"), value.get("namespace")
    area = "Cluster" if area is None else area
    if area not in ("Cluster", "Namespace"):
        yield not_supported((at, "scope"), area, ("Cluster", "Namespace"), plain=True)
    elif area == "Namespace" and namespace is None:
        yield required((at, "namespace"), "`parameters.scope` is set to 'Namespace'")
    elif area == "Namespace":
        yield from (invalid((at, "namespace"), namespace, one) for one in formats.label(namespace))
    elif namespace is not None:
        yield forbidden((at, "namespace"), "`parameters.scope` is set to 'Cluster'")


_CLASS_META = object_meta(formats.subdomain, namespaced=False)
_CLASS_SPEC = Rules({"controller": _controller, "parameters": _parameters})


def ingress_class(value: Any, at: At, scope: Scope) -> list[Fault]:
    spec = value.get("spec") or {}
    return [
        *_CLASS_META(value.get("metadata") or {}, (at, "metadata"), scope),
        *_CLASS_SPEC({"controller": "", **spec}, (at, "spec"), scope),
    ]
