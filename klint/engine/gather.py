"""What every file says by itself: from the cache, from other processes, or by reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.engine.scan import Record, scan
from klint.yaml import Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.engine.running import Running
    from klint.text import Source


WORTH_SHARING = 400  # files; with fewer, more processes cost more than they save (bench: two processes / one)


class Scanned(NamedTuple):
    """One file with what it says; the stream is read when somebody looks into it."""

    stream: Stream
    record: Record


def gather(sources: Sequence[Source], running: Running, *, jobs: int) -> list[Scanned]:
    """Scan all files, in their order."""
    context = {"release": running.config.kubernetes}
    if jobs == 1 or len(sources) < WORTH_SHARING:
        return [Scanned(*scan(source, running.dispatch, context)) for source in sources]
    from klint.engine.workers import processes, share_out

    def work(share: Sequence[int]) -> list[Any]:
        return [[index, scan(sources[index], running.dispatch, context)[1].to_json()] for index in share]

    count = processes(jobs, len(sources) // (WORTH_SHARING // 2))
    rows = [row for answer in share_out(range(len(sources)), count, work) for row in answer]
    return [Scanned(Stream(sources[index]), Record.from_json(row)) for index, row in sorted(rows, key=_first)]


def _first(row: list[Any]) -> int:
    return int(row[0])
