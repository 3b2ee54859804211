"""`klint check`."""

from __future__ import annotations

from typing import Any

import click

from klint.cli.flags import Flags


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
@click.option(
    "--allow-code", is_flag=True, help="Let rule pages import Python checks from their own folders."
)
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
    from klint.cli.run import run

    context.exit(run(Flags(**given)))
