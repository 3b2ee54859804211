"""What the terminal can do, and the colours to do it with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.finding import Severity

_RESET = "\x1b[0m"


def wants_colour(environment: Mapping[str, str], choice: str = "auto", *, tty: bool) -> bool:
    """`choice` is always, never or auto; auto asks NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE, then the terminal.

    An empty variable counts as absent, as no-color.org has it; so does a `0` in those that force.
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return tty and environment.get("TERM") != "dumb"


def wants_links(environment: Mapping[str, str], *, tty: bool) -> bool:
    """Links that cannot be seen to work are noise in a log."""
    return tty and environment.get("TERM") != "dumb"


class Ink(NamedTuple):
    """Escape sequences by what they are for; all empty on paper."""

    error: str = ""
    warning: str = ""
    info: str = ""
    frame: str = ""
    strong: str = ""
    end: str = ""

    def of(self, severity: Severity) -> str:
        return (self.info, self.warning, self.error)[severity - 1]


PAPER = Ink()
SCREEN = Ink("\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[1;34m", "\x1b[1m", _RESET)


def link(text: str, path: str) -> str:
    """`text` as a link to a local file by its absolute path with `/` (OSC 8)."""
    from urllib.parse import quote  # costs 5 ms, and few terminals are asked

    address = quote(path.lstrip("/"), safe="/:", errors="surrogateescape")
    return f"\x1b]8;;file:///{address}\x1b\\{text}\x1b]8;;\x1b\\"
