"""What the user named, as files to be read and names that are not."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from klint.discover.globs import is_glob, matcher, stem
from klint.discover.names import foreign, wanted
from klint.errors import KlintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MAX_BYTES = 16 << 20


class File(NamedTuple):
    """A file to be read.

    `path` is what the user sees: relative to the current folder where it lies below it, with `/`.
    `absolute` has no symbolic links in it. `stamp` is size, time of change in nanoseconds and inode:
    while it stays the same, so does the content.
    """

    path: str
    absolute: str
    stamp: tuple[int, int, int]


class Discovery(NamedTuple):
    """The files, and what was met beside them; all sorted by path."""

    files: list[File]
    skipped: list[tuple[str, str]]  # path, why it cannot be or is not read
    aliases: list[tuple[str, str]]  # symbolic link, path of the file or folder that is read in its place
    templates: list[str]  # by their names they become YAML or JSON when something has filled them


def find(  # noqa: PLR0913 - each is one choice of the user
    paths: Sequence[str],
    *,
    root: str,
    exclude: Sequence[str] = (),
    respect_gitignore: bool = True,
    max_bytes: int = MAX_BYTES,
    force_exclude: bool = False,
) -> Discovery:
    """The files that `paths` (files, folders, globs) stand for.

    Folders give their YAML and JSON files, hidden ones too; named files are taken whatever their name.
    `exclude` holds globs relative to `root`; they and .gitignore do not concern named files, unless
    `force_exclude` says so of the globs. A symbolic link in a folder is read if it leads to a file of that
    folder which is not read anyway. KlintError for a path that does not exist.
    """
    search = _Search(
        os.path.realpath(root), matcher(exclude), respect_gitignore=respect_gitignore, max_bytes=max_bytes
    )
    for path in paths:
        slashed = path.replace(os.sep, "/")
        if os.path.isdir(path):
            search.folder(path)
        elif os.path.lexists(path):
            search.named(path, force_exclude=force_exclude)
        elif is_glob(slashed) and os.path.isdir(stem(slashed) or "."):
            search.folder(stem(slashed) or ".", matcher(["/" + _from_top(slashed)]))
        else:
            raise KlintError("no such file or folder", path)
    return search.result()


class _Link(NamedTuple):
    path: str
    absolute: str
    folder: str


class _Search:
    """Gathers while `find` runs; files by their real path, so that each is read once."""

    def __init__(
        self, root: str, excluded: Callable[[str], object], *, respect_gitignore: bool, max_bytes: int
    ) -> None:
        self._root = root
        self._excluded = excluded
        self._respect_gitignore = respect_gitignore
        self._max_bytes = max_bytes
        self._files: dict[str, File] = {}
        self._links: list[_Link] = []
        self._skipped: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        self._templates: set[str] = set()

    def named(self, path: str, *, force_exclude: bool) -> None:
        """A file that the user named."""
        folder, name = os.path.split(os.path.abspath(path))
        within = _below(self._root, os.path.join(os.path.realpath(folder), name))
        if not force_exclude or not (self._excluded(within) or foreign(within)):
            self._admit(_shown(path), os.path.realpath(path))

    def folder(self, path: str, chosen: Callable[[str], object] | None = None) -> None:
        """A folder that the user named; with `chosen`, only what matches of the paths from the top."""
        folder = os.path.realpath(path)
        from klint.discover.listing import listing  # asks git; a run over named files does not

        found = listing(folder, respect_gitignore=self._respect_gitignore)
        shown = _open_ended(_shown(path))
        within = _open_ended(_below(self._root, folder))
        given = _open_ended(_from_top(path))
        real = _open_ended(folder)

        def taken(names: Iterable[str]) -> Iterable[str]:
            for name in names:
                if not self._excluded(within + name) and (chosen is None or chosen(given + name)):
                    yield name

        for name in taken(found.files):
            self._admit(shown + name, real + name)
        self._links += [_Link(shown + name, real + name, real) for name in taken(found.links)]
        self._templates.update(shown + name for name in taken(found.templates))
        self._skipped.update((shown + name, why) for name, why in found.closed)

    def result(self) -> Discovery:
        for link in self._links:
            self._resolve(link)
        return Discovery(
            sorted(self._files.values()),
            sorted(self._skipped.items()),
            sorted(self._aliases.items()),
            sorted(self._templates),
        )

    def _admit(self, path: str, absolute: str) -> None:
        try:
            status = os.lstat(absolute)
        except FileNotFoundError:
            if os.path.islink(path):
                self._skipped[path] = "a symbolic link to nothing"
            return  # in git's index only
        except OSError as error:
            self._skipped[path] = error.strerror or str(error)
            return
        if not stat.S_ISREG(status.st_mode):
            self._skipped[path] = "not a regular file"
        elif status.st_size > self._max_bytes:
            self._skipped[path] = f"larger than {_size(self._max_bytes)}"
        else:
            stamp = (status.st_size, status.st_mtime_ns, status.st_ino)
            self._files.setdefault(absolute, File(path, absolute, stamp))

    def _resolve(self, link: _Link) -> None:
        matters = wanted(link.path) or "." not in os.path.basename(link.path)
        try:
            target = os.path.realpath(link.absolute, strict=True)
        except FileNotFoundError:
            if matters:
                self._skipped[link.path] = "a symbolic link to nothing"
            return
        except OSError:
            self._skipped[link.path] = "a symbolic link that leads to itself"
            return
        is_folder = os.path.isdir(target)
        if not is_folder and not wanted(link.path):
            return
        if not _open_ended(target).startswith(link.folder):
            self._skipped[link.path] = f"a symbolic link out of {_shown(link.folder) or '.'}"
        elif is_folder:
            self._aliases[link.path] = _shown(target) or "."
        elif target in self._files:
            self._aliases[link.path] = self._files[target].path
        else:
            self._admit(link.path, target)


def _below(root: str, path: str) -> str:
    """A path as seen from `root`, with `/`; empty for the root itself."""
    if path == root:
        return ""
    start = root.removesuffix(os.sep) + os.sep
    seen = path[len(start) :] if path.startswith(start) else _relative(path, root)
    return seen.replace(os.sep, "/")


def _from_top(path: str) -> str:
    return os.path.abspath(path).replace(os.sep, "/").removeprefix("/")


def _open_ended(folder: str) -> str:
    return folder + "/" if folder and not folder.endswith("/") else folder


def _relative(path: str, start: str) -> str:
    try:
        return os.path.relpath(path, start)
    except ValueError:  # another drive
        return path


def _shown(path: str) -> str:
    """A path as the user sees it; empty for the current folder."""
    absolute, here = os.path.abspath(path), os.getcwd()
    if absolute == here or absolute.startswith(here.removesuffix(os.sep) + os.sep):
        return _below(here, absolute)
    return (absolute if os.path.isabs(path) else os.path.normpath(path)).replace(os.sep, "/")


def _size(count: int) -> str:
    return f"{count >> 20} MiB" if count >= 1 << 20 else f"{count} bytes"
