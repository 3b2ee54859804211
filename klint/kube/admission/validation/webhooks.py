"""Webhooks that the API server asks before it stores an object.

Source: kubernetes `pkg/apis/admissionregistration/validation` and k8s.io/apiserver `util/webhook`.
The expressions of match conditions are not compiled here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.domains import fully_qualified_name
from klint.kube.admission.validation.fault import (
    Aside,
    duplicate,
    invalid,
    not_supported,
    required,
    too_many,
)
from klint.kube.admission.validation.metadata import label_selector, object_meta
from klint.kube.admission.validation.printed import strings
from klint.kube.admission.validation.rules import Rules, each, one_of, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from urllib.parse import SplitResult

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope

_FORM = "; desired format: https://host[/path]"
_OPERATIONS = ("*", "CONNECT", "CREATE", "DELETE", "UPDATE")
_REVIEWS = ("v1", "v1beta1")
_HARMLESS = ("None", "NoneOnDryRun")
_MOST_CONDITIONS = 64


def url(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """The address of a webhook."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(value)
    except ValueError:
        yield required(at, f'url must be a valid URL: parse "{value}": invalid URL{_FORM}')
        return
    yield from _url_parts(parts, at)


def _url_parts(parts: SplitResult, at: At) -> Iterator[Fault]:
    user, at_sign, host = parts.netloc.rpartition("@")
    if parts.scheme != "https":
        yield invalid(at, parts.scheme, f"'https' is the only allowed URL scheme{_FORM}")
    if not host:
        yield invalid(at, "", f"host must be specified{_FORM}")
    if at_sign:
        yield invalid(at, user, "user information is not permitted in the URL")
    if parts.fragment:
        yield invalid(at, parts.fragment, "fragments are not permitted in the URL")
    if parts.query:
        yield invalid(at, parts.query, "query parameters are not permitted in the URL")


