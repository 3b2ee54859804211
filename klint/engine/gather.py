"""What every file says by itself: from the cache, from other processes, or by reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.engine.digest import digest, state
from klint.engine.scan import Record, scan
from klint.engine.workers import processes, share_out
from klint.yaml import Stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klint.config import Config
    from klint.engine.cache import Cache
    from klint.engine.running import Running
    from klint.text import Source


class Scanned(NamedTuple):
    """One file with what it says; the stream is read when somebody looks into it."""

    stream: Stream
    record: Record


def keys(sources: Sequence[Source], running: Running) -> list[str]:
    """Under which key the cache holds what each file says by itself."""
    prefix = digest(state(_folders(running.config)), str(running.config.kubernetes), running.dispatch.state())
    return [digest(prefix, source.path, source.text) for source in sources]


def _folders(config: Config) -> Iterable[str]:
    """What of the user's an answer depends on: pages and JSON Schemas, whose locations may be templates."""
    yield from config.rule_paths
    for location in config.schemas:
        yield location.partition("{{")[0].rpartition("/")[0] or "."


def gather(sources: Sequence[Source], running: Running, *, jobs: int) -> list[Scanned]:
    """Scan all files, in their order."""
    context = {"release": running.config.kubernetes}
    count = processes(jobs, len(sources))
    if count == 1:
        return [Scanned(*scan(source, running.dispatch, context)) for source in sources]

    def work(share: Sequence[int]) -> list[Any]:
        return [[index, scan(sources[index], running.dispatch, context)[1].to_json()] for index in share]

    rows = [row for answer in share_out(range(len(sources)), count, work) for row in answer]
    return [Scanned(Stream(sources[index]), Record.from_json(row)) for index, row in sorted(rows, key=_first)]


def gather_cached(
    sources: Sequence[Source], by: Sequence[str], running: Running, cache: Cache, *, jobs: int
) -> list[Scanned]:
    """The same, but what the cache knows under the keys `by` is not scanned again."""
    known = cache.get(by)
    missing = [source for source, key in zip(sources, by, strict=True) if key not in known]
    fresh = {one.stream.source.path: one for one in gather(missing, running, jobs=jobs)}
    made = {key: source.path for source, key in zip(sources, by, strict=True) if key not in known}
    cache.put({key: fresh[path].record.to_json() for key, path in made.items()})
    return [
        Scanned(Stream(source), Record.from_json(known[key])) if key in known else fresh[source.path]
        for source, key in zip(sources, by, strict=True)
    ]


def _first(row: list[Any]) -> int:
    return int(row[0])
