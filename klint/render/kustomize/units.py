"""Which kustomizations stand for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.render.kustomize.loading import Loader
from klint.render.kustomize.problem import RefusalError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.render.kustomize.loading import Shelf
    from klint.yaml import Node


def units(shelf: Shelf, folders: Iterable[str]) -> list[str]:
    """Those of the folders whose kustomization no other includes, and which are no components."""
    alone: dict[str, str] = {}
    included: set[str] = set()
    for folder in folders:
        real = shelf.tree.real(folder)
        try:
            kustomization = shelf.kustomization(folder if real is None else real)
        except RefusalError:
            alone[folder] = folder  # to be asked what is wrong with it
            continue
        if kustomization.kind != "Component":
            alone[folder] = folder if real is None else real
        loader = Loader(shelf, folder if real is None else real, (), {})
        for name in ("resources", "bases", "components"):
            included.update(_included(loader, kustomization.fields.nodes(name)))
    return [folder for folder, real in alone.items() if real not in included]


def _included(loader: Loader, nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        try:
            if not loader.is_file(node):
                yield loader.included(node).folder
        except RefusalError:
            continue
