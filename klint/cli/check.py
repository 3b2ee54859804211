"""`klint check`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from klint.cli.flags import Flags
from klint.cli.outcome import deliver, status
from klint.cli.setting import configured
from klint.errors import KlintError

if TYPE_CHECKING:
    from klint.config import Config
    from klint.engine.cache import Cache
    from klint.engine.outcome import Report
    from klint.text import Source


@click.command(context_settings={"show_default": True})
@click.argument("paths", nargs=-1, metavar="[PATH|GLOB|-]...")
@click.option(
    "--select",
    "-s",
    multiple=True,
    metavar="RULE",
    help="Run only these rules, groups or patterns; 'all', 'default'.",
)
@click.option("--ignore", "-i", multiple=True, metavar="RULE", help="Do not run these.")
@click.option(
    "--severity",
    multiple=True,
    metavar="[RULE=]LEVEL",
    help="Set a rule's level, or show only findings at or above LEVEL.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help="Exit 1 at findings of this level or worse.",
)
@click.option(
    "--kubernetes", "-k", metavar="VERSION", help="The Kubernetes version that the manifests are for."
)
@click.option(
    "--output-format",
    "-o",
    multiple=True,
    metavar="FMT[=FILE]",
    help="text, concise, json, sarif, github, gitlab, junit; repeatable.",
)
@click.option("--config", metavar="FILE", help="Use this config instead of the one found upward.")
@click.option("--isolated", is_flag=True, help="Use no config.")
@click.option("--baseline", metavar="FILE", help="Be silent about the findings in this file.")
@click.option("--since", metavar="REF", help="Only what was not so at this git commit.")
@click.option(
    "--changed-only",
    is_flag=True,
    help="PATHs are the changed files: report on these, judge the whole repository.",
)
@click.option(
    "--force-exclude",
    is_flag=True,
    help="The config's exclude holds for files named on the command line too.",
)
@click.option("--stdin-filename", default="<stdin>", metavar="NAME", help="What to call standard input.")
@click.option("--strict", is_flag=True, help="Exit 1 if something could not be read or evaluated.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@click.option("--allow-empty", is_flag=True, help="Exit 0 instead of 3 where there is nothing to check.")
@click.option("--show-files", is_flag=True, help="List every file with its role and stop.")
@click.option("--show-suppressed", is_flag=True, help="Print suppressed findings with the reason.")
@click.option("--verbose", "-v", is_flag=True, help="Print uncertain findings and infos too.")
@click.option("--quiet", "-q", is_flag=True, help="Print findings only, no summary.")
@click.option("--statistics", is_flag=True, help="Count the findings by rule.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option(
    "--jobs", "-j", type=click.IntRange(0), default=0, help="Processes; 0 is one a core where it pays."
)
@click.pass_context
def command(context: click.Context, /, **given: Any) -> None:
    """Check manifests: files, folders, globs, or - for standard input; without any, the current folder.

    Only what will reach a cluster as it stands is judged. The summary says what was set aside.
    """
    flags = Flags(**given)
    config = _config(flags)
    report = _narrowed(_report(flags, config), flags, config)
    deliver(report, flags, config)
    context.exit(status(report, flags, config))


def _config(flags: Flags) -> Config:
    """The config in force, under what the command line says."""
    from klint.config import Config

    config = Config.default() if flags.isolated else configured(flags.config)
    return config.overridden(
        select=flags.select,
        ignore=flags.ignore,
        severity=dict(pair.split("=", 1) for pair in flags.severity if "=" in pair),
        fail_on=flags.fail_on,
        kubernetes=flags.kubernetes,
        baseline=flags.baseline,
    )


def _report(flags: Flags, config: Config) -> Report:
    from klint.engine.project import opened

    paths = tuple(path for path in flags.paths if path != "-")
    if flags.changed_only or not flags.paths:
        paths = config.include or (".",)
    extra = [_standard_input(flags)] if "-" in flags.paths else []
    project = opened(paths, config, force_exclude=flags.force_exclude, extra=extra)
    cache = _cache(flags)
    report = project.check(config, cache=cache, jobs=flags.jobs)
    if cache is not None:
        cache.close()
    return report


def _standard_input(flags: Flags) -> Source:
    from klint.text import Source
    from klint.yaml import Undecodable, decode

    try:
        return Source(flags.stdin_filename, decode(sys.stdin.buffer.read()), "stdin")
    except Undecodable as error:
        raise KlintError(str(error), flags.stdin_filename) from None


def _cache(flags: Flags) -> Cache | None:
    if flags.no_cache or os.environ.get("KLINT_NO_CACHE"):
        return None
    from klint.engine.cache import Cache, default_path

    return Cache(default_path())


def _narrowed(report: Report, flags: Flags, config: Config) -> Report:
    from klint.engine import narrowing

    if flags.since:
        from klint.engine.check import check
        from klint.engine.project import at_commit

        before = check(at_commit(flags.since, flags.paths or config.include, config), config, jobs=flags.jobs)
        report = narrowing.since(report, before)
    if flags.changed_only:
        from klint.engine.history import changed

        named = frozenset(os.path.relpath(path).replace(os.sep, "/") for path in flags.paths)
        report = narrowing.concerning(report, named, changed() or named)
    for level in flags.severity:
        if "=" not in level:
            report = narrowing.at_least(report, _severity(level))
    return report


def _severity(name: str) -> int:
    from klint.finding import Severity

    try:
        return Severity[name]
    except KeyError:
        raise KlintError(f"--severity {name}: write error, warning, info, or RULE=LEVEL") from None
