"""The same object described twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.finding import Hit
from klint.manifest.groups import BUILTIN_GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.cluster import Cluster
    from klint.manifest import Resource


def objects(cluster: Cluster) -> Iterator[Hit]:
    """Two descriptions of one object in one file; in different files they may be alternatives."""
    seen: dict[tuple[str, ...], Resource] = {}
    for resource in cluster.resources:
        if not resource.name:
            continue
        group = "" if resource.group in BUILTIN_GROUPS else resource.group
        key = (resource.source.path, group, resource.kind, resource.namespace, resource.name)
        first = seen.setdefault(key, resource)
        if first is not resource:
            yield Hit(
                resource["metadata"]["name"],
                (first["metadata"]["name"], "the first one"),
                kind=resource.kind,
                name=resource.name,
            )
