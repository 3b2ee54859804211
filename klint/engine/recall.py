"""What the cache knows: whole runs by all that they depend on, files by their content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.engine import draft as drafts
from klint.engine.digest import digest, state
from klint.engine.draft import Draft
from klint.engine.gather import Scanned, gather
from klint.engine.outcome import Report, SetAside, Summary
from klint.engine.scan import Record
from klint.release import Release
from klint.yaml import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from klint.config import Config
    from klint.engine.cache import Cache
    from klint.engine.running import Running
    from klint.engine.world import World
    from klint.finding import Finding
    from klint.text import Source


def recalled(
    sources: Sequence[Source],
    running: Running,
    world: World,
    cache: Cache,
    judge: Callable[[list[str]], Report],
) -> Report:
    """The report of the same run, or that of `judge`, which is given the keys of the files."""
    of_files = keys(sources, running)
    of_run = run_key(of_files, running, world)
    report = recall(cache, of_run, sources, running)
    if report is None:
        report = judge(of_files)
        remember(cache, of_run, report)
    return report


def keys(sources: Sequence[Source], running: Running) -> list[str]:
    """Under which key the cache holds what each file says by itself."""
    prefix = digest(state(_folders(running.config)), str(running.config.kubernetes), running.dispatch.state())
    return [digest(prefix, source.path, source.text) for source in sources]


def _folders(config: Config) -> Iterable[str]:
    """What of the user's an answer depends on: pages and JSON Schemas, whose locations may be templates."""
    yield from config.rule_paths
    for location in config.schemas:
        yield location.partition("{{")[0].rpartition("/")[0] or "."


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


def run_key(keys: Sequence[str], running: Running, world: World) -> str:
    """The key of a run, given those of its files."""
    declared = [digest(source.path, source.text) for source in world.declared]
    return digest(
        *keys,
        repr((declared, list(world.unread), running.today, sorted(running.baseline))),
        repr(running.config._replace(lines={})),
    )


def recall(cache: Cache, key: str, sources: Sequence[Source], running: Running) -> Report | None:
    """The report of the same run, if there was one."""
    row = cache.get([key]).get(key)
    if row is None:
        return None
    findings, suppressed, summary, objects, crashed = row
    return Report(
        findings=tuple(_finding(one) for one in findings),
        suppressed=tuple((_finding(one), why) for one, why in suppressed),
        summary=_summary(summary),
        rules={rule.name: rule for rule in running.rules},
        sources={source.path: source for source in sources},
        crashed=crashed,
        objects=tuple((path, name) for path, names in objects for name in names),
    )


def remember(cache: Cache, key: str, report: Report) -> None:
    """Keep a report for the next time."""
    objects: dict[str, list[str]] = {}
    for path, name in report.objects:
        objects.setdefault(path, []).append(name)
    summary = report.summary
    row = [
        [_row(finding) for finding in report.findings],
        [[_row(finding), why] for finding, why in report.suppressed],
        [*summary[:-1], list(summary.release)],
        list(objects.items()),
        report.crashed,
    ]
    cache.put({key: row})


def _row(finding: Finding) -> list[Any]:
    return drafts.to_json(Draft(finding, None, None))


def _finding(row: list[Any]) -> Finding:
    return drafts.from_json(row).finding


def _summary(row: list[Any]) -> Summary:
    files, documents, resources, checked, roles, set_aside, unread, unknown_kinds, not_evaluated, release = (
        row
    )
    return Summary(
        files,
        documents,
        resources,
        checked,
        tuple(tuple(one) for one in roles),
        tuple(SetAside(*one) for one in set_aside),
        tuple((path, reason) for path, reason in unread),
        unknown_kinds,
        not_evaluated,
        Release(*release),
    )
