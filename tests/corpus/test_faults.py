"""Real repositories: every fault that a schema shows is found on its line, and nothing that only looks like one.

`KLINT_CORPUS` names a folder with `repos/<name>/`, `truth/bugs.jsonl` and `truth/hard_negatives.jsonl`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

CORPUS = os.environ.get("KLINT_CORPUS", "")
SEEN_BY_SCHEMA = ("schema-", "yaml-")

pytestmark = pytest.mark.slow


def rows(name: str) -> list[dict[str, Any]]:
    path = os.path.join(CORPUS, "truth", name)
    if not CORPUS or not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@cache
def findings(repository: str) -> list[dict[str, Any]]:
    program = [sys.executable, "-m", "klint", "check", "--isolated", "--no-cache", "-k", "1.34", "-o", "json"]
    folder = os.path.join(CORPUS, "repos", repository)
    done = subprocess.run(program, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1, 3), done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def here(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for finding in findings(row["repo"]) if finding["location"]["path"] == row["path"]]


def test_there_is_a_corpus() -> None:
    if not CORPUS:
        pytest.skip("KLINT_CORPUS names no folder with repositories")
    assert rows("bugs.jsonl")


FAULTS = [row for row in rows("bugs.jsonl") if row["bug_class"].startswith(SEEN_BY_SCHEMA)]
NEGATIVES = rows("hard_negatives.jsonl")


@pytest.mark.parametrize("row", FAULTS, ids=[row["id"] for row in FAULTS])
def test_a_fault_is_found_on_its_line(row: dict[str, Any]) -> None:
    assert row["line"] in [finding["location"]["start"]["line"] for finding in here(row)]


@pytest.mark.parametrize("row", NEGATIVES, ids=[row["id"] for row in NEGATIVES])
def test_what_is_right_is_no_error(row: dict[str, Any]) -> None:
    wrong = [one for one in here(row) if one["severity"] == "error" and one["certain"]]
    assert [one["rule"] for one in wrong if one["location"]["start"]["line"] == row["line"]] == []
