"""The promises of docs/architecture.md that a machine can hold."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# library -> the packages of klint that may see it
SEEN_BY = {
    "ruamel": ("yaml",),
    "_ruamel_yaml": ("yaml",),
    "jsonschema": ("schema", "config", "rule"),
    "jinja2": ("rule",),
    "click": ("cli",),
    "pathspec": ("discover",),
    "pickle": (),
    "marshal": (),
    "requests": (),
    "urllib.request": (),
    "socket": (),
}


def modules() -> Iterator[str]:
    for place, _, names in os.walk(os.path.join(ROOT, "klint")):
        for name in names:
            if name.endswith(".py"):
                yield os.path.join(place, name)


def imports(path: str) -> Iterator[str]:
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_imports_go_one_way() -> None:
    program = os.path.join(os.path.dirname(sys.executable), "lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("library", SEEN_BY)
def test_a_library_is_seen_only_where_it_belongs(library: str) -> None:
    seen = {
        os.path.relpath(path, os.path.join(ROOT, "klint"))
        for path in modules()
        for name in imports(path)
        if name == library or name.startswith(library + ".")
    }
    assert {
        place for place in seen if place.split(os.sep)[0].removesuffix(".py") not in SEEN_BY[library]
    } == set()


def test_files_stay_small() -> None:
    long = {}
    for path in modules():
        with open(path, encoding="utf-8") as file:
            lines = sum(1 for _ in file)
        if lines > 400:
            long[os.path.relpath(path, ROOT)] = lines
    assert not long
