"""Fields of a pod that its own containers read, in variables and in files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import Aside, aside, invalid, not_supported, required
from klint.kube.admission.validation.paths import below_unreserved
from klint.kube.admission.validation.rules import Rules, within
from klint.kube.amounts import amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

VARIABLES = (
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
)
_FILES = ("metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid")
_KNOWN = frozenset({*VARIABLES, *_FILES, "spec.restartPolicy", "spec.schedulerName", "status.phase"})
_FORMERLY = {"spec.host": "spec.nodeName"}

_RESOURCES = (
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
)
_HUGE = ("requests.hugepages-", "limits.hugepages-")
_CPU_DIVISORS = ("1m", "1")
_DIVISORS = ("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei")

FILE_MODE = within(0, 0o777, "must be a number between 0 and 0777 (octal), both inclusive")


def field_ref(value: Any, at: At, allowed: tuple[str, ...]) -> Iterator[Fault]:
    field_path = value.get("fieldPath") or ""
    if not field_path:
        yield required((at, "fieldPath"))
        return
    field, subscript = _split(field_path)
    if wrong := _unknown(value.get("apiVersion") or "v1", field, field_path, subscript):
        yield invalid((at, "fieldPath"), field_path, f"error converting fieldPath: {wrong}")
    elif subscript is not None:
        form = formats.annotation_key if field == "metadata.annotations" else formats.qualified_name
        key = subscript.lower() if field == "metadata.annotations" else subscript
        yield from (invalid((at, Aside("fieldPath")), key, one) for one in form(subscript))
    elif _FORMERLY.get(field, field) not in allowed:
        yield not_supported((at, "fieldPath"), _FORMERLY.get(field, field), allowed, plain=True)


def _split(field_path: str) -> tuple[str, str | None]:
    """`metadata.labels['app']` as `metadata.labels` and `app`."""
    if field_path.endswith("']"):
        field, bracket, subscript = field_path[:-2].partition("['")
        if bracket and field:
            return field, subscript
    return field_path, None


def _unknown(version: str, field: str, field_path: str, subscript: str | None) -> str:
    if version != "v1":
        return f"unsupported pod version: {version}"
    if subscript is not None:
        known = field in ("metadata.annotations", "metadata.labels")
        return "" if known else f"field label does not support subscript: {field_path}"
    return "" if field in _KNOWN or field in _FORMERLY else f"field label not supported: {field_path}"


def resource_ref(value: Any, at: At, *, in_volume: bool) -> Iterator[Fault]:
    resource = value.get("resource") or ""
    if in_volume and not value.get("containerName"):
        yield required((at, "containerName"))
    elif not resource:
        yield required((at, "resource"))
    elif resource not in _RESOURCES and not resource.startswith(_HUGE):
        yield not_supported((at, "resource"), resource, _RESOURCES, plain=True)
    if value.get("divisor") is not None and amount(value["divisor"]).nanos:
        yield from _divisor(resource, str(amount(value["divisor"])), (at, "divisor"))


def _divisor(resource: str, divisor: str, at: At) -> Iterator[Fault]:
    name = resource.partition(".")[2]
    if resource in ("limits.cpu", "requests.cpu"):
        if divisor not in _CPU_DIVISORS:
            yield invalid(at, resource, "only divisor's values 1m and 1 are supported with the cpu resource")
    elif resource in _RESOURCES or resource.startswith(_HUGE):
        what = {"memory": "memory", "ephemeral-storage": "local ephemeral storage"}.get(name, "hugepages")
        if divisor not in _DIVISORS:
            values = ", ".join(_DIVISORS)
            yield invalid(
                at, resource, f"only divisor's values {values} are supported with the {what} resource"
            )


def _sources(file: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if file.get("fieldRef") is not None:
        yield from field_ref(file["fieldRef"], (at, "fieldRef"), _FILES)
        if file.get("resourceFieldRef") is not None:
            yield invalid(at, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously")
    elif file.get("resourceFieldRef") is not None:
        yield from resource_ref(file["resourceFieldRef"], (at, "resourceFieldRef"), in_volume=True)
    else:
        yield required(at, "one of fieldRef and resourceFieldRef is required")


_FILE = Rules({"path": below_unreserved, "mode": FILE_MODE}, _sources, required=("path",))


def files(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """The files of a downward API volume: the server names the volume, not the file."""
    for index, file in enumerate(value):
        yield from _FILE(file, (aside(at), Aside(index)), scope)
