"""What the person who reads a report may choose."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from klint.finding import Severity


class Options(NamedTuple):
    """Every format takes the ones that concern it.

    `width` is in terminal cells and bounds the source lines of a frame, nothing else.
    `folder` is the absolute path that relative paths start from; links need it.
    `prefix` leads from the root of the repository to that folder: forges know files by their path from the root.
    `category` tells several runs over one commit apart (SARIF).
    `timestamp` is ISO 8601; JUnit demands one, and a true one would make every output differ.
    """

    colour: bool = False
    links: bool = False
    verbose: bool = False  # spell out what is otherwise only counted: uncertain findings and infos
    quiet: bool = False  # findings only, no closing lines
    width: int = 120
    fail_on: Severity = Severity.error
    folder: str = ""
    prefix: str = ""
    category: str = "klint"
    timestamp: str = "1970-01-01T00:00:00"

    def from_root(self, path: str) -> str:
        """A path as the repository knows it, never with `./` in front."""
        return posixpath.normpath(posixpath.join(self.prefix, path))
