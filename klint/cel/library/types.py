"""The names that stand for types, and the few other constants of the language."""

from __future__ import annotations

from typing import Any

from klint.cel.function import ANY, Function
from klint.cel.values import Type, type_name

_TYPES = (
    "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type", "optional_type",
    "google.protobuf.Timestamp", "google.protobuf.Duration",
    "net.IP", "net.CIDR",
    "kubernetes.URL", "kubernetes.Quantity", "kubernetes.Semver", "kubernetes.NamedFormat",
    "kubernetes.authorization.Authorizer", "kubernetes.authorization.PathCheck",
    "kubernetes.authorization.GroupCheck", "kubernetes.authorization.ResourceCheck",
    "kubernetes.authorization.Decision",
)  # fmt: skip

CONSTANTS: dict[str, Any] = {
    **{name: Type(name) for name in _TYPES},
    "google.protobuf.NullValue.NULL_VALUE": None,
}


def _type_of(value: Any) -> Type:
    return Type(type_name(value))


def _dyn(value: Any) -> Any:
    return value


FUNCTIONS = (
    Function("type", (ANY,), _type_of),
    Function("dyn", (ANY,), _dyn),
)
