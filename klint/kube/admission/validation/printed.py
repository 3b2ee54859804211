"""How the API server prints a value in a message.

Source: `field.Error` of k8s.io/apimachinery. Plain strings and numbers look the same in every release; all else is
JSON since 1.34 and was Go's own syntax before.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ESCAPES = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}
_IN_JSON = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


class Printed(NamedTuple):
    """A value as it is printed since 1.34, and as it was before."""

    text: str
    formerly: str


def printed(value: Any) -> Printed:
    """Any value: strings are Go's plain strings, mappings and lists hold such."""
    if isinstance(value, Printed):
        return value
    if isinstance(value, str):
        return Printed(quoted(value), quoted(value))
    if isinstance(value, bool | int | float):
        return Printed(_scalar(value), _scalar(value))
    if isinstance(value, dict) and all(isinstance(item, str | None) for item in value.values()):
        return string_map(value)
    if isinstance(value, list) and all(isinstance(item, str | None) for item in value):
        return strings(value)
    return Printed(as_json(value), as_json(value))


def _scalar(value: float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if value == int(value) else str(value)


def quoted(text: str) -> str:
    """As Go's %q: what cannot be printed is escaped."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(map(_quoted, text)) + '"'


def _quoted(sign: str) -> str:
    if sign in '"\\':
        return "\\" + sign
    if sign.isprintable():
        return sign
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    code = ord(sign)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def as_json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=isinstance(value, dict))
    return text.translate(_IN_JSON)


def typed(value: str) -> Printed:
    """A string of a type of its own, or behind a pointer."""
    return Printed(as_json(value), quoted(value))


def string_map(value: Mapping[str, Any] | None) -> Printed:
    if value is None:
        return Printed("null", "map[string]string(nil)")
    entries = ", ".join(f"{quoted(key)}:{quoted(value[key] or '')}" for key in sorted(value))
    return Printed(as_json(value), f"map[string]string{{{entries}}}")


def strings(value: Iterable[str | None] | None, go_type: str = "[]string") -> Printed:
    if value is None:
        return Printed("null", f"{go_type}(nil)")
    items = [item or "" for item in value]
    return Printed(as_json(items), f"{go_type}{{{', '.join(map(quoted, items))}}}")


def int_or_string(value: float | str) -> Printed:
    text = isinstance(value, str)
    number = 0 if text else int(value)
    former = f"Type:{int(text)}, IntVal:{number}, StrVal:{quoted(value if isinstance(value, str) else '')}"
    return Printed(as_json(value) if text else str(number), f"intstr.IntOrString{{{former}}}")


def struct(go_type: str, **fields: Any) -> Printed:
    """A struct with its fields in the given order, by their Go names."""
    shown = {name: printed(value) for name, value in fields.items()}
    text = ",".join(f'"{name}":{value.text}' for name, value in shown.items())
    former = ", ".join(f"{name}:{value.formerly}" for name, value in shown.items())
    return Printed(f"{{{text}}}", f"{go_type}{{{former}}}")


def pointer(go_type: str, value: Printed | None) -> Printed:
    """What a pointer in a struct leads to; before 1.34 that was an address."""
    if value is None:
        return Printed("null", f"(*{go_type})(nil)")
    return Printed(value.text, f"(*{go_type})(0xc000000000)")


def label_selector(value: Mapping[str, Any]) -> Printed:
    """A selector, which leaves out what is empty."""
    expressions = [one or {} for one in value.get("matchExpressions") or ()]
    kept = [
        {"key": one.get("key") or "", "operator": one.get("operator") or ""}
        | ({"values": one["values"]} if one.get("values") else {})
        for one in expressions
    ]
    labels = value.get("matchLabels")
    parts = [f'"matchLabels":{as_json(labels)}'] if labels else []
    parts += [f'"matchExpressions":{as_json(kept)}'] if kept else []
    listed = [
        f"v1.LabelSelectorRequirement{{Key:{quoted(one.get('key') or '')}, "
        f"Operator:{quoted(one.get('operator') or '')}, Values:{strings(one.get('values')).formerly}}}"
        for one in expressions
    ]
    absent = value.get("matchExpressions") is None
    former = "[]v1.LabelSelectorRequirement" + ("(nil)" if absent else f"{{{', '.join(listed)}}}")
    labelled = f"MatchLabels:{string_map(labels).formerly}, MatchExpressions:{former}"
    return Printed(f"{{{','.join(parts)}}}", f"v1.LabelSelector{{{labelled}}}")
