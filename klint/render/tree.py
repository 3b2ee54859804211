"""The files that may be read while rendering."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING, Protocol

from klint.text import Source
from klint.yaml import Undecodable, decode, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.yaml import Stream


class Tree(Protocol):
    """One repository. Paths are relative to its root, normal, with `/`; "" is the root itself."""

    def real(self, path: str) -> str | None:
        """The path without symbolic links; None where nothing is or where it leads out of the repository."""

    def is_folder(self, path: str) -> bool:
        """Whether a real path is that of a folder."""

    def data(self, path: str) -> bytes | None:
        """The bytes of the file at a real path; None where there is none."""

    def stream(self, path: str) -> Stream | None:
        """The documents of the file at a real path, the same each time; None where there is no text."""


class Texts:
    """A tree of files in memory, such as unsaved buffers or the files of a commit."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self._files = files
        self._folders = {folder for path in files for folder in _above(path)}
        self._streams: dict[str, Stream | None] = {}

    def real(self, path: str) -> str | None:
        return path if path in self._files or path in self._folders else None

    def is_folder(self, path: str) -> bool:
        return path in self._folders

    def data(self, path: str) -> bytes | None:
        content = self._files.get(path)
        return content.encode() if isinstance(content, str) else content

    def stream(self, path: str) -> Stream | None:
        if path not in self._streams:
            self._streams[path] = _stream(path, self.data(path))
        return self._streams[path]


class Disk:
    """A folder of the disk; what is in `texts` is not read from there.

    Paths of sources start with `shown`, which is the root as the user sees it.
    """

    def __init__(self, root: str, shown: str = "", texts: Mapping[str, Stream] | None = None) -> None:
        self._root = os.path.realpath(root)
        self._shown = shown
        self._streams: dict[str, Stream | None] = dict(texts or {})
        self._texts = frozenset(self._streams)

    def real(self, path: str) -> str | None:
        if path in self._texts:
            return path
        place = os.path.realpath(os.path.join(self._root, path))
        if place != self._root and not place.startswith(self._root + os.sep):
            return None
        return place[len(self._root) + 1 :].replace(os.sep, "/") if os.path.exists(place) else None

    def is_folder(self, path: str) -> bool:
        return os.path.isdir(os.path.join(self._root, path))

    def data(self, path: str) -> bytes | None:
        if path in self._texts:
            stream = self._streams[path]
            return stream.source.text.encode() if stream else None
        try:
            with open(os.path.join(self._root, path), "rb") as file:
                return file.read()
        except OSError:
            return None

    def stream(self, path: str) -> Stream | None:
        if path not in self._streams:
            shown = posixpath.join(self._shown, path) if self._shown else path
            self._streams[path] = _stream(shown, self.data(path))
        return self._streams[path]


def _above(path: str) -> list[str]:
    folders = [""]
    for end, character in enumerate(path):
        if character == "/":
            folders.append(path[:end])
    return folders


def _stream(path: str, data: bytes | None) -> Stream | None:
    if data is None:
        return None
    try:
        return parse(Source(path, decode(data)))
    except Undecodable:
        return None
