"""Reading what kustomizations name, within their bounds.

Follows api/internal/loader of kustomize 5.5: a file lies in or below the folder of the kustomization that names it,
a folder that is included does not contain the one that includes it.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from klint.render.kustomize.fields import Fields, conform
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.reading import objects
from klint.render.kustomize.remote import is_repository, is_url, mirrored
from klint.render.kustomize.shapes import KUSTOMIZATION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.render.kustomize.item import Item
    from klint.render.kustomize.limits import Limits
    from klint.render.tree import Tree
    from klint.yaml import Node, Stream

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_VERSIONS = {
    "Kustomization": "kustomize.config.k8s.io/v1beta1",
    "Component": "kustomize.config.k8s.io/v1alpha1",
}


class Kustomization(NamedTuple):
    """A kustomization as it is written, in the file at `path`."""

    path: str
    fields: Fields

    @property
    def kind(self) -> str:
        return self.fields.text("kind") or "Kustomization"


class Shelf:
    """All that was read from a tree, understood once for all builds."""

    def __init__(self, tree: Tree, limits: Limits) -> None:
        self.tree = tree
        self.limits = limits
        self._objects: dict[str, list[Item] | RefusalError] = {}

    def objects(self, path: str) -> list[Item]:
        """The objects in the file at a real path."""
        if path not in self._objects:
            stream = self.tree.stream(path)
            try:
                self._objects[path] = (
                    objects(stream) if stream else RefusalError("invalid", f"{path} is no text")
                )
            except RefusalError as refusal:
                self._objects[path] = refusal
        found = self._objects[path]
        if isinstance(found, RefusalError):
            raise RefusalError(*found.problem[:3])
        return found

    def kustomization(self, folder: str) -> Kustomization:
        """The kustomization in a real folder; RefusalError where there is none that kustomize would read."""
        paths = [posixpath.join(folder, name) for name in NAMES]
        found = [real for path in paths if (real := self.tree.real(path)) and not self.tree.is_folder(real)]
        if not found:
            raise RefusalError("missing", f"there is no kustomization in {folder or 'the repository'}")
        if len(found) > 1:
            raise RefusalError(
                "invalid", f"there are {len(found)} kustomizations in {folder or 'the repository'}"
            )
        stream = self.tree.stream(found[0])
        if stream is None:
            raise RefusalError("malformed", f"{found[0]} is no text")
        return Kustomization(found[0], _fields(stream))


def _fields(stream: Stream) -> Fields:
    for problem in stream.problems:
        if problem.document == 0 and problem.fault != "duplicate-key":
            node = stream.documents[0].root if stream.documents else None
            raise RefusalError("malformed", f"{stream.source.path}: {problem.message}", node)
    if not stream.documents:
        raise RefusalError("empty", f"{stream.source.path} says nothing")
    root = stream.documents[0].root
    conform(root, KUSTOMIZATION)
    fields = Fields(root)
    kind = fields.text("kind") or "Kustomization"
    if kind not in _VERSIONS:
        raise RefusalError("invalid", "kind must be Kustomization or Component", fields["kind"])
    if fields.text("apiVersion") not in ("", _VERSIONS[kind]):
        raise RefusalError(
            "invalid", f"apiVersion of a {kind} must be {_VERSIONS[kind]}", fields["apiVersion"]
        )
    if all(node.value is None or node.value == "" or _is_type(node) for node in root):
        raise RefusalError("empty", f"{stream.source.path} says nothing", root)
    return fields


def _is_type(node: Node) -> bool:
    return str(node.path[-1]).lower() in ("apiversion", "kind")


class Loader(NamedTuple):
    """What the kustomization in `folder` may read; `chain` are the folders that led to it, itself last.

    `read` are the real paths of the files that were read, with the number of their bytes or characters.
    """

    shelf: Shelf
    folder: str
    chain: tuple[str, ...]
    read: dict[str, int]

    def objects(self, node: Node) -> list[Item]:
        """The objects of a file; RefusalError at `node` where the file as such is no good."""
        self.stream(node)
        try:
            return self.shelf.objects(self._file(node, node.value or ""))
        except RefusalError as refusal:
            raise refusal.at(node) from None

    def stream(self, node: Node) -> Stream:
        """The documents of a file."""
        path: str = node.value or ""
        real = self._file(node, path)
        stream = self.shelf.tree.stream(real)
        if stream is None:
            raise RefusalError("invalid", f"{path} is no text", node)
        self.note({real: len(stream.source.text)}, node)
        return stream

    def data(self, node: Node, path: str) -> bytes:
        """The bytes of a file."""
        real = self._file(node, path)
        data = self.shelf.tree.data(real)
        if data is None:
            raise RefusalError("missing", f"there is no file {path}", node)
        self.note({real: len(data)}, node)
        return data

    def note(self, files: dict[str, int], node: Node) -> None:
        """RefusalError if with these files too much is read."""
        self.read.update(files)
        if sum(self.read.values()) > self.shelf.limits.bytes:
            raise RefusalError("limit", f"more than {self.shelf.limits.bytes} bytes would be read", node)

    def is_file(self, node: Node) -> bool:
        """Whether a resource is a file rather than something with a kustomization."""
        path: str = node.value or ""
        if is_url(path):
            place = mirrored(path, self.shelf.limits.mirrors)
            real = place and self.shelf.tree.real(place)
            return bool(real) and not self.shelf.tree.is_folder(str(real))
        real = self._real(node, path)
        return real is not None and not self.shelf.tree.is_folder(real)

    def included(self, node: Node) -> Loader:
        """The loader of what is included at `node`."""
        path: str = node.value or ""
        real = None if is_url(path) else self._real(node, path)
        if real is None and (is_repository(path) or is_url(path)):
            real = self._mirrored(node, path)
        if real is None:
            raise RefusalError("missing", f"there is no file or folder {path}", node)
        if not self.shelf.tree.is_folder(real):
            raise RefusalError("invalid", f"{path} is no folder", node)
        self.refuse_cycle((real,), node)
        if len(self.chain) >= self.shelf.limits.depth:
            raise RefusalError(
                "limit", f"more than {self.shelf.limits.depth} kustomizations include each other", node
            )
        return Loader(self.shelf, real, (*self.chain, real), {})

    def refuse_cycle(self, folders: Iterable[str], node: Node) -> None:
        """RefusalError if one of these folders is or contains one that led here."""
        for folder in folders:
            for visited in self.chain:
                if folder in ("", visited) or visited.startswith(folder + "/"):
                    names = f"{folder or 'the repository'} contains {visited or 'itself'}"
                    raise RefusalError("cycle", f"{names}, which includes it", node)

    def _file(self, node: Node, path: str) -> str:
        """The real path of a file; RefusalError where it may not be read."""
        if is_url(path):
            return self._mirrored(node, path)
        real = self._real(node, path)
        if real is None:
            raise RefusalError("missing", f"there is no file {path}", node)
        if self.shelf.tree.is_folder(real):
            raise RefusalError("invalid", f"{path} is a folder", node)
        inside = not self.folder or real.startswith(self.folder + "/")
        if not inside and not self.shelf.limits.anywhere:
            raise RefusalError("outside", f"{path} is not below the folder of this kustomization", node)
        return real

    def _real(self, node: Node, path: str) -> str | None:
        if not path:
            raise RefusalError("invalid", "a path must not be empty", node)
        joined = posixpath.normpath(posixpath.join(self.folder, path))
        if path.startswith("/") or joined == ".." or joined.startswith("../"):
            raise RefusalError("outside", f"{path} leads out of the repository", node)
        return self.shelf.tree.real("" if joined == "." else joined)

    def _mirrored(self, node: Node, path: str) -> str:
        place = mirrored(path, self.shelf.limits.mirrors)
        if place is None:
            raise RefusalError("remote", f"{path} is not in the repository", node)
        real = self.shelf.tree.real(place)
        if real is None:
            raise RefusalError("missing", f"the mirror has no {place}, which is {path}", node)
        return real
