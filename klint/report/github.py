"""Annotations of GitHub Actions, and the summary of a job as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.finding import Severity
from klint.report.cells import printable
from klint.report.closing import closing
from klint.report.concise import line
from klint.report.terminal import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.engine.outcome import Report
    from klint.finding import Finding
    from klint.report.options import Options

_MOST = 10  # annotations of one type that a step may make; GitHub drops the others without a word
_LONGEST = 900_000  # bytes of a summary; above 1 MiB GitHub refuses the whole
_COMMANDS = ("error", "warning", "notice")


def render(report: Report, options: Options) -> str:
    """Annotations as far as GitHub shows them, the other findings as lines of the log."""
    by_command: dict[str, list[Finding]] = {name: [] for name in _COMMANDS}
    for finding in report.findings:
        by_command[_command(finding)].append(finding)
    lines = []
    for command, findings in by_command.items():
        fits = len(findings) <= _MOST
        shown = findings if fits else findings[: _MOST - 1]
        lines += [_annotation(command, finding, options) for finding in shown]
        if not fits:
            lines.append(
                f"::{command} title=klint::{len(findings) - len(shown)} more, see the log of this step"
            )
            lines += [_logged(line(finding)) for finding in findings[len(shown) :]]
    lines += [_logged(text) for text in closing(report, options._replace(verbose=True), PAPER)]
    return "\n".join(lines) + "\n"


def summary_markdown(report: Report, options: Options) -> str:
    """For the file that `GITHUB_STEP_SUMMARY` names; as many findings as GitHub accepts."""
    verdict, *rest = closing(report, options._replace(verbose=True), PAPER)
    lines = ["## klint", "", _plain(verdict), "", *(f"- {_plain(text.strip())}" for text in rest)]
    if report.findings:
        lines += ["", "| | Rule | Place | Message |", "|---|---|---|---|"]
    size = len("\n".join(lines).encode(errors="replace"))
    for index, finding in enumerate(report.findings):
        row = _table_row(finding, options)
        size += len(row.encode(errors="replace")) + 1
        if size > _LONGEST:
            lines += ["", f"{len(report.findings) - index:,} more findings are in the log."]
            break
        lines.append(row)
    return "\n".join(lines) + "\n"


def _command(finding: Finding) -> str:
    return _COMMANDS[Severity.error - finding.severity] if finding.certain else "notice"


def _annotation(command: str, finding: Finding, options: Options) -> str:
    path, start, end = finding.location
    fields: dict[str, str | int] = {
        "file": printable(options.from_root(path)),
        "line": start.line + 1,
        "endLine": end.line + 1,
    }
    if start.line == end.line:  # GitHub refuses columns over several lines
        fields |= {"col": start.column + 1, "endColumn": end.column + 1}
    fields["title"] = f"{finding.rule}{'' if finding.certain else ' (uncertain)'}"
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in fields.items())
    return f"::{command} {listed}::{_data(printable(finding.message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _logged(text: str) -> str:
    """A line that the runner takes for no command, whatever a manifest is called or says."""
    text = text.replace("##[", "## [")
    return f"- {text}" if text.lstrip().startswith("::") else text


def _table_row(finding: Finding, options: Options) -> str:
    severity = finding.severity.name if finding.certain else "uncertain"
    place = f"{options.from_root(finding.location.path)}:{finding.location.start.line + 1}"
    cells: Iterable[str] = (severity, finding.rule, place, finding.message)
    return f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    for sign in "\\`*_[]|~":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.replace("&", "&amp;").replace("<", "&lt;").split())
