"""The one exception that reaches the user: the invocation, the config or a rule page is wrong."""

from __future__ import annotations


class KlintError(Exception):
    """A mistake of the person who runs klint, never one in a manifest (those are findings).

    `path` and `line` (one-based) name the place where the mistake is to be mended.
    """

    def __init__(self, message: str, path: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = self.path or ""
        if self.path and self.line:
            place += f":{self.line}"
        return f"{place}: {self.message}" if place else self.message
