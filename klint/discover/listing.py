"""What a folder holds, by git where it can say and by walking where it cannot."""

from __future__ import annotations

import os
from typing import NamedTuple

from klint.discover.git import top, tracked
from klint.discover.names import foreign, is_template, wanted
from klint.discover.walk import walk


class Listing(NamedTuple):
    """Paths below a folder, relative to it, at any depth.

    `links` are symbolic links of any name; `closed` are folders that could not be read, and why.
    """

    files: list[str]
    links: list[str]
    templates: list[str]
    closed: list[tuple[str, str]]


def listing(folder: str, *, respect_gitignore: bool) -> Listing:
    """What `folder` (a real path) holds that may concern klint."""
    above = top(folder) if respect_gitignore else None
    known = tracked(folder) if above else None
    if known is None:
        files, links, closed = walk(folder, above=above, respect_gitignore=respect_gitignore)
        return Listing(
            [name for name in files if wanted(name)], links, list(filter(is_template, files)), closed
        )
    names = [name for name in known.files + known.others if not foreign(name)]
    links = [name for name in known.others if os.path.islink(os.path.join(folder, name))]
    unlinked = set(names).difference(links) if links else names
    found = Listing(
        [name for name in unlinked if wanted(name)],
        [name for name in known.links + links if not foreign(name)],
        list(filter(is_template, unlinked)),
        [],
    )
    for name in known.repositories:
        inner = os.path.join(folder, name)
        if os.path.isdir(inner) and not foreign(name + "/"):
            _add(found, name + "/", listing(inner, respect_gitignore=True))
    return found


def _add(outer: Listing, prefix: str, inner: Listing) -> None:
    for of_outer, of_inner in (
        (outer.files, inner.files),
        (outer.links, inner.links),
        (outer.templates, inner.templates),
    ):
        of_outer += [prefix + name for name in of_inner]
    outer.closed.extend((prefix + name, why) for name, why in inner.closed)
