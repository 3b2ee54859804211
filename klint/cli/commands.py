"""All commands, as click knows them."""

from __future__ import annotations

import importlib
import os

import click

from klint import __version__

COMMANDS = {
    "check": "Check manifests and print what is wrong with them.",
    "explain": "Print the page of a rule.",
    "rules": "List the rules.",
    "network": "Ask who can reach whom, and why.",
    "rbac": "Ask who may do what, and why.",
    "schedule": "Say where pods would go, or exactly why not.",
    "test": "Run the examples of rule pages.",
    "baseline": "Write today's findings to a file; later runs are silent about these.",
    "config": "Show the config in force, or its JSON Schema.",
    "completion": "Print the completion script for a shell.",
}


class _Commands(click.Group):
    """Commands are imported when they run: the one that is asked for costs, the others do not."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"klint.cli.{name}").command
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """`klint deploy/` means `klint check deploy/`, where deploy/ is there."""
        name = arguments[0]
        if name not in COMMANDS and (name == "-" or os.path.exists(name)):
            arguments = ["check", *arguments]
        return super().resolve_command(context, arguments)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, "-V", "--version", prog_name="klint", message="%(prog)s %(version)s")
def klint() -> None:
    """Say what a Kubernetes control plane would do with your manifests, offline.

    Exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage, config or unreadable input,
    3 nothing to check, 70 a fault of klint itself.
    """


def invoke(arguments: list[str]) -> int:
    """Run a command line and give the exit code; KlintError for a mistake in what it names."""
    try:
        return klint.main(arguments, prog_name="klint", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
