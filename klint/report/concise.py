"""A line a finding, for grep and for editors: `path:line:column: severity[rule] message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.report.cells import printable
from klint.report.closing import closing
from klint.report.terminal import PAPER, SCREEN
from klint.report.text import is_shown

if TYPE_CHECKING:
    from klint.engine.outcome import Report
    from klint.finding import Finding
    from klint.report.options import Options
    from klint.report.terminal import Ink


def render(report: Report, options: Options) -> str:
    ink = SCREEN if options.colour else PAPER
    lines = [line(finding, ink) for finding in report.findings if is_shown(finding, options)]
    if not options.quiet:
        lines += closing(report, options, ink)
    return "\n".join(lines) + "\n" if lines else ""


def line(finding: Finding, ink: Ink = PAPER) -> str:
    """One finding; columns are one-based and count code points."""
    path, start, _ = finding.location
    doubt = "" if finding.certain else " (uncertain)"
    return (
        f"{printable(path)}:{start.line + 1}:{start.column + 1}: "
        f"{ink.of(finding.severity)}{finding.severity.name}[{finding.rule}]{ink.end} "
        f"{printable(finding.message)}{doubt}"
    )
