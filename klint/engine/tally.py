"""What was read, what was checked and what was not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from klint.engine.outcome import SetAside, Summary
from klint.manifest.groups import BUILTIN_GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klint.cluster import Cluster
    from klint.engine.gather import Scanned
    from klint.manifest import Roles


def tally(
    scanned: Sequence[Scanned],
    roles: Roles,
    cluster: Cluster,
    unread: Sequence[tuple[str, str]],
) -> Summary:
    """Count a run."""
    outlines = [one.record.outline for one in scanned]
    return Summary(
        files=len(outlines),
        documents=sum(len({entry.document for entry in outline.entries}) for outline in outlines),
        resources=sum(entry.shape == "object" for outline in outlines for entry in outline.entries),
        checked=len(cluster.resources),
        roles=tuple((path, str(roles[path]), roles[path].why) for path in roles),
        set_aside=tuple(
            SetAside(aside.path, aside.document, str(aside.role), aside.role.why)
            for aside in roles.set_aside()
        ),
        unread=tuple(unread),
        unknown_kinds=_unknown(cluster),
        not_evaluated={},
        release=cluster.release,
    )


def _unknown(cluster: Cluster) -> Mapping[str, int]:
    """Custom resources that no CustomResourceDefinition of the run describes."""
    return Counter(
        f"{resource.api_version}/{resource.kind}"
        for resource in cluster.resources
        if resource.group not in BUILTIN_GROUPS and cluster.crd(resource.group, resource.kind) is None
    )
