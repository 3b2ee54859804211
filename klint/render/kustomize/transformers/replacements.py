"""Replacements: a field of one object is written into fields of others.

Follows ReplacementTransformer and api/filters/replacement of kustomize 5.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.render.document import origin_of
from klint.render.kustomize.configuration import gvk
from klint.render.kustomize.identity import Id
from klint.render.kustomize.jsonpatch import bounded
from klint.render.kustomize.paths import Rewriting, lookup, split
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import resolve, text, written
from klint.render.kustomize.selectors import requirements
from klint.render.origin import is_seed, made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.render.kustomize.fields import Fields
    from klint.render.kustomize.item import Item
    from klint.render.origin import Traced
    from klint.yaml import Node

_NAME = "metadata.name"
_REMEMBERED = ("metadata", "metadata.annotations")


class Replacement(NamedTuple):
    """An entry of `replacements`, or of a file that one names; no object may come to hold more than `weight` values."""

    fields: Fields
    weight: int

    def __call__(self, items: Iterable[Item]) -> list[Item]:
        if "source" not in self.fields or "targets" not in self.fields:
            raise RefusalError("invalid", "a replacement needs a source and targets", self.fields.node)
        result = list(items)
        value = _source(result, self.fields.fields("source"))
        for target in self.fields.each("targets"):
            if "select" not in target:
                raise RefusalError("invalid", "a target must select objects", target.node)
            for index, item in enumerate(result):
                if _chosen(item, target):
                    traced = _written(item.traced, value, target)
                    bounded(traced.value, self.weight, target.node)
                    result[index] = item._replace(traced=traced)
        return result


def _source(items: Iterable[Item], source: Fields) -> Traced:
    wanted = _id(source)
    found = [item for item in items if any(_takes(wanted, one) for one in _ids(item))]
    if len(found) != 1:
        kind, many = ("no-target", "no object") if not found else ("conflict", f"{len(found)} objects")
        raise RefusalError(kind, f"{many} can be the source of this replacement", source.node)
    node = source["fieldPath"] if source.text("fieldPath") else source.node
    path = source.text("fieldPath") or _NAME
    value = lookup(found[0].traced, split(path), node)
    if value is None or value.value is None or value.value in ({}, []):
        raise RefusalError("mismatch", f"{found[0].id} has nothing at {path}", node)
    if path in _REMEMBERED and isinstance(value.value, dict):
        raise RefusalError("unsupported", "klint does not copy what kustomize remembers in annotations", node)
    return _part(value, source.fields("options"))


def _part(value: Traced, options: Fields) -> Traced:
    delimiter = options.text("delimiter")
    if not delimiter:
        return value
    if isinstance(value.value, (dict, list)):
        raise RefusalError("mismatch", "only a text has parts between delimiters", options.node)
    parts = written(value).split(delimiter)
    index = options.number("index")
    if not 0 <= index < len(parts):
        raise RefusalError("mismatch", f"{written(value)} has no part {index}", options.node)
    return value._replace(value=parts[index])


def _chosen(item: Item, target: Fields) -> bool:
    select, ids = target.fields("select"), list(_ids(item))
    if not _labelled(item, select):
        return False
    wanted = _id(select)
    if not any(_takes(wanted, one) for one in ids):
        return False
    for reject in target.each("reject"):
        if (reject.text("annotationSelector") or reject.text("labelSelector")) and _labelled(item, reject):
            return False
        refused = _id(reject)
        if any((*refused.gvk, refused.name, refused.namespace)) and any(_takes(refused, one) for one in ids):
            return False
    return True


def _labelled(item: Item, select: Fields) -> bool:
    return all(
        one.accepts(item.metadata(field))
        for field, selector in (("labels", "labelSelector"), ("annotations", "annotationSelector"))
        for one in requirements(select[selector])
    )


def _id(fields: Fields) -> Id:
    return Id(gvk(fields), fields.text("name"), fields.text("namespace"))


def _ids(item: Item) -> Iterator[Id]:
    # Replacements do not ask whether a kind is in a namespace at all.
    yield item.id._replace(namespace=item.namespace or "default")
    yield from item.former


def _takes(selector: Id, one: Id) -> bool:
    return (
        (not selector.name or selector.name == one.name)
        and (not selector.namespace or selector.namespace == one.namespace)
        and selector.gvk.selects(one.gvk)
    )


def _written(traced: Traced, value: Traced, target: Fields) -> Traced:
    nodes = list(target.nodes("fieldPaths"))
    options = target.fields("options")
    for node, path in [(node, node.value) for node in nodes] or [(target.node, _NAME)]:
        create = origin_of(node) if options.flag("create") else None
        leaf = type(value.value)() if isinstance(value.value, (dict, list)) else ""
        rewriting = Rewriting(_Setting(value, options, node).set, node, create, leaf)
        traced, count = rewriting.applied(traced, split(path))
        if not count:
            raise RefusalError("mismatch", f"the target has nothing at {path}", node)
    return traced


class _Setting(NamedTuple):
    """Puts a value, or a part of a text, in the place of another."""

    value: Traced
    options: Fields
    node: Node

    def set(self, here: Traced) -> Traced:
        value = self.value.value
        new = made(value, origin_of(self.node).over(self.value.origin))
        fresh = is_seed(here)
        if not fresh:
            new = new._replace(origin=new.origin.over(here.origin))
        scalar = not isinstance(here.value, (dict, list))
        delimiter = self.options.text("delimiter")
        if delimiter and not scalar:
            raise RefusalError("mismatch", "only a text has parts between delimiters", self.node)
        if not scalar:
            return new
        result = self._joined(here, delimiter) if delimiter else written(self.value)
        return new._replace(value=resolve(result) if fresh else self._typed(here, result))

    def _joined(self, here: Traced, delimiter: str) -> str:
        parts = written(here).split(delimiter)
        index, part = self.options.number("index"), written(self.value)
        if index < 0:
            parts.insert(0, part)
        elif index >= len(parts):
            parts.append(part)
        else:
            parts[index] = part
        return delimiter.join(parts)

    def _typed(self, here: Traced, result: str) -> object:
        """The text with the type of what was there before."""
        if isinstance(here.value, str):
            return result
        found = resolve(result)
        if type(found) is not type(here.value) and not (
            isinstance(found, (int, float)) and isinstance(here.value, float)
        ):
            raise RefusalError(
                "mismatch", f"{result or 'an empty text'} takes the place of {text(here.value)}", self.node
            )
        return found
