"""A word to who waits: on standard error, only on a terminal, and only after half a second."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 0.5  # seconds
_ERASE = "\r\x1b[K"


@contextmanager
def progress(text: str) -> Iterator[None]:
    """Say `text` while something takes its time, and take it back at the end."""
    import signal

    if not sys.stderr.isatty() or not hasattr(signal, "setitimer"):
        yield
        return
    said = False

    def say(*_: object) -> None:
        nonlocal said
        said = True
        sys.stderr.write(text)
        sys.stderr.flush()

    before = signal.signal(signal.SIGALRM, say)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if said:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()
