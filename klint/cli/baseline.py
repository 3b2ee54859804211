"""`klint baseline`."""

from __future__ import annotations

import click

from klint.cli.options import config_option
from klint.cli.setting import configured
from klint.errors import KlintError


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH|GLOB]...")
@click.option(
    "--file",
    "-f",
    metavar="FILE",
    help="Where to write; by default the config's baseline, else klint-baseline.json.",
)
@click.option("--prune", is_flag=True, help="Only drop entries whose finding is gone; add none.")
@config_option
def command(paths: tuple[str, ...], file: str | None, config: str | None, *, prune: bool) -> None:
    """Write today's findings to a file; with `baseline: FILE` in the config, later runs are silent about these."""
    from klint.engine.baseline import read, written
    from klint.engine.project import opened

    settings = configured(config)
    target = file or settings.baseline or "klint-baseline.json"
    known = read(target) if prune else frozenset()
    report = opened(paths or (".",), settings).check(settings._replace(baseline=""))
    kept = [finding for finding in report.findings if not prune or finding.fingerprint in known]
    try:
        with open(target, "w", encoding="utf-8", newline="\n") as out:
            out.write(written(kept))
    except OSError as error:
        raise KlintError(f"the baseline cannot be written: {error.strerror}", target) from None
    click.echo(f"{target}: {len(kept)} finding{'s' * (len(kept) != 1)}")
