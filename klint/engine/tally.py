"""What was read, what was checked and what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.engine.outcome import SetAside, Summary
from klint.schema.coverage import coverage

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    known = coverage(cluster)
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
        unknown_kinds=known.unknown,
        not_evaluated=known.unevaluated,
        release=cluster.release,
    )
