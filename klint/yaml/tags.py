"""What a scalar with a tag means to Kubernetes."""

from __future__ import annotations

import re
from binascii import a2b_base64

from klint.yaml.resolver import INT64, Scalar, in_json, key_of, meaning

_PREFIX = "tag:yaml.org,2002:"
_CLASSES = {"bool": bool, "int": int, "float": float, "null": type(None)}
_TIMESTAMP = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"(?:[Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})"
    r"|[ ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]+)?)?"
)


class BadTagError(ValueError):
    """The text is not what its tag says; the argument is what it should be."""


def tagged(text: str, tag: str) -> Scalar:
    """The value of a scalar with a tag; BadTagError where the two do not agree."""
    value = _tagged(text, tag)
    return in_json(value) if value.__class__ is float else value


def tagged_key(text: str, tag: str) -> str | None:
    """The JSON key that a scalar with a tag becomes; None where it cannot be one, BadTagError as above."""
    return key_of(_tagged(text, tag))


def _tagged(text: str, tag: str) -> Scalar:
    kind = tag[len(_PREFIX) :] if tag.startswith(_PREFIX) else ""
    if kind == "binary":
        return _binary(text)
    if kind == "timestamp":
        if not _TIMESTAMP.fullmatch(text):
            raise BadTagError(kind)
        return text
    if kind not in _CLASSES:
        return text
    value = meaning(text)
    if kind == "float" and value.__class__ is int and -INT64 <= value < INT64:
        value = float(value)
    if value.__class__ is not _CLASSES[kind]:
        raise BadTagError(kind)
    return value


def _binary(text: str) -> str:
    """What the base64 says; every byte that is not UTF-8 becomes a replacement character."""
    packed = text.replace("\r", "").replace("\n", "")
    try:
        data = a2b_base64(packed if len(packed) % 4 == 0 else "*", strict_mode=True)
    except ValueError:
        raise BadTagError("base64") from None
    return re.sub("[\udc80-\udcff]", "\ufffd", data.decode("utf-8", "surrogateescape"))
