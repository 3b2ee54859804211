"""Why a kustomization does not build."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from klint.yaml import Node


class Problem(NamedTuple):
    """What is wrong, and where a person has to look.

    `kind` is one of
    `missing` (a file or folder that is not there), `outside` (one that may not be read), `empty` (a kustomization
    that says nothing), `invalid` (a field or a file that is not what it should be), `malformed` (no YAML),
    `component` (a component among resources or the reverse), `cycle`, `conflict` (two objects of one id, an id that
    must be there and is not, two referents of one name), `no-target` (a patch or replacement that finds no object),
    `mismatch` (a patch, path or replacement that does not fit the object), and, not evaluated rather than wrong,
    `remote`, `helm`, `plugin`, `limit` and `unsupported`.

    `node` is None only where a whole file is meant that cannot be read. `through` are the lines that led from the
    kustomization that was to be built to the one in which this happened, the outermost first.
    """

    kind: str
    message: str
    node: Node | None = None
    through: tuple[Node, ...] = ()

    @property
    def evaluated(self) -> bool:
        """Whether klint knows that kustomize would fail too."""
        return self.kind not in ("remote", "helm", "plugin", "limit", "unsupported")


class RefusalError(Exception):
    """Ends a build; never leaves this package."""

    def __init__(self, kind: str, message: str, node: Node | None = None) -> None:
        super().__init__(message)
        self.problem = Problem(kind, message, node)

    def at(self, node: Node | None) -> RefusalError:
        """The same, at `node` unless a place is already known."""
        if self.problem.node is None:
            self.problem = self.problem._replace(node=node)
        return self

    def through(self, node: Node) -> RefusalError:
        """The same, reached by way of `node`."""
        self.problem = self.problem._replace(through=(node, *self.problem.through))
        return self
