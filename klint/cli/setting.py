"""What several commands share: the config in force."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.config import Config


def configured(explicit: str | None, *, allow_code: bool = False) -> Config:
    """The config that the user named, the one found upward from here, or the defaults.

    Only with `allow_code`, or `KLINT_ALLOW_CODE` in the environment, may modules be imported from its `rule-paths`:
    a config comes with the repository that is checked, and klint runs no code from what it reads.
    """
    from klint.config import load

    config = load(os.getcwd(), explicit)
    if allow_code or os.environ.get("KLINT_ALLOW_CODE"):
        importable(config.rule_paths)
    return config


def importable(folders: Iterable[str]) -> None:
    """Let checks be imported from these folders."""
    sys.path[:0] = [os.path.abspath(folder) for folder in folders]
