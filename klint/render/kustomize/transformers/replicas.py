"""How many replicas workloads of a name have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.render.document import origin_of
from klint.render.kustomize.fieldspec import Seed, change
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import replaced
from klint.render.origin import is_seed, made

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.render.kustomize.configuration import Specs
    from klint.render.kustomize.fields import Fields
    from klint.render.kustomize.item import Item
    from klint.render.origin import Traced


def counted(items: Iterable[Item], replica: Fields, specs: Specs) -> list[Item]:
    """The objects, those with the name that `replica` gives with its count."""
    name = replica.text("name")
    count = made(replica.number("count"), origin_of(replica["count"]))

    def set_count(here: Traced) -> Traced:
        if isinstance(here.value, (dict, list)):
            raise RefusalError("mismatch", "a number of replicas cannot be set here", here.origin.node)
        return count if is_seed(here) else replaced(here, count)

    result = list(items)
    found = False
    for spec in specs:
        for index, item in enumerate(result):
            if any(one.name == name and spec.gvk.selects(one.gvk) for one in item.ids):
                found = True
                if spec.gvk.selects(item.gvk):
                    seed = Seed("", count.origin) if spec.create else None
                    result[index] = item._replace(traced=change(item.traced, spec.path, set_count, seed))
    if not found:
        raise RefusalError("no-target", f"no workload is named {name}", replica["name"])
    return result
