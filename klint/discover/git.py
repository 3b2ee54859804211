"""What git knows of a folder: the files it tracks and those it would not ignore."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from subprocess import Popen

_REGULAR, _LINK, _SUBMODULE = "100", "120", "160"  # how the modes of the index start
_ENTRY = re.compile(r"(\d{3})\d{3} [0-9a-f]+ \d\t([^\0]*)\0")


class Tracked(NamedTuple):
    """Paths below a folder, relative to it.

    `links` are symbolic links; `repositories` are folders with a git of their own, whose files are not named here;
    `others` are untracked and of any type.
    """

    files: list[str]
    links: list[str]
    repositories: list[str]
    others: list[str]


def top(folder: str) -> str | None:
    """The folder of the repository around `folder`, found without asking git."""
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def tracked(folder: str) -> Tracked | None:
    """What is in `folder`; None where git is missing, refuses, or ignores the folder as a whole."""
    index = _start(folder, "ls-files", "-sz")
    rest = _start(folder, "ls-files", "-oz", "--exclude-standard")
    if index is None or rest is None:
        return None
    entries, untracked = _answer(index), _answer(rest)
    if entries is None or untracked is None:
        return None
    if not entries and not untracked and _ignored(folder):
        return None
    by_mode: dict[str, list[str]] = {_REGULAR: [], _LINK: [], _SUBMODULE: []}
    for mode, path in dict.fromkeys(_ENTRY.findall(entries)):
        by_mode[mode].append(path)
    others = untracked.split("\0")[:-1]
    nested = [path.removesuffix("/") for path in others if path.endswith("/")]
    return Tracked(
        by_mode[_REGULAR],
        by_mode[_LINK],
        by_mode[_SUBMODULE] + nested,
        [path for path in others if not path.endswith("/")],
    )


def _start(folder: str, *arguments: str) -> Popen[bytes] | None:
    import subprocess  # costs 5 ms, and a run on single files needs none

    # In a git hook these speak of the repository of the hook, relative to another folder.
    around = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"}
    environment = {key: value for key, value in os.environ.items() if key not in around}
    command = ["git", "-C", folder, *arguments]
    try:
        # No shell, and git takes the folder for a path.
        return subprocess.Popen(  # noqa: S603
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        return None


def _answer(process: Popen[bytes]) -> str | None:
    output, _ = process.communicate()
    return None if process.returncode else os.fsdecode(output)


def _ignored(folder: str) -> bool:
    process = _start(folder, "check-ignore", "-q", ".")
    return process is not None and _answer(process) is not None
