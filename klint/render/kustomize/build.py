"""Kustomizations as the objects that `kubectl kustomize` makes of them.

Follows api/krusty of kustomize 5.5, as kubectl 1.32 has it.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.render.document import RenderedDocument, RenderedStream, origin_of
from klint.render.kustomize import hashes, openapi, references, variables
from klint.render.kustomize.accumulation import Accumulation, Kustomizing
from klint.render.kustomize.fields import Fields
from klint.render.kustomize.limits import Limits
from klint.render.kustomize.loading import Kustomization, Loader, Shelf
from klint.render.kustomize.metadata import finished, labelled
from klint.render.kustomize.order import ordered
from klint.render.kustomize.problem import Problem, RefusalError
from klint.render.kustomize.scalars import text
from klint.render.kustomize.units import units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klint.render.kustomize.item import Item
    from klint.render.tree import Tree
    from klint.text import Source
    from klint.yaml import Node

_LOCAL = "config.kubernetes.io/local-config"


class Build(NamedTuple):
    """What became of a kustomization: its objects in order, or the problem for which there are none.

    `source` is the text of the kustomization, None where there is none. `read` are the paths of all files that took
    part, up to the problem if there is one.
    """

    folder: str
    documents: tuple[RenderedDocument, ...] = ()
    problem: Problem | None = None
    source: Source | None = None
    read: frozenset[str] = frozenset()

    @property
    def stream(self) -> RenderedStream | None:
        """The objects as one stream; None where there is no kustomization."""
        return RenderedStream(self.source, self.documents) if self.source else None


class Kustomizer:
    """Builds the kustomizations of a tree; files are parsed once, and what several include is built once."""

    def __init__(self, tree: Tree, limits: Limits | None = None) -> None:
        self._shelf = Shelf(tree, limits or Limits())
        self._kustomizing = Kustomizing(self._shelf)

    def units(self, folders: Iterable[str]) -> list[str]:
        """Those of the folders whose kustomization no other includes, and which are no components."""
        return units(self._shelf, folders)

    def build(self, folder: str, over: Mapping[str, Node] | None = None) -> Build:
        """Build the kustomization in a folder; whatever is wrong is in the Build.

        `over` are fields of one more kustomization that includes it, such as those of an object of Flux or Argo CD:
        its names are those of kustomize, its files lie in or below the same folder.
        """
        read: dict[str, int] = {}
        source = None
        try:
            kustomization = self._kustomization(folder)
            source = kustomization.fields.node.source
            return self._built(folder, kustomization, over or {}, read)
        except RefusalError as refusal:
            problem = refusal.problem
        except RecursionError:
            problem = Problem("limit", "something is nested too deep")
        return Build(folder, (), problem, source, frozenset(read))

    def _kustomization(self, folder: str) -> Kustomization:
        real = self._shelf.tree.real(folder)
        if real is None or not self._shelf.tree.is_folder(real):
            raise RefusalError("missing", f"there is no folder {folder}")
        return self._shelf.kustomization(real)

    def _built(
        self, folder: str, kustomization: Kustomization, over: Mapping[str, Node], read: dict[str, int]
    ) -> Build:
        fields = kustomization.fields
        real = posixpath.dirname(kustomization.path)
        loader = Loader(self._shelf, real, (real,), read)
        schema = openapi.schema(fields, loader, openapi.BUNDLED, alone=True)
        start = Accumulation(schema=schema, recording=bool(fields["buildMetadata"]))
        whole = self._kustomizing.accumulate(kustomization, loader, start)
        if over:
            upper = Kustomization(kustomization.path, Fields(fields.node["none"], over))
            whole = self._kustomizing.accumulate(upper, loader, whole)
        items = self._finish(kustomization, whole)
        documents = tuple(RenderedDocument(item.traced, index) for index, item in enumerate(items))
        return Build(folder, documents, None, fields.node.source, frozenset(whole.read))

    def _finish(self, kustomization: Kustomization, whole: Accumulation) -> list[Item]:
        fields = kustomization.fields
        items = hashes.hashed(whole.items)
        items = references.followed(items, whole.configuration.references)
        items = variables.resolved(items, whole.variables, whole.configuration.variables)
        for item in items:
            if not item.gvk.kind or not (item.name or item.gvk.kind.endswith("List")):
                raise RefusalError(
                    "mismatch", "this object has lost its kind or its name", item.traced.origin.node
                )
        items = [item for item in items if not _is_local(item)]
        items = ordered(items, fields.fields("sortOptions"))
        _refuse_doubles(items)
        options = {node.value: node for node in fields.nodes("buildMetadata")}
        if "managedByLabel" in options:
            items = labelled(items, origin_of(options["managedByLabel"]))
        folder = kustomization.path.rpartition("/")[0]
        return [item._replace(traced=finished(item, options, folder)) for item in items]


def _is_local(item: Item) -> bool:
    annotations: Any = item.metadata("annotations")
    return _LOCAL in annotations and text(annotations[_LOCAL]) != "false"


def _refuse_doubles(items: Iterable[Item]) -> None:
    seen: set[Any] = set()
    for item in items:
        key = item.id.key
        if key in seen:
            raise RefusalError("conflict", f"two objects are {item.id}", item.traced.origin.node)
        seen.add(key)


def build(folder: str, tree: Tree, limits: Limits | None = None) -> Build:
    """Build the kustomization in a folder of a tree."""
    return Kustomizer(tree, limits).build(folder)
