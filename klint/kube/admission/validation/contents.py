"""ConfigMaps and Secrets.

Source: kubernetes `pkg/apis/core/validation` (ValidateConfigMap, ValidateSecret).
"""

from __future__ import annotations

import binascii
import json
from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import Key, invalid, required, too_long
from klint.kube.admission.validation.metadata import object_meta
from klint.kube.admission.validation.printed import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_LARGEST = 1024 * 1024
_SERVICE_ACCOUNT = "kubernetes.io/service-account.name"
_META = object_meta(formats.subdomain, namespaced=True)

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
}


def config_map(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    yield from _META(value.get("metadata") or {}, (at, "metadata"), scope)
    data, binary = value.get("data") or {}, value.get("binaryData") or {}
    size = 0
    for key, item in data.items():
        here = ((at, "data"), Key(key))
        yield from (invalid(here, key, one) for one in formats.config_key(key))
        if key in binary:
            yield invalid(here, key, "duplicate of key present in binaryData")
        size += formats.size(item or "")
    for key, item in binary.items():
        yield from (invalid(((at, "binaryData"), Key(key)), key, one) for one in formats.config_key(key))
        size += len(_decoded(item))
    if size > _LARGEST:
        yield too_long(at, _LARGEST)


def _decoded(text: str | None) -> bytes:
    """Base64 that the schema has found to be right."""
    try:
        return binascii.a2b_base64((text or "").replace("\n", "").replace("\r", ""))
    except ValueError:
        return b""


def secret(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """A Secret: `stringData` goes over `data` before validation."""
    yield from _META(value.get("metadata") or {}, (at, "metadata"), scope)
    texts, data = value.get("stringData") or {}, value.get("data") or {}
    size = 0
    for key, item in {**data, **texts}.items():
        here = ((at, "data"), Key(key))
        yield from (invalid(here, key, one) for one in formats.config_key(key))
        size += formats.size(item or "") if key in texts else len(item or "") * 3 // 4
    if size > _LARGEST:
        yield too_long((at, "data"), _LARGEST)
    yield from _of_type(value, {**data, **texts}, at)


def _of_type(secret_: Any, data: Mapping[str, Any], at: At) -> Iterator[Fault]:
    kind, here = secret_.get("type"), (at, "data")
    for key in _NEEDED.get(kind, ()):
        if key not in data:
            yield required((here, Key(key)))
    if kind == "kubernetes.io/service-account-token":
        annotations = (secret_.get("metadata") or {}).get("annotations") or {}
        if not annotations.get(_SERVICE_ACCOUNT):
            yield required((((at, "metadata"), "annotations"), Key(_SERVICE_ACCOUNT)))
    elif kind == "kubernetes.io/basic-auth" and not {"username", "password"} & set(data):
        yield required((here, Key("username")))
        yield required((here, Key("password")))
    elif kind == "kubernetes.io/ssh-auth" and not data.get("ssh-privatekey"):
        yield required((here, Key("ssh-privatekey")))
    elif kind in ("kubernetes.io/dockercfg", "kubernetes.io/dockerconfigjson"):
        key = _NEEDED[kind][0]
        if key in data:
            texts = secret_.get("stringData") or {}
            content = (texts[key] or "").encode() if key in texts else _decoded(data[key])
            if wrong := no_object(content):
                yield invalid((here, Key(key)), "<secret contents redacted>", wrong)


def no_object(content: bytes) -> str:
    """What Go's json.Unmarshal says of a text that should be a JSON object; nothing for one."""
    try:
        value = json.loads(content)
    except ValueError:
        return _syntax_error(content)
    if value is None or isinstance(value, dict):
        return ""
    what = {bool: "bool", str: "string", list: "array"}.get(type(value), "number")
    return f"json: cannot unmarshal {what} into Go value of type map[string]interface {{}}"


def _syntax_error(content: bytes) -> str:
    """Go looks at bytes, and shows each as the letter of that number."""
    text = content.decode("latin-1")
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()):
            return "unexpected end of JSON input"
        at, where = _literal(text, error.pos) or (error.pos, _where(error, text))
        return _invalid_sign(text[at], where) if at < len(text) else "unexpected end of JSON input"
    return ""


def _invalid_sign(sign: str, where: str) -> str:
    shown = {"'": r"'\''", '"': "'\"'"}.get(sign) or f"'{quoted(sign)[1:-1]}'"
    return f"invalid character {shown} {where}"


def _literal(text: str, start: int) -> tuple[int, str] | None:
    """Where a word stops being one of those that JSON has."""
    for word in ("true", "false", "null"):
        if text.startswith(word[0], start):
            common = next(nth for nth in range(5) if not text.startswith(word[: nth + 1], start))
            return start + common, f"in literal {word} (expecting '{word[common]}')"
    return None


def _where(error: json.JSONDecodeError, text: str) -> str:
    for start, where in _WHERE.items():
        if error.msg.startswith(start):
            return where
    if error.msg.startswith("Expecting ','"):
        return "after object key:value pair" if "{" in text[: error.pos] else "after array element"
    return "looking for beginning of value"


_WHERE = {
    "Expecting ':'": "after object key",
    "Expecting property name": "looking for beginning of object key string",
    "Extra data": "after top-level value",
}
