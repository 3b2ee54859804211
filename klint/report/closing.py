"""The last lines of a run for people: what was found, and what was not looked at and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.report.cells import printable
from klint.report.tally import enumerated, listed, number, roles, tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.engine.outcome import Report
    from klint.report.options import Options
    from klint.report.tally import Tally
    from klint.report.terminal import Ink

_MOST_UNREAD = 3


def closing(report: Report, options: Options, ink: Ink) -> Iterator[str]:
    """One line with the verdict, then one for each thing that was not checked or not shown."""
    counted = tally(report)
    yield _verdict(report, counted, ink)
    if report.crashed:
        yield f"{ink.error}a rule crashed{ink.end}: what it would have found is missing"
    yield from _untold(report, counted, options)


def _verdict(report: Report, counted: Tally, ink: Ink) -> str:
    summary = report.summary
    files = number(summary.files, "file")
    scope = f"{number(summary.checked, 'object')} in {files} checked against Kubernetes {summary.release}"
    found = [
        f"{tint}{number(count, noun)}{ink.end}"
        for count, noun, tint in (
            (counted.errors, "error", ink.error),
            (counted.warnings, "warning", ink.warning),
        )
        if count
    ]
    if found:
        return f"Found {enumerated(found)}; {scope}"
    if not summary.files:
        return "Nothing to check: no file found"
    if not summary.checked and not report.findings:
        return f"Nothing to check: no Kubernetes object in {files}"
    return f"{ink.strong}No fault found{ink.end}; {scope}"


def _untold(report: Report, counted: Tally, options: Options) -> Iterator[str]:
    summary = report.summary
    if counted.hidden and not options.verbose:
        hidden = {"uncertain": counted.uncertain, "info": counted.infos}
        yield f"  not shown: {listed({k: v for k, v in hidden.items() if v})}; --verbose shows them"
    if report.suppressed:
        yield f"  suppressed: {counted.suppressed:,}"
    if summary.set_aside:
        yield f"  set aside: {listed(roles(report))}; --show-files lists them"
    if summary.unknown_kinds:
        yield f"  no schema for: {listed(summary.unknown_kinds)}"
    if summary.not_evaluated:
        yield f"  not evaluated: {listed(summary.not_evaluated)}"
    for path, reason in summary.unread[:_MOST_UNREAD]:
        yield f"  not read: {printable(path)}: {printable(reason)}"
    if len(summary.unread) > _MOST_UNREAD:
        yield f"  not read: {len(summary.unread) - _MOST_UNREAD:,} more; --show-files lists them"
