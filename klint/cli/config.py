"""`klint config`."""

from __future__ import annotations

import click

from klint.cli.options import config_option
from klint.cli.setting import configured
from klint.shipped import shipped


@click.group()
def command() -> None:
    """Show the config in force, or its JSON Schema."""


@command.command()
@config_option
def show(config: str | None) -> None:
    """Print each setting in force and where it comes from."""
    from klint.config.description import describe

    click.echo(describe(configured(config)), nl=False)


@command.command()
def schema() -> None:
    """Print the JSON Schema of klint.yaml."""
    with open(shipped("schemas", "klint", "config.schema.json"), encoding="utf-8") as file:
        click.echo(file.read(), nl=False)
