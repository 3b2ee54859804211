"""A report on its way out: formats, files, statistics, exit code."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from klint.errors import KlintError
from klint.finding import Severity
from klint.report import Options, render

if TYPE_CHECKING:
    from klint.cli.flags import Flags
    from klint.config import Config
    from klint.engine.outcome import Report

CLEAN, FOUND, WRONG_USE, NOTHING, CRASHED = 0, 1, 2, 3, 70


def deliver(report: Report, flags: Flags, config: Config) -> None:
    """Print or write the report in every format that was asked for."""
    if flags.show_files:
        _print(_files(report))
        return
    for wanted in flags.output_format or ("text",):
        name, _, file = wanted.partition("=")
        text = render(report, name, _options(flags, config, to_file=bool(file)))
        if file:
            _write(file, text)
        else:
            _print(text)
    if flags.statistics:
        _print(_statistics(report))
    if flags.show_suppressed:
        _print(_suppressed(report))


def status(report: Report, flags: Flags, config: Config) -> int:
    """The exit code; uncertain findings do not count."""
    summary = report.summary
    if report.crashed:
        return CRASHED
    if flags.exit_zero:
        return CLEAN
    if flags.strict and (summary.unread or summary.not_evaluated):
        return FOUND
    bad = Severity[config.fail_on] if config.fail_on != "never" else None
    if bad and any(finding.certain and finding.severity >= bad for finding in report.findings):
        return FOUND
    if not summary.files and not flags.allow_empty:
        return NOTHING
    return CLEAN


def _options(flags: Flags, config: Config, *, to_file: bool) -> Options:
    terminal = not to_file and sys.stdout.isatty()
    return Options(
        colour=_coloured(flags.color, terminal=terminal) and not to_file,
        links=terminal and os.environ.get("TERM") != "dumb",
        verbose=flags.verbose,
        quiet=flags.quiet,
        fail_on=Severity[config.fail_on] if config.fail_on != "never" else Severity.error,
        folder=os.getcwd(),
    )


def _coloured(choice: str, *, terminal: bool) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE"):
        return True
    return terminal


def _print(text: str) -> None:
    click.echo(text, nl=bool(text) and not text.endswith("\n"), color=True)


def _write(file: str, text: str) -> None:
    try:
        with open(file, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except OSError as error:
        raise KlintError(f"the report cannot be written: {error.strerror}", file) from None


def _files(report: Report) -> str:
    return "".join(f"{path}\t{role}\t{why}\n" for path, role, why in report.summary.roles)


def _statistics(report: Report) -> str:
    counts = Counter((finding.rule, finding.severity.name) for finding in report.findings)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{count:6}  {severity:7}  {rule}\n" for (rule, severity), count in rows)


def _suppressed(report: Report) -> str:
    return "".join(
        f"{finding.location.path}:{finding.location.start.line + 1}: suppressed[{finding.rule}] "
        f"{finding.message} ({why})\n"
        for finding, why in report.suppressed
    )
