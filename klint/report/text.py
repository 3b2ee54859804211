"""For people: each finding in a frame of its source, then what was not looked at."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from klint.finding import Severity
from klint.report.cells import printable
from klint.report.closing import closing
from klint.report.tally import number
from klint.report.terminal import PAPER, SCREEN, link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.engine.outcome import Report
    from klint.finding import Finding, Location
    from klint.report.options import Options
    from klint.report.terminal import Ink
    from klint.text import Source


def render(report: Report, options: Options) -> str:
    ink = SCREEN if options.colour else PAPER
    explained: set[str] = set()
    lines: list[str] = []
    for finding in report.findings:
        if is_shown(finding, options):
            lines += _entry(finding, report.sources, options, ink, first=finding.rule not in explained)
            lines.append("")
            explained.add(finding.rule)
    if not options.quiet:
        lines += closing(report, options, ink)
    return "\n".join(lines) + "\n" if lines else ""


def is_shown(finding: Finding, options: Options) -> bool:
    """What may be explained by something unseen, and what is merely good to know, is counted unless asked for."""
    return options.verbose or (finding.certain and finding.severity > Severity.info)


def _entry(
    finding: Finding, sources: Mapping[str, Source], options: Options, ink: Ink, *, first: bool
) -> list[str]:
    from klint.report import frame  # a clean run draws none

    tint = ink.of(finding.severity)
    doubt = "" if finding.certain else " (uncertain)"
    head = f"{tint}{finding.severity.name}[{finding.rule}]{ink.end}"
    made = [f"{head}{ink.strong}: {printable(finding.message)}{ink.end}{doubt}"]
    panels = frame.panels(finding)
    margin = " " * frame.gutter(panels)
    bar = f"{ink.frame}{margin} |{ink.end}"
    look = frame.Look(margin, options.width, ink, tint)
    for panel in panels:
        if not panel[0].main:
            made.append(bar)
        arrow = "-->" if panel[0].main else ":::"
        made.append(f"{margin}{ink.frame}{arrow}{ink.end} {_place(panel[0].location, options)}")
        source = sources.get(panel[0].location.path)
        if source is not None:
            made += frame.rows(panel, source, look)
    notes = _notes(finding, frame.MOST_RELATED, first=first)
    if notes:
        made.append(bar)
        made += [f"{margin} {ink.frame}={ink.end} {note}" for note in notes]
    return made


def _notes(finding: Finding, most: int, *, first: bool) -> list[str]:
    notes = [f"fix: {printable(title)}{'' if safe else ' (review it)'}" for title, safe, _ in finding.fixes]
    beyond = len(finding.related) - most
    if beyond > 0:
        notes.insert(0, f"and {number(beyond, 'more place')}")
    return [*notes, f"help: klint explain {finding.rule}"] if first else notes


def _place(location: Location, options: Options) -> str:
    text = f"{printable(location.path)}:{location.start.line + 1}:{location.start.column + 1}"
    if not options.links:
        return text
    return link(text, posixpath.join(options.folder.replace("\\", "/"), location.path))
