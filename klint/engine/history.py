"""The same files as they were at a commit, and which files have changed since."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from klint.errors import KlintError

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLOB_MODES = ("100644", "100755")


def tree(ref: str, suffixes: tuple[str, ...], below: Sequence[str] = (".",)) -> dict[str, bytes]:
    """The files of a commit with one of the suffixes, by path from here; KlintError for an unknown commit."""
    commit = (
        _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
    )
    if not commit:
        raise KlintError(f"git knows no commit '{ref}' here; in a shallow clone, fetch it first")
    listed = _git("ls-tree", "-r", "-z", "--full-name", commit, "--", *below).decode(errors="surrogateescape")
    inside = prefix()
    names: dict[str, str] = {}
    for row in listed.split("\0"):
        facts, _, path = row.partition("\t")
        if path.endswith(suffixes) and facts.split(" ")[0] in _BLOB_MODES:
            names[_from_here(path, inside)] = facts.split(" ")[2]
    return dict(zip(names, _blobs(list(names.values())), strict=True))


def changed() -> frozenset[str] | None:
    """The files that a commit in the making changes, by path from here; None outside git.

    Under pre-commit's `--from-ref` and `--to-ref` these bound the change. Where pre-commit runs and nothing is
    staged, it was asked for all files.
    """
    start, end = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
    span = [f"{start}...{end}"] if start and end else ["--cached"]
    try:
        listed = _git("diff", "--name-only", "-z", "--relative", *span, "--")
        if not listed and os.environ.get("PRE_COMMIT"):
            listed = _git("ls-files", "-z")
    except KlintError:
        return None
    return frozenset(path for path in listed.decode(errors="surrogateescape").split("\0") if path)


def prefix() -> str:
    """The way from the root of the repository to here, ending in `/`; empty at the root and outside git."""
    try:
        return _git("rev-parse", "--show-prefix").decode(errors="surrogateescape").strip()
    except KlintError:
        return ""


def _from_here(path: str, inside: str) -> str:
    return os.path.relpath(path, inside).replace(os.sep, "/") if inside else path


def _blobs(names: list[str]) -> list[bytes]:
    answer = _git("cat-file", "--batch", given="\n".join(names).encode() + b"\n") if names else b""
    blobs = []
    at = 0
    for _ in names:
        line_end = answer.index(b"\n", at)
        size = int(answer[at:line_end].rpartition(b" ")[2])
        blobs.append(answer[line_end + 1 : line_end + 1 + size])
        at = line_end + size + 2
    return blobs


def _git(*arguments: str, given: bytes = b"") -> bytes:
    try:
        done = subprocess.run(["git", *arguments], input=given, capture_output=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise KlintError(f"git cannot be run: {error.strerror}") from None
    quiet_refusal = arguments[0] == "rev-parse"
    if done.returncode and not quiet_refusal:
        raise KlintError(f"git {arguments[0]}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
