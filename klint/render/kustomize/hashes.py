"""The hash at the end of generated names.

Follows api/hasher of kustomize 5.5, on JSON as Go writes it.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import text
from klint.render.origin import made

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.render.kustomize.item import Item

_LETTERS = str.maketrans("013ae", "ghkmt")  # so that no words come out
_ESCAPES = {"<": r"\u003c", ">": r"\u003e", "&": r"\u0026", "\u2028": r"\u2028", "\u2029": r"\u2029"}
_FIELDS = {"ConfigMap": ("data", "binaryData"), "Secret": ("data", "stringData")}


def hashed(items: Iterable[Item]) -> list[Item]:
    """The objects, those that ask for it with a hash of their data at the end of the name."""
    return [_hashed(item) if item.hashed else item for item in items]


def _hashed(item: Item) -> Item:
    item = item.remembering()
    metadata = item.traced.at("metadata")
    name = metadata.at("name")
    new = made(f"{text(name.value)}-{digest(item)}", name.origin)
    return item._replace(traced=item.traced.put("metadata", metadata.put("name", new)))


def digest(item: Item) -> str:
    """Ten letters that stand for the data of a ConfigMap or Secret."""
    value = item.value
    kind = text(value.get("kind"))
    if kind not in _FIELDS:
        # kustomize hashes its own representation of the text here.
        raise RefusalError("unsupported", f"klint cannot name a {kind} by its hash", item.traced.origin.node)
    always, sometimes = _FIELDS[kind]
    content: dict[str, Any] = {"kind": kind, "name": "", always: _data(value, always)}
    if kind == "Secret":
        content["type"] = text(value.get("type"))
    if isinstance(value.get(sometimes), dict):
        content[sometimes] = value[sometimes]
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character, escape in _ESCAPES.items():
        written = written.replace(character, escape)
    return sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:10].translate(_LETTERS)


def _data(value: dict[str, Any], field: str) -> Any:
    found = value.get(field, "")
    return found if isinstance(found, dict) else text(found)
