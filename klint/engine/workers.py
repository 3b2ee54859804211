"""Files shared out to forked processes, where that pays."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def processes(jobs: int, most: int) -> int:
    """How many processes to use: `jobs`, or one a core where that is 0, but not more than `most`."""
    if not hasattr(os, "fork"):
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(jobs or cores, most))


def share_out(items: Sequence[Any], count: int, work: Callable[[Sequence[Any]], Any]) -> list[Any]:
    """`work` over `count` shares of the items, its JSON answers in the order of the shares.

    The last share is worked on here; a share whose process fails is worked on here too.
    """
    shares = [items[index::count] for index in range(count)]
    children = [_fork(share, work) for share in shares[:-1]]
    last = work(shares[-1])
    answers = [
        _answer(reader, process) or work(share)
        for (reader, process), share in zip(children, shares[:-1], strict=True)
    ]
    return [*answers, last]


def _fork(share: Sequence[Any], work: Callable[[Sequence[Any]], Any]) -> tuple[int, int]:
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        return reader, process
    status = 1
    try:
        os.close(reader)
        with os.fdopen(writer, "w", encoding="utf-8") as pipe:
            json.dump(work(share), pipe, separators=(",", ":"))
        status = 0
    finally:
        os._exit(status)  # the parent's buffers and handlers are not ours


def _answer(reader: int, process: int) -> Any:
    with os.fdopen(reader, encoding="utf-8") as pipe:
        text = pipe.read()
    _, status = os.waitpid(process, 0)
    return json.loads(text) if status == 0 else None
