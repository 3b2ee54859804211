"""The bytes of a file, with as few calls as it takes."""

from __future__ import annotations

import os

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def read(path: str) -> bytes:
    """All bytes of a file; OSError where it cannot be read."""
    handle = os.open(path, _FLAGS)
    try:
        chunk = content = os.read(handle, os.fstat(handle).st_size + 1)
        while chunk:
            chunk = os.read(handle, 1 << 16)
            content += chunk
    finally:
        os.close(handle)
    return content
