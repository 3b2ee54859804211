"""A folder's files without git's help."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from klint.discover.names import FOREIGN_FOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathspec import GitIgnoreSpec


class Walked(NamedTuple):
    """Paths below a folder, relative to it; `closed` are folders that could not be read, and why."""

    files: list[str]
    links: list[str]
    closed: list[tuple[str, str]]


class _Ignores(NamedTuple):
    """The .gitignore of one folder; `start` is how much of a path (from the walk's top) to cut off."""

    start: int
    prefix: str
    spec: GitIgnoreSpec

    def verdict(self, path: str) -> bool | None:
        return self.spec.check_file(self.prefix + path[self.start :]).include


def walk(folder: str, *, above: str | None, respect_gitignore: bool) -> Walked:
    """All files and links in `folder`; links to folders are not followed.

    `above` is the repository's top, whose .gitignore files on the way to `folder` hold too,
    unless they ignore `folder` itself: then who asks for it knows better.
    """
    found = Walked([], [], [])
    ignores = tuple(_inherited(folder, above)) if respect_gitignore and above else ()
    pending = [("", () if _ignored("", ignores) else ignores)]
    while pending:
        prefix, ignores = pending.pop()
        try:
            with os.scandir(os.path.join(folder, prefix)) as listing:
                entries = list(listing)
        except OSError as error:
            found.closed.append((prefix.removesuffix("/"), error.strerror or str(error)))
            continue
        if respect_gitignore and any(entry.name == ".gitignore" for entry in entries):
            ignores = (*_load(os.path.join(folder, prefix), len(prefix), ""), *ignores)
        pending += [(name, ignores) for name in _sort(entries, prefix, ignores, found)]
    return found


def _sort(
    entries: Iterable[os.DirEntry[str]], prefix: str, ignores: tuple[_Ignores, ...], found: Walked
) -> Iterable[str]:
    """Put files and links where they belong, and give the folders to go on with."""
    for entry in entries:
        path = prefix + entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and entry.name in FOREIGN_FOLDERS:
            continue
        if ignores and _ignored(path + "/" if is_folder else path, ignores):
            continue
        if is_folder:
            yield path + "/"
        else:
            (found.links if entry.is_symlink() else found.files).append(path)


def _ignored(path: str, ignores: Iterable[_Ignores]) -> bool:
    """The deepest .gitignore that speaks of a path decides."""
    for level in ignores:
        verdict = level.verdict(path)
        if verdict is not None:
            return verdict
    return False


def _inherited(folder: str, above: str) -> Iterable[_Ignores]:
    prefix = ""
    while folder != above and os.path.dirname(folder) != folder:
        prefix = os.path.basename(folder) + "/" + prefix
        folder = os.path.dirname(folder)
        yield from _load(folder, 0, prefix)


def _load(folder: str, start: int, prefix: str) -> Iterable[_Ignores]:
    from pathspec import GitIgnoreSpec  # needed only outside git

    try:
        with open(os.path.join(folder, ".gitignore"), encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return
    yield _Ignores(start, prefix, GitIgnoreSpec.from_lines(lines))
