"""Patches of kustomizations: which objects they are for, and what becomes of these.

Follows PatchTransformer, PatchStrategicMergeTransformer and PatchJson6902Transformer of kustomize 5.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.render.kustomize.dialect import settled
from klint.render.kustomize.jsonpatch import applied
from klint.render.kustomize.merge import DIRECTIVE, Merger
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import text, written
from klint.render.kustomize.selectors import select
from klint.render.origin import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from klint.render.kustomize.fields import Fields
    from klint.render.kustomize.identity import Gvk, Id
    from klint.render.kustomize.item import Item
    from klint.render.kustomize.jsonpatch import Operation
    from klint.render.kustomize.mergekeys import Shape
    from klint.render.origin import Traced
    from klint.yaml import Node

    Shapes = Callable[[Gvk], Shape | None]


class Merging(NamedTuple):
    """How strategic merges are done: with which shapes of kinds, and what else a patch may change."""

    shapes: Shapes
    rename: bool = False
    rekind: bool = False

    def by_id(self, items: Iterable[Item], patch: Item, node: Node) -> list[Item]:
        """The objects, the one of the patch's id patched; `node` is where the patch is named."""
        result = list(items)
        index = target(result, patch.id, node)
        return _placed(result, {index: self._patched(result[index], patch)})

    def by_file(self, items: Iterable[Item], patch: Item, node: Node) -> list[Item]:
        """The same as `patchesStrategicMerge` does it."""
        result = list(items)
        index = target(result, patch.id, node)
        return _placed(result, {index: self._patched(result[index], _with_texts(patch))})

    def by_target(self, items: Iterable[Item], patch: Item, selector: Fields) -> list[Item]:
        """The objects, each that the selector takes patched."""
        result = list(items)
        patch = _with_texts(patch)
        return _placed(
            result, {index: self._patched(result[index], patch) for index in select(result, selector)}
        )

    def _patched(self, item: Item, patch: Item) -> Item | None:
        if self.rename or self.rekind:
            item = item.remembering()
        if text(patch.value.get(DIRECTIVE)) == "replace":
            return item  # kustomize makes the other object and then keeps this one
        merged = Merger(item.style).merge(item.traced, self._without_id(patch.traced), self.shapes(item.gvk))
        if merged is None:
            return None
        item = item._replace(traced=self._with_id(merged, item.traced))
        return item.forgetting() if _forgets(patch) else item

    def _without_id(self, patch: Traced) -> Traced:
        patch = patch.without("apiVersion")
        if not self.rekind:
            patch = patch.without("kind")
        metadata = patch.get("metadata")
        if metadata is None or not isinstance(metadata.value, dict):
            return patch
        metadata = metadata.without("namespace")
        return patch.put("metadata", metadata if self.rename else metadata.without("name"))

    def _with_id(self, merged: Traced, old: Traced) -> Traced:
        """An object that a patch has replaced keeps its id nevertheless."""
        for field in ("apiVersion", "kind"):
            before = old.get(field)
            if before is not None and field not in merged.value:
                merged = merged.put(field, before)
        metadata, before = merged.get("metadata"), old.at("metadata")
        if metadata is None or not isinstance(metadata.value, dict):
            metadata = made({}, before.origin)
        for field in ("name", "namespace"):
            was = before.get(field)
            if was is not None and field not in metadata.value:
                metadata = metadata.put(field, was)
        return merged.put("metadata", metadata)


def operated(
    items: Iterable[Item], steps: list[Operation], selector: Fields, weight: int, *, remember: bool
) -> list[Item]:
    """The objects, a JSON patch applied to each that the selector takes; `remember` keeps their ids of before."""
    result = list(items)
    for index in select(result, selector):
        item = result[index].remembering() if remember else result[index]
        item = item if item.style else item._replace(traced=settled(item.traced))
        traced = applied(_annotated(item), steps, weight)
        if not isinstance(traced.value, dict) or not isinstance(traced.value.get("metadata"), dict):
            raise RefusalError("mismatch", "a JSON patch must leave an object", selector.node)
        result[index] = item._replace(traced=traced, style="yaml")
    return result


def target(items: Sequence[Item], wanted: Id, node: Node) -> int:
    """The place of the one object that has or had an id."""
    key = wanted.key
    found = [index for index, item in enumerate(items) if any(one.key == key for one in item.ids)]
    if not found:
        raise RefusalError("no-target", f"no object is {wanted}, which is to be patched", node)
    if len(found) > 1:
        raise RefusalError("conflict", f"{len(found)} objects are {wanted}, which is to be patched", node)
    return found[0]


def _placed(items: list[Item], patched: dict[int, Item | None]) -> list[Item]:
    """The objects with the patched ones in their places; those that are None are gone."""
    placed = (patched.get(index, item) for index, item in enumerate(items))
    return [item for item in placed if item is not None and item.value]


def _with_texts(patch: Item) -> Item:
    """A patch for targets: its labels and annotations are texts, even where null was to remove them."""
    traced = patch.traced
    metadata = traced.at("metadata")
    for field in ("labels", "annotations"):
        entries = metadata.get(field)
        if entries is None:
            continue
        if not entries.value or not isinstance(entries.value, dict):
            metadata = metadata.without(field)
            continue
        for key in entries.value:
            entry = entries.at(key)
            entries = entries.put(key, entry._replace(value=written(entry)))
        metadata = metadata.put(field, entries)
    return patch._replace(traced=traced.put("metadata", metadata))


def _forgets(patch: Item) -> bool:
    """Whether a patch clears the annotations, among them those in which kustomize remembers."""
    metadata = patch.traced.at("metadata").value
    annotations = metadata.get("annotations", {})
    orders = (one.get(DIRECTIVE) for one in (metadata, annotations) if isinstance(one, dict))
    return annotations is None or any(order in ("replace", "delete") for order in orders)


def _annotated(item: Item) -> Traced:
    """The object with annotations, if only kustomize's own, which are seen by JSON patches."""
    traced = item.traced
    if not (item.previous or item.behavior or item.hashed or item.made):
        return traced
    metadata = traced.at("metadata")
    annotations = metadata.get("annotations")
    if annotations is not None and annotations.value is not None:
        return traced
    return traced.put("metadata", metadata.put("annotations", made({}, metadata.origin)))
