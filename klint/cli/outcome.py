"""A report on its way out: formats, files, statistics, exit code."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

from klint.errors import KlintError
from klint.finding import Severity
from klint.manifest import Role
from klint.report import Options, render
from klint.report.terminal import wants_colour, wants_links

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
        text = render(report, name, _options(name, flags, config, to_file=bool(file)))
        if file:
            _write(file, text)
        else:
            _print(text)
        if name == "github" and os.environ.get("GITHUB_STEP_SUMMARY"):
            _summarise(report, os.environ["GITHUB_STEP_SUMMARY"], flags, config)
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
    if flags.strict and (summary.unread or summary.not_evaluated or _broken(report)):
        return FOUND
    bad = Severity[config.fail_on] if config.fail_on != "never" else None
    if bad and any(finding.certain and finding.severity >= bad for finding in report.findings):
        return FOUND
    if not summary.files and not flags.allow_empty:
        return NOTHING
    return CLEAN


def _broken(report: Report) -> bool:
    """Whether some file could not be read for its syntax."""
    return any(role in (Role.broken, Role.unreadable) for _, role, _ in report.summary.roles)


def _options(name: str, flags: Flags, config: Config, *, to_file: bool) -> Options:
    tty = not to_file and sys.stdout.isatty()
    return Options(
        colour=not to_file and wants_colour(os.environ, flags.color, tty=tty),
        links=wants_links(os.environ, tty=tty),
        verbose=flags.verbose,
        quiet=flags.quiet,
        width=_width() if tty else Options().width,
        fail_on=Severity[config.fail_on] if config.fail_on != "never" else Severity.error,
        folder=os.getcwd().replace(os.sep, "/"),
        prefix=_prefix() if name in _OF_FORGES else "",
    )


_OF_FORGES = ("sarif", "github", "gitlab")


def _prefix() -> str:
    from klint.engine.history import prefix  # forges know files by their path from the root of the repository

    return prefix()


def _width() -> int:
    try:
        return os.get_terminal_size().columns
    except OSError:
        return Options().width


def _print(text: str) -> None:
    """To standard output, whatever its encoding."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    if text and not text.endswith("\n"):
        sys.stdout.write("\n")


def _summarise(report: Report, file: str, flags: Flags, config: Config) -> None:
    """The page that a workflow run shows; the runner names the file, and other steps write to it too."""
    from klint.report.github import summary_markdown

    with open(file, "a", encoding="utf-8") as out:
        out.write(summary_markdown(report, _options("github", flags, config, to_file=True)))


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
