"""Custom resources and their definitions."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from klint.checks.violations import hits
from klint.manifest.groups import BUILTIN_GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.cluster import Cluster
    from klint.finding import Hit
    from klint.manifest import Resource
    from klint.release import Release


def violations(resource: Resource, cluster: Cluster) -> Iterator[Hit]:
    """Every fault of a custom resource; one whose kind nothing describes is counted, not judged.

    Of several definitions of a kind (two versions of an operator in one repository) the kindest counts.
    """
    definitions = _definitions(cluster).get((resource.group, resource.kind))
    if definitions:
        yield from _by_definition(resource, definitions, cluster.release)
    elif cluster.schemas and resource.group not in BUILTIN_GROUPS:
        from klint.schema import supplied

        yield from hits(resource, supplied.violations(resource, cluster.schemas, cluster.release) or ())


def _by_definition(resource: Resource, definitions: list[Resource], release: Release) -> Iterator[Hit]:
    from klint.schema import crd  # most runs meet no custom resource

    answers = [(crd.violations(resource, definition, release), definition) for definition in definitions]
    found, definition = min(answers, key=lambda answer: len(answer[0]))
    for hit in hits(resource, found):
        if hit.rule == "version-not-served":
            hit.related = ((definition["spec"]["versions"], "the versions that are defined"),)
        else:
            hit.related = (*hit.related, (definition["spec"]["names"]["kind"], "its definition"))
        hit.certain = hit.certain and len(definitions) == 1
        yield hit


@lru_cache(maxsize=4)
def _definitions(cluster: Cluster) -> Mapping[tuple[str, str], list[Resource]]:
    """The CustomResourceDefinitions by the kind that they define."""
    kinds: dict[tuple[str, str], list[Resource]] = {}
    for resource in cluster.of("CustomResourceDefinition"):
        spec = resource["spec"]
        group, kind = spec["group"].value, spec["names"]["kind"].value
        if isinstance(group, str) and isinstance(kind, str):
            kinds.setdefault((group, kind), []).append(resource)
    return kinds


def definition(resource: Resource, release: Release) -> Iterator[Hit]:
    """What the API server would refuse a CustomResourceDefinition for."""
    from klint.schema import crd

    yield from hits(resource, crd.faults(resource, release))
