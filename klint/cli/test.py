"""`klint test`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from klint.cli.options import config_option
from klint.cli.setting import configured, importable
from klint.errors import KlintError
from klint.rule import builtin

if TYPE_CHECKING:
    from klint.config import Config
    from klint.rule.page import Page


@click.command()
@click.argument("paths", nargs=-1, metavar="[PAGE|FOLDER]...")
@config_option
@click.pass_context
def command(context: click.Context, paths: tuple[str, ...], config: str | None) -> None:
    """Run the examples of rule pages; without any, those of the config's rule-paths.

    Exit 1 if an example is not as announced.
    """
    from klint.rule.catalog import pages
    from klint.rule.page import read
    from klint.testing import failures

    settings = configured(config)
    wanted = paths or settings.rule_paths
    if not wanted:
        raise KlintError("name pages or folders, or set rule-paths in the config")
    importable(path if os.path.isdir(path) else os.path.dirname(path) for path in paths)
    files = [page for path in wanted for page in (pages(path) if os.path.isdir(path) else [path])]
    wrong = 0
    for file in files:
        page = read(file)
        for failure in failures(page, _with(page, settings)):
            wrong += 1
            click.echo(f"{failure.path}:{failure.line}: {failure.message}")
    click.echo(f"{len(files)} page{'s' * (len(files) != 1)}, {wrong} failed example{'s' * (wrong != 1)}")
    context.exit(1 if wrong else 0)


def _with(page: Page, settings: Config) -> Config:
    """The config that lets a page's rule run, wherever the page lies."""
    if page.rule.name not in builtin().with_pages(settings.rule_paths):
        settings = settings._replace(
            rule_paths=(*settings.rule_paths, os.path.dirname(page.rule.path) or ".")
        )
    return settings.overridden(select=("default", page.rule.name))
