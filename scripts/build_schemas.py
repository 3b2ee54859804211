"""Build `schemas/kubernetes/*.json` from published packages; `--check` tells whether they are current.

One line a type and one line a kind, sorted, so that a new Kubernetes release shows as a readable
difference. Releases are coded as intervals: `since=28` is the first minor release with a field,
`until=31` the first without it, and nothing is said of what holds throughout. Only facts are kept:
names, types and versions, no description.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any

from upstream import bootstrap, enums, kinds, lifecycle, packages, structure, types

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGET = os.path.join(ROOT, "schemas", "kubernetes")


def build(folder: str) -> dict[str, dict[str, Any]]:
    """The tables by file name; packages are fetched into `folder` unless it has them."""
    facts = structure.read(packages.wheel(packages.STRUCTURE, folder))
    served = kinds.served(lifecycle.read(folder))
    roots = {facts.objects[name] for name in served if name in facts.objects}
    return {
        "rbac.json": bootstrap.table(folder),
        "kinds.json": kinds.table(served, facts.objects),
        "types.json": types.table(facts.fields, enums.read(folder, facts.names), roots),
    }


def text(table: dict[str, Any]) -> str:
    """JSON with one member a line."""
    lines = (
        f"{json.dumps(name)}: {json.dumps(table[name], sort_keys=True, separators=(',', ':'))}"
        for name in sorted(table)
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is not current")
    cache = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "klint-schemas")
    parser.add_argument("--packages", default=cache, metavar="DIR", help="where the packages are kept")
    options = parser.parse_args()
    os.makedirs(options.packages, exist_ok=True)
    stale = []
    for name, table in build(options.packages).items():
        path = os.path.join(TARGET, name)
        if options.check:
            with open(path, encoding="utf-8") as file:
                stale += [] if file.read() == text(table) else [path]
        else:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text(table))
    for path in stale:
        print(f"{path} is not current; run scripts/build_schemas.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
