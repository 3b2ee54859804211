"""Strategic merge patches.

Follows kyaml 0.18 (merge2 and walk, as kustomize 5.5 uses them), whims included: a null that is only implied goes
away, lists are gone through even where the patch is silent, and of the directives only `$patch` means anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import is_blank, replaced, text
from klint.render.kustomize.sequences import merge_items, without

if TYPE_CHECKING:
    from typing import Any

    from klint.render.kustomize.mergekeys import Shape
    from klint.render.origin import Traced

DIRECTIVE = "$patch"
_NAMES: dict[type, str] = {dict: "a mapping", list: "a list", str: "a scalar"}


class Merger(NamedTuple):
    """Merges patches into values whose quotes are those of `style`, see Item."""

    style: str = ""

    def merge(self, base: Traced | None, patch: Traced | None, shape: Shape | None) -> Traced | None:
        """The value that `patch` makes of `base`; None where nothing is left."""
        first = base if base is not None and base.value is not None else patch
        kind = None if first is None or first.value is None else _kind(first.value)
        if kind is None or kind is dict:
            _check(dict, base, patch)
            return self._mappings(base, patch, shape)
        _check(kind, base, patch)
        if kind is list and shape is not None and shape.keys is not None:
            return self._lists(base, patch, shape)
        if base is None or patch is None:
            return base or patch
        if kind is list:
            return patch._replace(origin=patch.origin.over(base.origin))
        return replaced(base, patch, self.style)

    def _mappings(self, base: Traced | None, patch: Traced | None, shape: Shape | None) -> Traced | None:
        if patch is None:
            return self._unpatched(base, shape)
        if patch.value is None:
            return None if base is not None and base.value is not None else patch
        order, upper = _directive(patch)
        if order == "delete":
            return None
        if base is None or base.value is None or base.value is patch.value:
            return self._union(upper, upper, shape)  # what is new is merged with itself
        return self._union(_kept(order, base, upper), upper, shape)

    def _unpatched(self, base: Traced | None, shape: Shape | None) -> Traced | None:
        if base is None or (is_blank(base) and not self.style):
            return None
        return (
            self._union(base, None, shape)
            if base.value is not None and _restless(base.value, shape)
            else base
        )

    def _union(self, base: Traced, patch: Traced | None, shape: Shape | None) -> Traced:
        keys = {**base.value, **(patch.value if patch else {})}
        changes: dict[str, Traced | None] = {}
        for key in keys:
            old = base.get(key)
            merged = self.merge(old, patch and patch.get(key), shape and shape.field(key))
            if merged is None or (merged.value is None and not _lasts(old, patch, key)):
                changes[key] = None
            elif merged is not old:
                changes[key] = merged
        return base.updated(changes) if changes else base

    def _lists(self, base: Traced | None, patch: Traced | None, shape: Shape) -> Traced | None:
        if patch is None:
            return base and merge_items(base, None, shape, self.merge)
        if patch.value is None:
            return None
        order, upper = _list_directive(patch)
        if order == "delete" and base is not None and base.value is not None:
            return None
        if base is None or base.value is None or base.value is patch.value:
            return merge_items(upper, upper, shape, self.merge)
        return merge_items(_kept(order, base, upper), upper, shape, self.merge)


def _kind(value: Any) -> type:
    return type(value) if isinstance(value, (dict, list)) else str


def _check(kind: type, *values: Traced | None) -> None:
    for one in values:
        if one is not None and one.value is not None and _kind(one.value) is not kind:
            found = _NAMES[_kind(one.value)]
            raise RefusalError("mismatch", f"{_NAMES[kind]} cannot be merged with {found}", one.origin.node)


def _kept(order: str, base: Traced, patch: Traced) -> Traced:
    """The one of both that is kept, knowing of the other."""
    if order == "replace":
        return patch._replace(origin=patch.origin.over(base.origin))
    return base._replace(origin=base.origin.over(patch.origin))


def _lasts(old: Traced | None, patch: Traced | None, key: str) -> bool:
    """A null stays where it was written and the patch says nothing."""
    return old is not None and old.value is None and (patch is None or key not in patch.value)


def _restless(value: Any, shape: Shape | None) -> bool:
    """Whether going through a mapping without any patch could change it."""
    if value is None or (isinstance(value, list) and shape is not None and shape.keys is not None):
        return True
    if not isinstance(value, dict):
        return False
    return any(_restless(child, shape and shape.field(key)) for key, child in value.items())


def _directive(patch: Traced) -> tuple[str, Traced]:
    """What `$patch` orders, and the patch without it."""
    if DIRECTIVE not in patch.value:
        return "merge", patch
    return _order(patch), patch.without(DIRECTIVE)


def _list_directive(patch: Traced) -> tuple[str, Traced]:
    """The same for a list, in which an item with nothing but `$patch` gives the order."""
    for item in patch.items():
        if isinstance(item.value, dict) and DIRECTIVE in item.value:
            if len(item.value) > 1:
                break
            order = _order(item)
            return order, patch.listing(without(list(patch.items()), [DIRECTIVE], [order]))
    return "merge", patch


def _order(patch: Traced) -> str:
    order = text(patch.value[DIRECTIVE])
    if order not in ("merge", "replace", "delete"):
        raise RefusalError(
            "invalid", f"$patch knows merge, replace and delete, not {order}", patch.at(DIRECTIVE).origin.node
        )
    return order
