"""From what the user named to a report: files found, read, checked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from klint.discover import find, matcher, read
from klint.engine.check import check
from klint.engine.world import World
from klint.text import Source
from klint.yaml import Undecodable, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klint.config import Config
    from klint.discover import Discovery
    from klint.engine.cache import Cache
    from klint.engine.outcome import Report

SUFFIXES = (".yaml", ".yml", ".json")


class Project(NamedTuple):
    """The texts of a run. `unread` are paths with the reason why they are not among the sources."""

    sources: list[Source]
    declared: list[Source]
    unread: list[tuple[str, str]]

    def check(self, config: Config, *, cache: Cache | None = None, jobs: int = 1) -> Report:
        """Judge these files."""
        world = World(self.declared, self.unread)
        return check(self.sources, config, world=world, cache=cache, jobs=jobs)


def opened(
    paths: Sequence[str], config: Config, *, force_exclude: bool = False, extra: Iterable[Source] = ()
) -> Project:
    """Read the files that `paths` stand for; `extra` are texts from elsewhere, such as standard input."""
    found = find(
        paths,
        root=config.root,
        exclude=config.exclude,
        max_bytes=config.max_file_size,
        force_exclude=force_exclude,
    )
    unread = list(found.skipped)
    sources = [*extra, *_read(found, unread)]
    crds = find(config.crds, root=config.root, respect_gitignore=False) if config.crds else None
    return Project(sources, list(_read(crds, unread)) if crds else [], unread)


def at_commit(ref: str, paths: Sequence[str], config: Config) -> list[Source]:
    """The same files as they were at a commit; KlintError for an unknown one."""
    from klint.engine.history import tree  # runs git

    excluded = matcher(config.exclude)
    root = os.path.realpath(config.root)
    sources = []
    for path, data in tree(ref, SUFFIXES, paths or (".",)).items():
        below = os.path.relpath(os.path.realpath(path), root).replace(os.sep, "/")
        if not excluded(below):
            text = _decoded(data)
            if text is not None:
                sources.append(Source(path, text, "commit"))
    return sources


def _read(found: Discovery, unread: list[tuple[str, str]]) -> Iterable[Source]:
    for file in found.files:
        try:
            text = decode(read(file.absolute))
        except OSError as error:
            unread.append((file.path, error.strerror or str(error)))
        except Undecodable as error:
            unread.append((file.path, str(error)))
        else:
            yield Source(file.path, text)


def _decoded(data: bytes) -> str | None:
    try:
        return decode(data)
    except Undecodable:
        return None
