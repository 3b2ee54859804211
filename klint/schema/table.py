"""A file of facts, read at once and understood line by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class Table:
    """A JSON object that has one member a line; a member is parsed when it is asked for.

    One manifest needs a few dozen of a thousand types, and start-up pays for no more.
    """

    def __init__(self, path: str) -> None:
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        self._lines = {line[1 : line.index('"', 1)]: line for line in lines[1:-1]}

    def __contains__(self, name: str) -> bool:
        return name in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def get(self, name: str) -> Any:
        """The member's value, parsed anew each time; None where there is none."""
        line = self._lines.get(name)
        return None if line is None else json.loads(line[len(name) + 3 :].rstrip(","))
