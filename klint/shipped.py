"""Where the data that comes with klint lies: in a wheel, an editable install or a checkout."""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def shipped(*parts: str) -> str:
    """Path of a shipped file, such as `shipped("schemas", "kubernetes", "types.json")`.

    A wheel carries `rules/` and `schemas/` inside the package, under `_data/`;
    a checkout and an editable install have them beside it.
    """
    inside = os.path.join(_PACKAGE, "_data", *parts)
    if os.path.exists(inside):
        return inside
    return os.path.join(os.path.dirname(_PACKAGE), *parts)
