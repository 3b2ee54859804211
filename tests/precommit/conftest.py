"""Repositories for the hooks: klint's own as a user's config would name it, and a user's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
CONFIG = """\
repos:
  - repo: {repository}
    rev: v0.1.0
    hooks:
      - id: klint
        args: [--output-format, concise, --statistics]
      - id: klint-all
        args: [--output-format, concise]
        stages: [manual]
"""


class Outcome(NamedTuple):
    """What a hook printed, and whether it passed."""

    passed: bool
    text: str

    @property
    def findings(self) -> list[str]:
        """Place and rule of each, such as `web.yaml:6:11 invalid-label`."""
        found = re.findall(r"^(\S+:\d+:\d+): \w+\[([a-z-]+)\]", self.text, re.MULTILINE)
        return [f"{place} {rule}" for place, rule in found]


class Project:
    """A user's git repository in which the hooks are installed."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self._environment = environment
        self.run("git", "init", "--quiet", ".")

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=self.folder, env=self._environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def write(self, texts: Mapping[str, str]) -> None:
        """Write and stage files, by path."""
        for path, text in texts.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        self.run("git", "add", ".")

    def commit(self) -> None:
        self.run("git", "commit", "--quiet", "--message", "Change", "--no-verify")

    def hook(self, *arguments: str) -> Outcome:
        """`pre-commit run` with what is staged."""
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", *arguments],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return Outcome(done.returncode == 0, done.stdout + done.stderr)


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The caller's, without what git, pre-commit and klint would take from it."""
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    home = tmp_path_factory.mktemp("home")
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GIT_", "KLINT_", "PRE_COMMIT"))
    }
    names = {
        f"GIT_{who}_{what}": "tester@example.com"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    return {
        **kept,
        **names,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "NO_COLOR": "1",
        "PYTHONPATH": ".",  # a project's own checks are modules in it
    }


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> str:
    """The URL of a git repository that holds this working tree, tagged v0.1.0."""
    folder = tmp_path_factory.mktemp("klint")
    _need_package_index(folder)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for path in filter(None, listed.split("\0")):
        if (ROOT / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path)
    project = Project(folder, environment)
    project.run("git", "add", "--all", ".")
    project.commit()
    project.run("git", "tag", "v0.1.0")
    return folder.as_uri()


def _need_package_index(scratch: Path) -> None:
    """pre-commit installs klint and what klint needs from there."""
    probe = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "0", "hatchling"]
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        if subprocess.run(probe, cwd=folder, capture_output=True, check=False).returncode:
            pytest.skip("no package index can be reached, so pre-commit cannot install klint")


@pytest.fixture
def project(tmp_path: Path, environment: dict[str, str], repository: str) -> Project:
    """A user's repository with the hooks in its config, committed, and nothing else."""
    made = Project(tmp_path, environment)
    made.write({".pre-commit-config.yaml": CONFIG.format(repository=repository)})
    made.commit()
    return made
