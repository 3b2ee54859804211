"""One run of `klint check`, whatever has read the command line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from klint.cli.outcome import deliver, status
from klint.cli.setting import configured
from klint.config import Config
from klint.engine.project import opened
from klint.errors import KlintError

if TYPE_CHECKING:
    from klint.cli.flags import Flags
    from klint.engine.cache import Cache
    from klint.engine.outcome import Report
    from klint.text import Source


def run(flags: Flags) -> int:
    """Check, print, and give the exit code; KlintError for a mistake of the user."""
    config = _config(flags)
    report = _narrowed(_report(flags, config), flags, config)
    deliver(report, flags, config)
    return status(report, flags, config)


def _config(flags: Flags) -> Config:
    """The config in force, under what the command line says."""
    config = Config.default() if flags.isolated else configured(flags.config, allow_code=flags.allow_code)
    return config.overridden(
        select=flags.select,
        ignore=flags.ignore,
        severity=dict(pair.split("=", 1) for pair in flags.severity if "=" in pair),
        fail_on=flags.fail_on,
        kubernetes=flags.kubernetes,
        baseline=flags.baseline,
    )


def _report(flags: Flags, config: Config) -> Report:
    paths = tuple(path for path in flags.paths if path != "-")
    if flags.changed_only or not flags.paths:
        paths = config.include or (".",)
    extra = [_standard_input(flags)] if "-" in flags.paths else []
    project = opened(paths, config, force_exclude=flags.force_exclude, extra=extra)
    files = len(project.sources)
    if files < _FEW:
        return project.check(config, jobs=flags.jobs)
    from klint.cli.progress import progress

    with progress(f"klint: checking {files:,} files ..."):
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


_FEW = 16  # files that are checked sooner than a cache is opened


def _cache(flags: Flags) -> Cache | None:
    if flags.no_cache or os.environ.get("KLINT_NO_CACHE"):
        return None
    from klint.engine.cache import Cache, default_path

    return Cache(default_path())


def _narrowed(report: Report, flags: Flags, config: Config) -> Report:
    if not (flags.since or flags.changed_only or flags.severity):
        return report
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
