"""One object on its way through a kustomization."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.render.kustomize.identity import Gvk, Id, gvk_of
from klint.render.kustomize.scalars import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from klint.render.origin import Traced


class Transformation(NamedTuple):
    """One entry of the annotations that `buildMetadata` asks for; `file` is a path of the tree."""

    file: str
    api_version: str = ""
    kind: str = ""
    name: str = ""
    namespace: str = ""


class Item(NamedTuple):
    """An object, and what kustomize remembers of it in annotations of its own.

    `previous` are its earlier ids, the oldest first. `hashed` asks for a hash at the end of its name, `behavior` says
    how it meets an object that is there already, `variables` are the vars that read from it. `made` is where it comes
    from, and `changes` are what worked on it, both kept only for `buildMetadata`.

    `style` says how its scalars are quoted, which decides what a number becomes that takes the place of a text: as in
    the file, or where it was written anew on the way, as `yaml` has to be or as `json` is.
    """

    traced: Traced
    previous: tuple[Id, ...] = ()
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    hashed: bool = False
    behavior: str = ""
    variables: tuple[str, ...] = ()
    made: Transformation | None = None
    changes: tuple[Transformation, ...] = ()
    style: str = ""

    @property
    def value(self) -> dict[str, Any]:
        value: dict[str, Any] = self.traced.value
        return value

    @property
    def gvk(self) -> Gvk:
        value = self.value
        return gvk_of(text(value.get("apiVersion")), text(value.get("kind")))

    @property
    def name(self) -> str:
        return text(self._metadata.get("name"))

    @property
    def namespace(self) -> str:
        return text(self._metadata.get("namespace"))

    @property
    def id(self) -> Id:
        metadata = self._metadata
        return Id(self.gvk, text(metadata.get("name")), text(metadata.get("namespace")))

    @property
    def first_id(self) -> Id:
        """The id that it was read with."""
        for former in self._former():
            return former
        return self.id

    @property
    def ids(self) -> list[Id]:
        """All ids it ever had, the oldest first."""
        return [*self._former(), self.id]

    @property
    def former(self) -> list[Id]:
        """The ids it has no more."""
        return list(self._former())

    def remembering(self) -> Item:
        """The same, before its id changes."""
        id_ = self.id
        return self._replace(previous=(*self.previous, Id(id_.gvk, id_.name, id_.space)))

    def forgetting(self) -> Item:
        """The same, of which nothing is known but what it says."""
        return Item(
            self.traced, variables=self.variables, made=self.made, changes=self.changes, style=self.style
        )

    def metadata(self, field: str) -> Mapping[str, Any]:
        """The labels or the annotations; empty where there are none."""
        found = self._metadata.get(field)
        return found if isinstance(found, dict) else {}

    def _former(self) -> Iterator[Id]:
        # Only kinds are remembered: group and version are those of now.
        group, version, _ = self.gvk
        return (Id(Gvk(group, version, id_.gvk.kind), id_.name, id_.namespace) for id_ in self.previous)

    @property
    def _metadata(self) -> dict[str, Any]:
        metadata = self.value.get("metadata")
        return metadata if isinstance(metadata, dict) else {}
