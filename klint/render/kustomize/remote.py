"""Resources that lie elsewhere.

Follows api/internal/git/repospec of kustomize 5.5 in what it takes for a repository.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCHEME = re.compile(r"(?:git::)?(ssh|https?|file)://", re.IGNORECASE)
_USER = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*@")
_HUB = re.compile(r"github\.com[/:]", re.IGNORECASE)


def is_url(path: str) -> bool:
    """Whether a path is that of a file in the web."""
    return path[:8].lower().startswith(("http://", "https://"))


def is_repository(path: str) -> bool:
    """Whether kustomize would clone what a path names."""
    if path.startswith("/"):
        return False
    rest = path.partition("?")[0]
    if rest[:5].lower() == "git::":
        rest = rest[5:]
    scheme = _SCHEME.match(rest)
    rest = rest[scheme.end() :] if scheme else rest
    user = _USER.match(rest)
    rest = rest[user.end() :] if user else rest
    if not scheme and not user and not _HUB.match(rest):
        return False
    if scheme and scheme[1].lower() == "file":
        return bool(rest)
    found = re.search(r"[/:]" if not scheme else "/", rest)
    if not found or not found.start():
        return False
    return _is_in_repository(rest[found.end() :])


def _is_in_repository(path: str) -> bool:
    for mark in ("_git/", "//", ".git"):
        if mark in path:
            before, _, inside = path.partition(mark)
            return bool(before or mark == "_git/") and not posixpath.normpath(inside.lstrip("/")).startswith(
                ".."
            )
    return path.count("/") > 0


def mirrored(url: str, mirrors: Mapping[str, str]) -> str | None:
    """The path in the tree of what a URL names; None where no mirror holds it."""
    wanted, ref = _canonical(url)
    best, result = -1, None
    for prefix, folder in mirrors.items():
        start, only = _canonical(prefix)
        if only and only != ref:
            continue
        if (wanted == start or wanted.startswith(start + "/")) and len(start) > best:
            best = len(start)
            result = posixpath.normpath(posixpath.join(folder, wanted[len(start) + 1 :]))
    return result


def _canonical(url: str) -> tuple[str, str]:
    """Host and path without what kinds of URL differ in, and the ref that is asked for."""
    rest, _, query = url.partition("?")
    ref = next(
        (one.partition("=")[2] for one in query.split("&") if one.startswith(("ref=", "version="))), ""
    )
    rest = _SCHEME.sub("", rest, count=1)
    rest = _USER.sub("", rest, count=1)
    rest = rest.replace("://", "/").replace(":", "/", 1) if "/" not in rest.partition(":")[0] else rest
    rest = rest.replace(".git/", "/").removesuffix(".git").replace("//", "/")
    return rest.strip("/"), ref
