"""Which files are read."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from klint.discover import Discovery, find, read
from klint.errors import KlintError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Tree = dict[str, str]


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write a tree of files and make it the current folder; a value `-> x` is a symbolic link to x."""

    def plant(tree: Tree, *, git: bool = False) -> Path:
        root = tmp_path / "repository"
        root.mkdir()
        for name, content in tree.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content.startswith("-> "):
                path.symlink_to(content[3:])
            else:
                path.write_text(content)
        monkeypatch.chdir(root)
        if git:
            monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
            subprocess.run(["git", "init", "-q", "."], check=True)
            subprocess.run(["git", "add", "-A"], check=True)
        return root

    return plant


def look(*paths: str, root: str = ".", exclude: tuple[str, ...] = (), **options: bool) -> Discovery:
    return find(paths, root=root, exclude=exclude, **options)


def names(found: Discovery) -> list[str]:
    return [file.path for file in found.files]


@pytest.mark.parametrize("git", [True, False])
def test_folders_give_yaml_and_json_hidden_ones_too(plant: Callable[..., Path], *, git: bool) -> None:
    plant(
        {
            "a.yaml": "",
            "b.yml": "",
            "c.json": "",
            "readme.md": "",
            "d.yaml.j2": "",
            "_helpers.tpl": "",
            ".chainsaw-test/e.yaml": "",
            "node_modules/f.yaml": "",
            "deep/.terraform/g.yaml": "",
        },
        git=git,
    )
    found = look(".")
    assert names(found) == [".chainsaw-test/e.yaml", "a.yaml", "b.yml", "c.json"]
    assert found.templates == ["d.yaml.j2"]
    assert found.skipped == found.aliases == []


@pytest.mark.parametrize("git", [True, False])
def test_gitignore_holds_in_every_folder(plant: Callable[..., Path], *, git: bool) -> None:
    tree = {
        ".gitignore": "build/\n/only-here.yaml\n",
        "only-here.yaml": "",
        "build/a.yaml": "",
        "x/only-here.yaml": "",
        "x/build/a.yaml": "",
        "x/.gitignore": "*.json\n!keep.json\n",
        "x/a.json": "",
        "x/keep.json": "",
        "x/y/b.json": "",
        "a.json": "",
    }
    plant(tree, git=git)
    assert names(look(".")) == ["a.json", "x/keep.json", "x/only-here.yaml"]
    everything = [name for name in tree if not name.endswith(".gitignore")]
    assert names(look(".", respect_gitignore=False)) == sorted(everything)


