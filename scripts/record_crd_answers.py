"""Record what Kubernetes says of schemas and custom resources: `tests/conformance/crd/`.

    python scripts/record_crd_answers.py

Needs Go, which fetches k8s.io/apiextensions-apiserver; the questions are random and always the same.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any

from crd_answers import schemas, strings

if TYPE_CHECKING:
    from collections.abc import Iterable

MODULE = "k8s.io/apiextensions-apiserver@v0.34.1"
HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "..", "tests", "conformance", "crd")


def build(folder: str) -> str:
    """The program that answers."""
    shutil.copy(os.path.join(HERE, "crd_answers", "main.go"), folder)
    for command in (
        ["mod", "init", "answers"],
        ["get", MODULE],
        ["mod", "tidy"],
        ["build", "-o", "answers", "."],
    ):
        subprocess.run(["go", *command], cwd=folder, check=True)
    return os.path.join(folder, "answers")


def record(program: str, name: str, questions: Iterable[dict[str, Any]]) -> None:
    """Write questions and answers, one pair a line."""
    asked = list(questions)
    lines = "".join(json.dumps(question) + "\n" for question in asked)
    done = subprocess.run([program], input=lines, capture_output=True, text=True, check=True)
    pairs = zip(asked, map(json.loads, done.stdout.splitlines()), strict=True)
    rows = "".join(json.dumps([question, answer], ensure_ascii=False) + "\n" for question, answer in pairs)
    path = os.path.join(TARGET, f"{name}.jsonl.gz")
    with open(path, "wb") as file:
        file.write(gzip.compress(rows.encode(), 9, mtime=0))
    print(f"{name}: {len(asked)} questions, {os.path.getsize(path)} bytes")


def main() -> None:
    """Ask everything."""
    chance = random.Random(1)  # noqa: S311 - the same questions every time
    os.makedirs(TARGET, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        program = sys.argv[1] if len(sys.argv) > 1 else build(folder)
        record(program, "patterns", strings.patterns(chance, 2000))
        record(program, "formats", strings.formats(chance, 60))
        record(program, "objects", schemas.objects(chance, 500))
        record(program, "definitions", schemas.definitions(chance, 1000))


if __name__ == "__main__":
    main()
