"""Write the files that are derived from others, or check that they are current.

    python scripts/generate.py [--check]

`rules/index.json` is compiled from the front matter of all pages, so that a run parses none.
"""

from __future__ import annotations

import json
import os
import sys

from klint.rule.catalog import pages
from klint.rule.page import read
from klint.shipped import shipped


def index() -> str:
    """The compiled pages: one line a rule, sorted, so that a diff shows what changed."""
    rows = []
    for path in pages(shipped("rules")):
        row = read(path).rule.to_json()
        del row["path"]
        rows.append(json.dumps(row, ensure_ascii=False))
    return "[\n" + ",\n".join(sorted(rows)) + "\n]\n"


def main() -> int:
    """The exit code: with `--check`, 1 if a file is stale."""
    target = shipped("rules", "index.json")
    text = index()
    if "--check" in sys.argv[1:]:
        with open(target, encoding="utf-8") as file:
            current = file.read() == text
        if not current:
            print(f"{os.path.relpath(target)} is stale: run 'python scripts/generate.py'")
        return 0 if current else 1
    with open(target, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
