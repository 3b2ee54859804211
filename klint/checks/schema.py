"""Objects of Kubernetes' own kinds against what Kubernetes knows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.checks.violations import hits
from klint.schema import walker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.finding import Hit
    from klint.manifest import Resource
    from klint.release import Release


def violations(resource: Resource, release: Release) -> Iterator[Hit]:
    """Every fault of an object; each names the page of its kind of fault."""
    found = walker.violations(resource.value, resource.group, resource.version, resource.kind, release)
    yield from hits(resource, found)
