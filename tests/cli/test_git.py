"""What klint does with a git repository: ignores, commits, changed files."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Klint

GOOD = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports: [{port: 80}]\n"
BAD = GOOD.replace("80", "99999")


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(here: Path) -> Path:
    git("init", "-q")
    (here / "old.yaml").write_text(BAD.replace("web", "old"))
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    return here


def places(klint: Klint, *arguments: str) -> list[str]:
    return [
        finding["location"]["path"] for finding in klint("check", "-o", "json", *arguments).report["findings"]
    ]


def test_since_tells_only_what_is_new(klint: Klint, repository: Path) -> None:
    (repository / "new.yaml").write_text(BAD)
    (repository / "old.yaml").write_text("# moved down\n" + BAD.replace("web", "old"))
    assert places(klint, "--since", "HEAD") == ["new.yaml"]
    assert places(klint) == ["new.yaml", "old.yaml"]


def test_since_from_a_folder_inside(klint: Klint, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "a").mkdir()
    (repository / "a" / "web.yaml").write_text(BAD)
    git("add", "-A")
    git("commit", "-q", "-m", "two")
    monkeypatch.chdir(repository / "a")
    (repository / "a" / "more.yaml").write_text(BAD.replace("web", "more"))
    assert places(klint, "--since", "HEAD") == ["more.yaml"]


def test_an_unknown_commit_is_an_error(klint: Klint, repository: Path) -> None:
    assert repository
    run = klint("check", "--since", "v9")
    assert run.code == 2
    assert "git knows no commit 'v9' here" in run.err


def test_outside_git_since_is_an_error(klint: Klint, here: Path) -> None:
    (here / "web.yaml").write_text(GOOD)
    assert klint("check", "--since", "HEAD").code == 2


def test_changed_only_reports_on_the_named_files(klint: Klint, repository: Path) -> None:
    (repository / "new.yaml").write_text(BAD)
    (repository / "other.yaml").write_text(BAD.replace("web", "other"))
    git("add", "-A")
    assert places(klint, "--changed-only", "new.yaml") == ["new.yaml"]
    assert places(klint, "--changed-only", "old.yaml", "new.yaml") == ["new.yaml", "old.yaml"]


def test_ignored_files_are_not_read(klint: Klint, repository: Path) -> None:
    (repository / ".gitignore").write_text("build/\n")
    (repository / "build").mkdir()
    (repository / "build" / "web.yaml").write_text(BAD)
    assert places(klint) == ["old.yaml"]
    assert places(klint, "build/web.yaml") == ["build/web.yaml"]


def test_excluded_files_are_not_read(klint: Klint, repository: Path) -> None:
    (repository / "klint.yaml").write_text("exclude: ['old.*']\n")
    assert klint("check").code == 0
    assert places(klint, "old.yaml") == ["old.yaml"]
    assert places(klint, "--force-exclude", "old.yaml") == []
