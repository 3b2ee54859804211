"""What earlier runs found out, by content: one sqlite file in the user's cache folder, JSON inside."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DAYS_KEPT = 30
_PER_QUERY = 500


def default_path() -> str:
    """Where the cache lies unless `KLINT_CACHE_DIR` says otherwise."""
    folder = os.environ.get("KLINT_CACHE_DIR")
    if not folder and sys.platform == "win32":
        folder = os.path.join(os.environ.get("LOCALAPPDATA", os.path.expanduser("~")), "klint", "cache")
    if not folder:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
        folder = os.path.join(base, "klint")
    return os.path.join(folder, "cache.sqlite")


class Cache:
    """Values by key. A cache that cannot be read or written is as good as none, never an error."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection | None:
        try:
            os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=1.0, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value TEXT, used INTEGER) WITHOUT ROWID"
            )
        except (sqlite3.Error, OSError):
            return None
        return connection

    def get(self, keys: Iterable[str]) -> dict[str, Any]:
        """The values that are known."""
        wanted = list(keys)
        found: dict[str, Any] = {}
        if self._connection is None:
            return found
        try:
            for start in range(0, len(wanted), _PER_QUERY):
                some = wanted[start : start + _PER_QUERY]
                marks = ",".join("?" * len(some))
                rows = self._connection.execute(
                    f"SELECT key, value FROM entry WHERE key IN ({marks})",  # noqa: S608 - only question marks
                    some,
                )
                found.update((key, json.loads(value)) for key, value in rows)
        except (sqlite3.Error, ValueError):
            return {}
        return found

    def put(self, values: Mapping[str, Any]) -> None:
        """Remember, and forget what was not used for a month."""
        if self._connection is None or not values:
            return
        today = int(time.time()) // 86400
        rows = [(key, json.dumps(value, separators=(",", ":")), today) for key, value in values.items()]
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", rows)
            self._connection.execute("DELETE FROM entry WHERE used < ?", (today - _DAYS_KEPT,))
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            self._connection = None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