def service(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """The Service of a webhook; the server takes its name for its namespace and the other way round."""
    for field, shown in (("name", "namespace"), ("namespace", "name")):
        if not value.get(field):
            yield required((at, Aside(field, shown)))
    port = value.get("port")
    for wrong in formats.port_number(443 if port is None else port):
        yield invalid((at, "port"), port, f"port is not valid: {wrong}")
    yield from _service_path(value.get("path") or "", (at, "path"))


def _service_path(path: str, at: At) -> Iterator[Fault]:
    if path in ("", "/"):
        return
    if path == "//":
        yield invalid(at, path, "segment[0] may not be empty")
        return
    if not path.startswith("/"):
        yield invalid(at, path, "must start with a '/'")
    for index, step in enumerate(path[1:].removesuffix("/").split("/")):
        if not step:
            yield invalid(at, path, f"segment[{index}] may not be empty")
            continue
        yield from (invalid(at, path, f"segment[{index}]: {one}") for one in formats.subdomain(step))


def _client(hook: Any, at: At, scope: Scope) -> Iterator[Fault]:
    config, here = hook.get("clientConfig") or {}, (at, "clientConfig")
    address, target = config.get("url"), config.get("service")
    if (address is None) == (target is None):
        yield required(here, "exactly one of url or service is required")
    elif address is not None:
        yield from url(address, (here, "url"), scope)
    else:
        yield from service(target, (here, "service"), scope)


def _listed(rule: Any, field: str, what: str, at: At) -> Iterator[Fault]:
    values = rule.get(field) or []
    if not values:
        yield required((at, field))
    if len(values) > 1 and "*" in values:
        yield invalid((at, field), values, f"if '*' is present, must not specify other {what}")


def _rule(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    operations = value.get("operations") or []
    if not operations:
        yield required((at, "operations"))
    if len(operations) > 1 and "*" in operations:
        shown = strings(operations, "[]admissionregistration.OperationType")
        yield invalid((at, "operations"), shown, "if '*' is present, must not specify other operations")
    for index, operation in enumerate(operations):
        if operation not in _OPERATIONS:
            yield not_supported(((at, "operations"), index), operation or "", _OPERATIONS)
    yield from _listed(value, "apiGroups", "API groups", at)
    yield from _listed(value, "apiVersions", "API versions", at)
    for index, version in enumerate(value.get("apiVersions") or ()):
        if not version:
            yield required(((at, "apiVersions"), index))
    yield from _resources(value.get("resources") or [], (at, "resources"))
    area = value.get("scope")
    if area is not None and area not in ("*", "Cluster", "Namespaced"):
        yield not_supported((at, "scope"), area, ("*", "Cluster", "Namespaced"))


def _resources(value: Any, at: At) -> Iterator[Fault]:
    if not value:
        yield required(at)
    parts = [(item or "").partition("/") for item in value]
    for index, item in enumerate(value):
        if not item:
            yield required((at, index))
        else:
            yield from _covered(item, parts[:index], (at, index))
    if len(value) > 1 and "*/*" in value:
        yield invalid(at, value, "if '*/*' is present, must not specify other resources")
    plain = [item for item in value if item and "/" not in item]
    if "*" in plain and plain[-1] != "*":
        words = "if '*' is present, must not specify other resources without subresources"
        yield invalid(at, value, words)


def _covered(item: str, before: list[tuple[str, str, str]], at: At) -> Iterator[Fault]:
    """A subresource that one before it stands for already."""
    resource, slash, part = item.partition("/")
    if slash and (resource, "/", "*") in before:
        yield invalid(at, item, f"if '{resource}/*' is present, must not specify {item}")
    if slash and ("*", "/", part) in before:
        yield invalid(at, item, f"if '*/{part}' is present, must not specify {item}")


def _reviews(value: Any, at: At) -> Iterator[Fault]:
    if not value:
        yield required(at, f"must specify one of {', '.join(_REVIEWS)}")
        return
    for index, version in enumerate(value):
        if version in value[:index]:
            yield invalid((at, index), version or "", "duplicate version")
        else:
            yield from (invalid((at, index), version or "", one) for one in formats.label_1035(version or ""))
    if not set(_REVIEWS) & set(value):
        yield invalid(at, value, f"must include at least one of {', '.join(_REVIEWS)}")


def _conditions(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if len(value) > _MOST_CONDITIONS:
        yield too_many(at, len(value), _MOST_CONDITIONS)
    names: set[str] = set()
    for index, item in enumerate(value):
        condition, here = item or {}, (at, index)
        name, expression = condition.get("name") or "", condition.get("expression") or ""
        if not expression.strip():
            yield required((here, "expression"))
        if not name:
            yield required((here, "name"))
        else:
            yield from (invalid((here, "name"), name, one) for one in formats.qualified_name(name))
            if name in names:
                yield duplicate((here, "name"), name)
            names.add(name)


def _hook(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    yield from fully_qualified_name(value.get("name") or "", (at, "name"), scope)
    effects = value.get("sideEffects")
    if effects is None:
        yield required((at, "sideEffects"), f"must specify one of {', '.join(_HARMLESS)}")
    elif effects not in _HARMLESS:
        yield not_supported((at, "sideEffects"), effects, _HARMLESS)
    yield from _reviews(value.get("admissionReviewVersions"), (at, "admissionReviewVersions"))


def _names(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    names = [(one or {}).get("name") or "" for one in value]
    for index, name in enumerate(names):
        if name and name in names[:index]:
            yield duplicate(((at, index), "name"), name)


_FIELDS: Mapping[str, Check] = {
    "failurePolicy": one_of("Fail", "Ignore", empty=False),
    "matchConditions": _conditions,
    "matchPolicy": one_of("Equivalent", "Exact", empty=False),
    "namespaceSelector": label_selector,
    "objectSelector": label_selector,
    "reinvocationPolicy": one_of("IfNeeded", "Never", empty=False),
    "rules": each(_rule),
    "timeoutSeconds": within(1, 30, "the timeout value must be between 1 and 30 seconds"),
}
_HOOKS = each(Rules(_FIELDS, _hook, _client))
_META = object_meta(formats.subdomain, namespaced=False, generic=True)

configuration = Rules(
    {"webhooks": lambda value, at, scope: [*_HOOKS(value, at, scope), *_names(value, at, scope)]},
    lambda value, at, scope: _META(value.get("metadata") or {}, (at, "metadata"), scope),
)
"""A MutatingWebhookConfiguration or a ValidatingWebhookConfiguration."""
