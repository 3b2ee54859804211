"""ConfigMaps and Secrets made of files, env files and literals.

Follows ConfigMapGenerator and SecretGenerator of kustomize 5.5.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, NamedTuple

from klint.render.document import origin_of
from klint.render.kustomize.item import Item
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import text, written
from klint.render.origin import Traced, made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from klint.render.kustomize.fields import Fields
    from klint.render.origin import Origin
    from klint.yaml import Node

    Reader = Callable[[Node, str], bytes]  # the bytes of a file that a Node names

_LINE = 70  # characters of base64
_BOM = b"\xef\xbb\xbf"


class Options(NamedTuple):
    """`generatorOptions` and the `options` of one generator, which go before."""

    fields: tuple[Fields, ...]

    def flag(self, name: str) -> bool:
        """Whether either says so."""
        return any(fields.flag(name) for fields in self.fields)

    def pairs(self, name: str) -> dict[str, Node]:
        """The labels or annotations of both."""
        merged: dict[str, Node] = {}
        for fields in reversed(self.fields):
            merged |= fields.pairs(name)
        return dict(sorted(merged.items()))


def generated(kind: str, fields: Fields, shared: Fields, read: Reader) -> Item:
    """The object of one entry of `configMapGenerator` or `secretGenerator`."""
    options = Options((fields.fields("options"), shared))
    origin = origin_of(fields.node)
    metadata = made({}, origin)
    for field in ("name", "namespace"):
        # A generator with a file of its own may say it in its metadata.
        node = fields[field] if fields.text(field) else fields.fields("metadata")[field]
        if node.value:
            metadata = metadata.put(field, _entry(node))
        elif field == "name":
            raise RefusalError("invalid", "a generator needs a name", fields.node)
    for field in ("labels", "annotations"):
        entries = options.pairs(field)
        if entries:
            mapping = made({}, origin).filled({key: _entry(node) for key, node in entries.items()})
            metadata = metadata.put(field, mapping)
    traced = made({"apiVersion": "v1", "kind": kind}, origin).put("metadata", metadata)
    traced = _with_data(traced, kind, _pairs(fields, read))
    if kind == "Secret":
        traced = traced.put("type", _entry(fields["type"]) if fields.text("type") else made("Opaque", origin))
    if options.flag("immutable"):
        traced = traced.put("immutable", made(True, _line(options, origin)))  # noqa: FBT003
    behavior = fields.text("behavior")
    known = behavior if behavior in ("create", "replace", "merge") else "unspecified"
    return Item(traced, hashed=not options.flag("disableNameSuffixHash"), behavior=known)


def absorbed(items: Iterable[Item], new: Item, node: Node) -> list[Item]:
    """The objects with a generated one, which is added, or replaces or is merged with the one of its id."""
    result = list(items)
    key = new.id.key
    same = [index for index, item in enumerate(result) if any(one.key == key for one in item.ids)]
    joins = new.behavior in ("merge", "replace")
    if not same:
        if joins:
            raise RefusalError("conflict", f"there is no {new.id} to {new.behavior}", node)
        return [*result, new]
    if len(same) > 1:
        raise RefusalError("conflict", f"{len(same)} objects are {new.id}", node)
    if not joins:
        raise RefusalError("conflict", f"there is a {new.id} already: say behavior: merge or replace", node)
    result[same[0]] = _joined(result[same[0]], new)
    return result


def _joined(old: Item, new: Item) -> Item:
    """A generated object in the place of another, whose metadata it takes over."""
    traced, before = new.traced, old.traced
    metadata, was = traced.at("metadata"), before.at("metadata")
    for field in ("labels", "annotations"):
        merged = _united(was.get(field), metadata.get(field), metadata.origin)
        metadata = metadata.put(field, merged) if merged.value else metadata.without(field)
    for field in ("name", "namespace"):
        kept = was.get(field)
        metadata = metadata.without(field) if kept is None else metadata.put(field, kept)
    traced = traced.put("metadata", metadata)
    if new.behavior == "merge":
        for field in ("data", "binaryData"):
            merged = _united(before.get(field), traced.get(field), traced.origin, is_data=True)
            traced = traced.put(field, merged) if merged.value else traced.without(field)
    made_by = old.made if new.behavior == "merge" else new.made
    return old._replace(traced=traced, hashed=old.hashed and new.hashed, made=made_by)


def _united(old: Traced | None, new: Traced | None, origin: Origin, *, is_data: bool = False) -> Traced:
    """Both mappings as texts, the newer entry before the older one."""
    entries: dict[str, Traced] = {}
    for mapping in (old, new):
        if mapping is None or not isinstance(mapping.value, dict):
            continue
        for key in mapping.value:
            entry = mapping.at(key)
            beneath = entries.get(key)
            above = entry.origin if beneath is None else entry.origin.over(beneath.origin)
            entries[key] = Traced("" if is_data and entry.value is None else written(entry), above)
    return made({}, origin if new is None else new.origin).filled(entries)


def _entry(node: Node) -> Traced:
    return made(text(node.value), origin_of(node))


def _line(options: Options, origin: Origin) -> Origin:
    for fields in options.fields:
        if fields.flag("immutable"):
            return origin_of(fields["immutable"])
    return origin


def _with_data(traced: Traced, kind: str, pairs: Iterable[tuple[str, bytes, Node]]) -> Traced:
    data: dict[str, tuple[bytes, Node]] = {}
    for key, content, node in pairs:
        if key in data:
            raise RefusalError("invalid", f"the key {key} is there twice", node)
        data[key] = (content, node)
    fields: dict[str, dict[str, Traced]] = {"data": {}} if kind == "Secret" else {}
    for key in sorted(data):
        content, node = data[key]
        field, value = ("data", _base64(content)) if kind == "Secret" else _readable(content, node)
        fields.setdefault(field, {})[key] = made(value, origin_of(node))
    empty = made({}, traced.origin)
    return traced.updated({field: empty.filled(entries) for field, entries in fields.items()})


def _readable(content: bytes, node: Node) -> tuple[str, str]:
    try:
        value = content.decode()
    except UnicodeDecodeError:
        return "binaryData", _base64(content)
    if value.startswith("\t") and "\n" in value:
        raise RefusalError(
            "mismatch", "kustomize cannot write a text of several lines that starts with a tab", node
        )
    return "data", value


def _base64(content: bytes) -> str:
    """Base64 in lines, as kustomize breaks it."""
    encoded = b64encode(content).decode()
    if len(encoded) < _LINE:
        return encoded
    return "".join(encoded[at : at + _LINE] + "\n" for at in range(0, len(encoded), _LINE))


def _pairs(fields: Fields, read: Reader) -> Iterator[tuple[str, bytes, Node]]:
    for node in fields.nodes("envs"):
        yield from _env(read(node, text(node.value)), node)
    if fields.text("env"):
        yield from _env(read(fields["env"], fields.text("env")), fields["env"])
    for node in fields.nodes("literals"):
        yield _literal(node)
    for node in fields.nodes("files"):
        key, path = _file(node)
        yield key, read(node, path), node


def _env(content: bytes, node: Node) -> Iterator[tuple[str, bytes, Node]]:
    for number, line in enumerate(content.split(b"\n")):
        stripped = (line.removeprefix(_BOM) if number == 0 else line).removesuffix(b"\r")
        try:
            stripped = stripped.decode().lstrip().encode()
        except UnicodeDecodeError:
            raise RefusalError("invalid", f"line {number + 1} of this file is no UTF-8", node) from None
        if stripped and not stripped.startswith(b"#"):
            key, _, value = stripped.partition(b"=")
            if key:
                yield key.decode(), value, node


def _literal(node: Node) -> tuple[str, bytes, Node]:
    key, equals, value = text(node.value).partition("=")
    if not key or not equals:
        raise RefusalError("invalid", "a literal must be like key=value", node)
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return key, value.encode(), node


def _file(node: Node) -> tuple[str, str]:
    source = text(node.value)
    key, equals, path = source.partition("=")
    if not equals:
        return source.rstrip("/").rpartition("/")[2], source
    if not key or not path or "=" in path:
        raise RefusalError("invalid", "a file must be like path or key=path", node)
    return key, path
