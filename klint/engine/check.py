"""The one way in: sources and a config give a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.cluster import Cluster
from klint.engine.closing import close
from klint.engine.gather import gather
from klint.engine.running import prepare
from klint.engine.scan import judge, run
from klint.engine.tally import tally
from klint.engine.world import World
from klint.manifest import assign, outline, resources
from klint.yaml import Stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klint.config import Config
    from klint.engine.cache import Cache
    from klint.engine.draft import Draft
    from klint.engine.gather import Scanned
    from klint.engine.outcome import Report
    from klint.engine.running import Running
    from klint.manifest import Resource, Roles
    from klint.text import Source


def check(
    sources: Sequence[Source],
    config: Config,
    *,
    world: World | None = None,
    cache: Cache | None = None,
    jobs: int = 1,
) -> Report:
    """Judge a set of files as the cluster that they would become.

    KlintError for a mistake in the config or a rule page; what is wrong with a manifest is a finding.
    """
    world = world or World()
    running = prepare(config, world.today)
    if cache is None:
        return _judge(gather(sources, running, jobs=jobs), running, world)
    from klint.engine.recall import gather_cached, recalled

    def judge_files(keys: Sequence[str]) -> Report:
        return _judge(gather_cached(sources, keys, running, cache, jobs=jobs), running, world)

    return recalled(sources, running, world, cache, judge_files)


def _judge(scanned: Sequence[Scanned], running: Running, world: World) -> Report:
    """What all files say together."""
    roles = assign([one.record.outline for one in scanned])
    config = running.config
    cluster = Cluster(
        _judged(scanned, roles),
        config.kubernetes,
        declared=_declared(world.declared),
        schemas=config.schemas,
    )
    drafts = [made for one in scanned for made in one.record.drafts]
    drafts += _together(cluster, running)
    report = close(scanned, drafts, roles, running, tally(scanned, roles, cluster, world.unread))
    return report._replace(objects=tuple((one.source.path, one.id) for one in cluster.resources))


def _judged(scanned: Sequence[Scanned], roles: Roles) -> list[Resource]:
    return [
        resource
        for one in scanned
        for resource in resources(one.stream, one.record.outline)
        if roles.judged(resource)
    ]


def _declared(sources: Sequence[Source]) -> list[Resource]:
    streams = [Stream(source) for source in sources]
    return [
        resource for stream in streams for resource in resources(stream, outline(stream, stream.source.path))
    ]


def _together(cluster: Cluster, running: Running) -> list[Draft]:
    """The findings of the checks that need more than one file."""
    context: Mapping[str, object] = {"cluster": cluster, "release": cluster.release}
    dispatch = running.dispatch
    drafts: list[Draft] = []
    for call in dispatch.calls("cluster", local=False):
        drafts += run(call, cluster, None, context)
    if dispatch.subjects(local=False) - {"cluster"}:
        for resource in cluster.resources:
            drafts += judge(resource, dispatch, context, local=False)
    return drafts