def test_gitignore_above_the_folder_holds(
    plant: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant({".gitignore": "/x/a.yaml\nb.yaml\n", "x/a.yaml": "", "x/b.yaml": "", "x/c.yaml": ""}, git=True)
    assert names(look("x")) == ["x/c.yaml"]
    monkeypatch.setenv("PATH", "")  # no git to ask
    assert names(look("x")) == ["x/c.yaml"]


def test_an_ignored_folder_is_read_when_it_is_named(plant: Callable[..., Path]) -> None:
    plant({".gitignore": "build/\n", "build/a.yaml": "", "b.yaml": ""}, git=True)
    assert names(look("build")) == ["build/a.yaml"]
    assert names(look(".")) == ["b.yaml"]


def test_untracked_and_deleted_files(plant: Callable[..., Path]) -> None:
    root = plant({"a.yaml": "", "b.yaml": ""}, git=True)
    (root / "new.yaml").write_text("")
    (root / "a.yaml").unlink()
    assert names(look(".")) == ["b.yaml", "new.yaml"]


def test_repositories_within_are_read(plant: Callable[..., Path]) -> None:
    root = plant({"a.yaml": "", "nested/b.yaml": "", "nested/.gitignore": "c.yaml", "nested/c.yaml": ""})
    for folder in ("nested", "."):
        subprocess.run(["git", "-C", str(root / folder), "init", "-q"], check=True)
    assert names(look(".")) == ["a.yaml", "nested/b.yaml"]


def test_variables_of_a_git_hook_do_not_mislead(
    plant: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant({".gitignore": "b.yaml", "x/a.yaml": "", "x/b.yaml": ""}, git=True)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert names(look("x")) == ["x/a.yaml"]


def test_named_files_are_taken_whatever_their_name(plant: Callable[..., Path]) -> None:
    plant({"a.txt": "", ".gitignore": "a.txt", "x/b.yaml": ""}, git=True)
    assert names(look("a.txt", "./x/../a.txt", "x", "x/b.yaml")) == ["a.txt", "x/b.yaml"]


def test_excluded_paths(plant: Callable[..., Path]) -> None:
    plant({"a.yaml": "", "gen/b.yaml": "", "x/gen/c.yaml": "", "x/d.yaml": ""})
    assert names(look(".", exclude=("gen", "/x/d.yaml"))) == ["a.yaml"]
    assert names(look("x", exclude=("/x/d.yaml",))) == ["x/gen/c.yaml"]
    assert names(look("x/d.yaml", exclude=("x",))) == ["x/d.yaml"]
    assert names(look("x/d.yaml", exclude=("x",), force_exclude=True)) == []


def test_globs(plant: Callable[..., Path]) -> None:
    plant({"a.yaml": "", "x/b.yaml": "", "x/y/c.yaml": "", "x/y/d.json": "", "z/e.yaml": ""}, git=True)
    assert names(look("*.yaml")) == ["a.yaml"]
    assert names(look("x/**/*.yaml")) == ["x/b.yaml", "x/y/c.yaml"]
    assert names(look("x/*")) == ["x/b.yaml", "x/y/c.yaml", "x/y/d.json"]
    assert names(look(os.path.join(os.getcwd(), "z", "*.yaml"))) == ["z/e.yaml"]


def test_a_path_that_is_not_there() -> None:
    with pytest.raises(KlintError, match=r"nowhere\.yaml: no such file"):
        look("nowhere.yaml")


@pytest.mark.parametrize("git", [True, False])
def test_symbolic_links(plant: Callable[..., Path], tmp_path: Path, *, git: bool) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.yaml").write_text("")
    plant(
        {
            "a.yaml": "",
            "again.yaml": "-> a.yaml",
            "b.txt": "",
            "by-link.yaml": "-> b.txt",
            "dangling.yaml": "-> nowhere.yaml",
            "circle.yaml": "-> circle.yaml",
            "out.yaml": "-> ../outside/secret.yaml",
            "out": "-> ../outside",
            "x/loop": "-> ..",
            "x/c.yaml": "",
            "notes": "-> b.txt",
        },
        git=git,
    )
    found = look(".")
    assert names(found) == ["a.yaml", "by-link.yaml", "x/c.yaml"]
    assert found.aliases == [("again.yaml", "a.yaml"), ("x/loop", ".")]
    assert found.skipped == [
        ("circle.yaml", "a symbolic link that leads to itself"),
        ("dangling.yaml", "a symbolic link to nothing"),
        ("out", "a symbolic link out of ."),
        ("out.yaml", "a symbolic link out of ."),
    ]


def test_named_links_are_followed(plant: Callable[..., Path]) -> None:
    plant({"x/a.yaml": "", "folder": "-> x", "file.yaml": "-> x/a.yaml", "gone.yaml": "-> nowhere"})
    assert names(look("folder")) == ["folder/a.yaml"]
    found = look("file.yaml", "gone.yaml")
    assert names(found) == ["file.yaml"]
    assert found.skipped == [("gone.yaml", "a symbolic link to nothing")]


def test_what_cannot_be_read(plant: Callable[..., Path]) -> None:
    plant({"big.yaml": "x" * 100, "small.yaml": "x"})
    os.mkfifo("pipe.yaml")
    found = find(["."], root=".", max_bytes=99)
    assert names(found) == ["small.yaml"]
    assert found.skipped == [("big.yaml", "larger than 99 bytes"), ("pipe.yaml", "not a regular file")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_closed_folders(plant: Callable[..., Path]) -> None:
    root = plant({"a.yaml": "", "closed/b.yaml": ""})
    (root / "closed").chmod(0)
    found = look(".")
    (root / "closed").chmod(0o700)
    assert names(found) == ["a.yaml"]
    assert found.skipped == [("closed", "Permission denied")]


def test_paths_are_shown_as_seen_from_here(
    plant: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = plant({"x/a.yaml": "", "y/b.yaml": ""})
    monkeypatch.chdir(root / "x")
    assert names(look(".", "../y", root="..")) == ["../y/b.yaml", "a.yaml"]
    assert names(look(str(root / "x"))) == ["a.yaml"]
    assert names(look(str(root / "y"))) == [f"{root}/y/b.yaml"]


def test_a_changed_file_has_another_stamp(plant: Callable[..., Path]) -> None:
    root = plant({"a.yaml": "x"})
    before = look(".").files[0]
    (root / "a.yaml").write_text("xy")
    after = look(".").files[0]
    assert before.absolute == after.absolute == str(root / "a.yaml")
    assert before.stamp != after.stamp


def test_read(plant: Callable[..., Path]) -> None:
    plant({"a.yaml": "a: \n" * 100_000, "empty.yaml": ""})
    assert read("a.yaml") == b"a: \n" * 100_000
    assert read("empty.yaml") == b""
    assert read("/proc/self/status").startswith(b"Name:")  # says that it is empty
    with pytest.raises(FileNotFoundError):
        read("nowhere.yaml")
