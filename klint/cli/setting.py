"""What several commands share: the config in force."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from klint.config import Config

config_option = click.option(
    "--config",
    metavar="FILE",
    help="Use this config; by default klint.yaml, .klint.yaml or pyproject.toml is looked for upward.",
)


def configured(explicit: str | None) -> Config:
    """The config that the user named, the one found upward from here, or the defaults."""
    from klint.config import load

    return load(os.getcwd(), explicit)
