"""One version of a Kubernetes kind, and the row that says so in `schemas/kubernetes/kinds.json`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Mapping

ALL_VERBS = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")
_VERSION = r"v(\d+)(?:(alpha|beta)(\d+))?"
_STAGES = {"alpha": 0, "beta": 1, None: 2}


class Kind(NamedTuple):
    """A kind of an API group in one version.

    `type` names its type in the table of types; empty for what no release that klint knows serves.
    `plural` is its resource, as RBAC names it; empty for what is only sent to a subresource (Scale, Eviction).
    `introduced` is None for 1.15 and before, `removed` is the first release without it.
    `optional` kinds are served only where the API server is told to (alpha, and beta since 1.24).
    `moved` is the kind it became elsewhere ("apps/v1/Deployment"), `instead` what else took its place.
    """

    group: str
    version: str
    name: str
    type: str = ""
    plural: str = ""
    namespaced: bool = False
    verbs: tuple[str, ...] = ALL_VERBS
    subresources: Mapping[str, tuple[str, ...]] = {}
    introduced: Release | None = None
    removed: Release | None = None
    deprecated: Release | None = None
    optional: bool = False
    moved: str = ""
    instead: str = ""

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def rank(self) -> tuple[int, int, int]:
        """Orders the versions of a group as the API server prefers them: v1beta1, v1beta2, v1, v2."""
        found = re.fullmatch(_VERSION, self.version)
        return (_STAGES[found[2]], int(found[1]), int(found[3] or 0)) if found else (-1, 0, 0)

    def served(self, release: Release) -> bool:
        """Whether `release` serves it, by default or on demand."""
        return (not self.introduced or self.introduced <= release) and (
            not self.removed or release < self.removed
        )


def read(key: str, row: Mapping[str, Any]) -> Kind:
    """The kind of a row of the table; `key` is like `apps/v1/Deployment` or `v1/Pod`."""
    *group, version, name = key.split("/")
    return Kind(
        "".join(group),
        version,
        name,
        type=row.get("type", ""),
        plural=row.get("plural", ""),
        namespaced=row.get("namespaced", False),
        verbs=tuple(row.get("verbs", ALL_VERBS if "plural" in row else ())),
        subresources={action: tuple(verbs) for action, verbs in row.get("subresources", {}).items()},
        introduced=_release(row.get("since")),
        removed=_release(row.get("until")),
        deprecated=_release(row.get("deprecated")),
        optional=row.get("optional", False),
        moved=row.get("moved", ""),
        instead=row.get("instead", ""),
    )


def _release(minor: int | None) -> Release | None:
    return Release(1, minor) if minor else None
