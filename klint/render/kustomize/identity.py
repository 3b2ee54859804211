"""How kustomize tells objects apart."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from klint.release import Release
from klint.schema import (
    facts,  # one site: facts lie below renderers as soon as they have a place of their own
)

_BUNDLED = Release(1, 21)  # the release whose schema kustomize 5 carries
_NOWHERE = "_non_namespaceable_"  # seen by users: patterns of selectors are held against it


class Gvk(NamedTuple):
    """Group, version and kind; in a selector an empty one stands for any."""

    group: str
    version: str
    kind: str

    def selects(self, other: Gvk) -> bool:
        """Whether this, as a selector, takes `other`."""
        group, version, kind = self
        return (
            (not group or group == other.group)
            and (not version or version == other.version)
            and (not kind or kind == other.kind)
        )

    def __str__(self) -> str:
        return ".".join(word for word in (self.kind, self.version, self.group) if word)


class Id(NamedTuple):
    """What is unique in a set of objects; `namespace` as it is written."""

    gvk: Gvk
    name: str
    namespace: str

    @property
    def space(self) -> str:
        """The namespace an object is in, or what kustomize calls that of an object in none."""
        return _NOWHERE if cluster_scoped(self.gvk) else self.namespace or "default"

    @property
    def key(self) -> tuple[Gvk, str, str]:
        """Equal for ids of one object."""
        return self.gvk, self.name, self.space

    def selected_by(self, selector: Id) -> bool:
        """Whether a selector takes this; what is empty in it stands for any."""
        return (
            (not selector.name or selector.name == self.name)
            and (not selector.namespace or selector.namespace == self.space)
            and selector.gvk.selects(self.gvk)
        )

    def __str__(self) -> str:
        where = f"{self.namespace}/" if self.namespace else ""
        return f"{self.gvk.kind} {where}{self.name}"


def gvk_of(api_version: str, kind: str) -> Gvk:
    """`apps/v1` and `Deployment` as group, version and kind."""
    group, slash, version = api_version.partition("/")
    return Gvk(group, version, kind) if slash else Gvk("", group, kind)


@lru_cache(maxsize=4096)
def bundled(gvk: Gvk) -> bool:
    """Whether the schema that kustomize carries has the kind."""
    kind = facts.kind(*gvk)
    return kind is not None and kind.served(_BUNDLED) and "list" in kind.verbs and "alpha" not in gvk.version


@lru_cache(maxsize=4096)
def cluster_scoped(gvk: Gvk) -> bool:
    """Whether kustomize knows the kind to be in no namespace; of kinds it does not know it does not."""
    kind = facts.kind(*gvk)
    return bundled(gvk) and kind is not None and not kind.namespaced
