"""What is known of the custom resources of a cluster, so that silence is not taken for consent."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from klint.manifest.groups import BUILTIN_GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.cluster import Cluster
    from klint.manifest import Resource


class Coverage(NamedTuple):
    """`unknown` are custom resources that nothing describes, by kind (`example.com/v1/Widget`).

    `unevaluated` is what their definitions ask for beyond what klint judges by, in words, and how much.
    """

    unknown: Mapping[str, int]
    unevaluated: Mapping[str, int]


def coverage(cluster: Cluster) -> Coverage:
    """Count the custom resources of a cluster; each kind's expressions count once."""
    custom = [resource for resource in cluster.resources if resource.group not in BUILTIN_GROUPS]
    counts = Counter(map(_kind, custom))
    unknown: dict[str, int] = {}
    unevaluated: dict[str, int] = {}
    for kind, resource in {_kind(resource): resource for resource in custom}.items():
        definition = cluster.crd(resource.group, resource.kind)
        if definition is not None:
            unevaluated |= _unevaluated(definition, resource.version, kind)
        elif not _is_described(resource, cluster):
            unknown[kind] = counts[kind]
    return Coverage(unknown, unevaluated)


def _kind(resource: Resource) -> str:
    return f"{resource.api_version}/{resource.kind}"


def _unevaluated(definition: Resource, version: str, kind: str) -> Mapping[str, int]:
    from klint.schema import crd

    known = crd.definition(definition).version(version)
    counts = crd.unevaluated(known.schema) if known and known.schema else {}
    return {f"{what} of {kind}": count for what, count in counts.items()}


def _is_described(resource: Resource, cluster: Cluster) -> bool:
    if not cluster.schemas:
        return False
    from klint.schema import supplied

    return supplied.describes(resource, cluster.schemas, cluster.release)
