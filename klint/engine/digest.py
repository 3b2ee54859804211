"""Keys for what was found out: from the text of a file, and from the state of klint itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from klint import __version__
from klint.shipped import shipped

try:
    from _blake2 import blake2b  # hashlib loads OpenSSL first, for 2 ms
except ImportError:
    from hashlib import blake2b

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["blake2b", "digest", "state"]


def digest(*parts: str) -> str:
    """A key of 128 bits; no part but the last may hold a NUL."""
    data = "\0".join((str(len(parts)), *parts)).encode(errors="surrogatepass")
    return blake2b(data, digest_size=16).hexdigest()


def state(folders: Iterable[str] = ()) -> str:
    """What an answer depends on besides the manifests: klint's version, code, pages and schemas, and `folders`."""
    stamps = [
        stamp
        for folder in (os.path.dirname(__file__), shipped("rules"), shipped("schemas"), *folders)
        for stamp in _stamps(os.path.dirname(folder) if folder.endswith("engine") else folder)
    ]
    return digest(__version__, *sorted(stamps))


def _stamps(folder: str) -> Iterable[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in ("__pycache__", "_data")]
        for name in names:
            status = os.stat(os.path.join(place, name))
            yield f"{place}/{name} {status.st_mtime_ns} {status.st_size}"
