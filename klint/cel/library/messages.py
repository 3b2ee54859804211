"""The types that `Name{field: value}` makes.

Follows k8s.io/apiserver `pkg/cel/mutation` for what a MutatingAdmissionPolicy answers: `Object` and
`Object.<path>`, whose fields are free, and `JSONPatch`. The wrappers of protobuf stand for their value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.errors import CelCheckError, EvaluationError, no_overload
from klint.cel.function import EVER, Release
from klint.cel.tree import Literal
from klint.cel.values import Message, UInt

if TYPE_CHECKING:
    from klint.cel.frame import Frame
    from klint.cel.tree import Entry

_MUTATION: Release = (1, 32)
_PATCH = frozenset(("op", "path", "from", "value"))
_WRAPPED: dict[str, Any] = {
    "google.protobuf.BoolValue": False,
    "google.protobuf.BytesValue": b"",
    "google.protobuf.DoubleValue": 0.0,
    "google.protobuf.FloatValue": 0.0,
    "google.protobuf.Int32Value": 0,
    "google.protobuf.Int64Value": 0,
    "google.protobuf.StringValue": "",
    "google.protobuf.UInt32Value": UInt(0),
    "google.protobuf.UInt64Value": UInt(0),
}
_ANY_VALUE = "google.protobuf.Value"
_ANY_FIELDS: dict[str, type] = {
    "null_value": type(None),
    "number_value": float,
    "string_value": str,
    "bool_value": bool,
    "struct_value": dict,
    "list_value": list,
}


def since_of(name: str) -> Release | None:
    """The first release of Kubernetes with the type; None if there is none of the name."""
    if name in ("Object", "JSONPatch") or name.startswith("Object."):
        return _MUTATION
    return EVER if name in _WRAPPED or name == _ANY_VALUE else None


def check_fields(name: str, entries: tuple[Entry, ...]) -> None:
    """CelCheckError for a field that the type does not have."""
    for entry in entries:
        field = entry.key.value if isinstance(entry.key, Literal) else ""
        known = _fields(name)
        if known is not None and field not in known:
            raise CelCheckError(f"{name} has no field '{field}'", entry.offset)


def _fields(name: str) -> frozenset[str] | None:
    if name == "JSONPatch":
        return _PATCH
    if name in _WRAPPED:
        return frozenset(("value",))
    return frozenset(_ANY_FIELDS) if name == _ANY_VALUE else None


def build(frame: Frame, name: str, fields: dict[str, Any]) -> Any:
    """The value of a message; EvaluationError if a field does not suit the type."""
    if name in _WRAPPED:
        value, zero = fields.get("value"), _WRAPPED[name]
        if value is None:
            return zero if "value" not in fields else None
        if type(value) is not type(zero):
            raise no_overload(f"field 'value' of {name}", value)
        return value
    if name == _ANY_VALUE:
        return _any_value(fields)
    if name == "JSONPatch":
        for field in ("op", "path", "from"):
            if not isinstance(fields.get(field, ""), str):
                raise no_overload(f"field '{field}' of JSONPatch", fields[field])
    else:
        for field, value in fields.items():
            _check_place(frame, f"{name}.{field}", value)
    return Message(name, fields)


def _any_value(fields: dict[str, Any]) -> Any:
    for field, value in fields.items():
        if not isinstance(value, _ANY_FIELDS[field]):
            raise no_overload(f"field '{field}' of {_ANY_VALUE}", value)
        return value
    return None


def _check_place(frame: Frame, place: str, value: Any) -> None:
    """The type of a nested Object spells its path; the items of a list and the values of a map share it."""
    frame.charge(1)
    if isinstance(value, Message):
        if value.name != place:
            raise EvaluationError(f"{value.name} stands where {place} belongs")
    elif isinstance(value, list):
        for item in value:
            _check_place(frame, place, item)
    elif isinstance(value, dict):
        for item in value.values():
            _check_place(frame, place, item)
