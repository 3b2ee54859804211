"""What several commands share: the config in force."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klint.config import Config


def configured(explicit: str | None) -> Config:
    """The config that the user named, the one found upward from here, or the defaults."""
    from klint.config import load

    return load(os.getcwd(), explicit)
