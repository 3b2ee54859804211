"""`klint completion`."""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script for SHELL; source it in the shell's start-up file."""
    from click.shell_completion import get_completion_class

    from klint.cli.commands import klint

    made = get_completion_class(shell)
    if made is not None:
        click.echo(made(klint, {}, "klint", "_KLINT_COMPLETE").source())
