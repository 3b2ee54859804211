"""The cluster that files would become, without judging them: for commands that ask it something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.cluster import Cluster
from klint.manifest import assign, outline, resources
from klint.yaml import Stream

if TYPE_CHECKING:
    from klint.config import Config
    from klint.engine.project import Project


def assembled(project: Project, config: Config) -> Cluster:
    """Every object that will reach the cluster, as `klint check` tells them from other documents."""
    streams = [Stream(source) for source in project.sources]
    outlines = [outline(stream, stream.source.path) for stream in streams]
    roles = assign(outlines)
    judged = [
        resource
        for stream, one in zip(streams, outlines, strict=True)
        for resource in resources(stream, one)
        if roles.judged(resource)
    ]
    declared = [
        resource
        for stream in map(Stream, project.declared)
        for resource in resources(stream, outline(stream, stream.source.path))
    ]
    return Cluster(judged, config.kubernetes, declared=declared, schemas=config.schemas)
