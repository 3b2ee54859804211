"""Options that several commands take."""

from __future__ import annotations

import click

config_option = click.option(
    "--config",
    metavar="FILE",
    help="Use this config; by default klint.yaml, .klint.yaml or pyproject.toml is looked for upward.",
)
