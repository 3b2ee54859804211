"""Labels and annotations: `labels`, `commonLabels`, `commonAnnotations`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from klint.render.document import origin_of
from klint.render.kustomize.fieldspec import FieldSpec, Seed, change, merged
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import text
from klint.render.origin import made

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klint.render.kustomize.configuration import Configuration, Specs
    from klint.render.kustomize.fields import Fields
    from klint.render.kustomize.fieldspec import Setter
    from klint.render.kustomize.identity import Gvk
    from klint.render.kustomize.item import Item
    from klint.render.origin import Origin, Traced
    from klint.yaml import Node

_METADATA = (FieldSpec("metadata/labels", create=True),)


def add(items: Iterable[Item], pairs: Mapping[str, Node], specs: Specs) -> list[Item]:
    """The objects with each of the pairs in the mappings that `specs` name."""
    entries = [(key, text(node.value), origin_of(node)) for key, node in pairs.items()]
    return [item._replace(traced=_added(item, entries, specs)) for item in items] if entries else list(items)


def label_specs(label: Fields, own: Specs, configuration: Configuration) -> Specs:
    """Which fields an entry of `labels` changes; `own` are those it names itself."""
    specs = merged(own, configuration.labels)
    if label.flag("includeSelectors"):
        return merged(specs, configuration.common_labels)
    if label.flag("includeTemplates"):
        specs = merged(specs, configuration.template_labels)
    return merged(specs, _METADATA)


@lru_cache(maxsize=4096)
def selected(specs: Specs, gvk: Gvk) -> Specs:
    """The field specs for a kind."""
    return tuple(spec for spec in specs if spec.gvk.selects(gvk))


def _added(item: Item, entries: list[tuple[str, str, Origin]], specs: Specs) -> Traced:
    traced = item.traced
    for spec in selected(specs, item.gvk):
        for key, value, origin in entries:
            seed = Seed({}, origin) if spec.create else None
            traced = change(traced, spec.path, _setter(key, made(value, origin)), seed)
    return traced


def labelled(traced: Traced, spec: FieldSpec, key: str, entry: Traced) -> Traced:
    """The object with one entry in the mapping that `spec` names."""
    return change(traced, spec.path, _setter(key, entry), Seed({}, entry.origin))


def _setter(key: str, entry: Traced) -> Setter:
    def put(here: Traced) -> Traced:
        if here.value is None:
            return here
        if not isinstance(here.value, dict):
            raise RefusalError("mismatch", f"{key} cannot be set in what is no mapping", here.origin.node)
        old = here.get(key)
        return here.put(key, entry if old is None else entry._replace(origin=entry.origin.over(old.origin)))

    return put
