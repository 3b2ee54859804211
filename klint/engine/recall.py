"""A whole run that was made before: the same files, config and klint give the same report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.engine import draft as drafts
from klint.engine.digest import digest
from klint.engine.draft import Draft
from klint.engine.outcome import Report, SetAside, Summary
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.engine.cache import Cache
    from klint.engine.check import World
    from klint.engine.running import Running
    from klint.finding import Finding
    from klint.text import Source


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
    files, documents, resources, checked, roles, set_aside, unread, unknown_kinds, not_evaluated, release = row
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
