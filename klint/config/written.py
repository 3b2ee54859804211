"""A config as somebody wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Step = str | int


class Written(NamedTuple):
    """Plain values, and the one-based line on which the value at a path of keys and indices is written.

    Where nothing is at that path, `line` gives the line of the nearest thing around it.
    """

    path: str
    values: Mapping[str, Any]
    line: Callable[[tuple[Step, ...]], int]
