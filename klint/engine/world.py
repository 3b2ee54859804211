"""What is known besides the files that are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.text import Source


class World(NamedTuple):
    """Not judged, but known.

    `declared` are files that define the world (CustomResourceDefinitions of the config's `crds`), `unread` are
    paths that could not be read, with the reason. `today` is an ISO date, for suppressions that expire.
    """

    declared: Sequence[Source] = ()
    unread: Sequence[tuple[str, str]] = ()
    today: str = ""
