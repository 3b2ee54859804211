"""Names with a prefix or a suffix.

Follows PrefixTransformer and SuffixTransformer of kustomize 5.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.render.document import origin_of
from klint.render.kustomize.fieldspec import Seed, change
from klint.render.kustomize.identity import Gvk
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import text, untyped
from klint.render.kustomize.transformers.entries import selected
from klint.render.origin import instead, made

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.render.kustomize.configuration import Specs
    from klint.render.kustomize.item import Item
    from klint.render.origin import Traced
    from klint.yaml import Node

_SPARED = (
    Gvk("", "", "CustomResourceDefinition"),
    Gvk("apiregistration.k8s.io", "", "APIService"),
    Gvk("", "", "Namespace"),
)


def prefixed(items: Iterable[Item], node: Node, specs: Specs) -> list[Item]:
    """The objects with a prefix before the fields of `specs`."""
    return [_affixed(item, node, specs, before=True) for item in items]


def suffixed(items: Iterable[Item], node: Node, specs: Specs) -> list[Item]:
    """The objects with a suffix behind the fields of `specs`."""
    return [_affixed(item, node, specs, before=False) for item in items]


def _affixed(item: Item, node: Node, specs: Specs, *, before: bool) -> Item:
    gvk = item.first_id.gvk
    if any(spared.selects(gvk) for spared in _SPARED):
        return item
    affix, origin = text(node.value), origin_of(node)

    def set_affix(here: Traced) -> Traced:
        if isinstance(here.value, (dict, list)):
            raise RefusalError("mismatch", "a name must be a text", here.origin.node)
        value = text(here.value)
        new = made(untyped(here, affix + value if before else value + affix), origin)
        return instead(here, new)

    for spec in selected(specs, gvk):
        if spec.path == "metadata/name" and affix:
            item = item.remembering()
            item = (
                item._replace(prefixes=(*item.prefixes, affix))
                if before
                else item._replace(suffixes=(*item.suffixes, affix))
            )
        if not spec.gvk.selects(item.gvk):
            continue
        seed = Seed("", origin) if spec.create else None
        item = item._replace(traced=change(item.traced, spec.path, set_affix, seed))
    return item
