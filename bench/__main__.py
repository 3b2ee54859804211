"""`python -m bench`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile

from bench.census import census
from bench.comparison import compare
from bench.table import as_json, table


def main() -> int:
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="klint-bench-") as scratch:
        folder = os.path.abspath(given.on or given.write or os.path.join(scratch, "corpus"))
        if not given.on:
            _generate(folder, given)
        if given.write:
            print(census(folder))
            return 0
        rows = compare(folder, scratch, given.rounds)
        found = census(folder)  # last: what this process holds would count as memory of those it starts
    print(as_json(rows, found) if given.json else table(rows, found))
    return int(given.gate and any(row.missed for row in rows))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--on", metavar="DIR", help="measure on this folder instead of a generated one")
    parser.add_argument(
        "--write", metavar="DIR", help="only write the generated folder there, and describe it"
    )
    parser.add_argument(
        "--files", type=int, default=3000, help="about how many files to generate (%(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print every figure of every round")
    parser.add_argument("--gate", action="store_true", help="exit 1 if a target is missed")
    return parser.parse_args()


def _generate(folder: str, given: argparse.Namespace) -> None:
    """In a process of its own, so that this one stays small."""
    order = f"from bench.corpus import write; write({folder!r}, files={given.files}, seed={given.seed})"
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    subprocess.run([sys.executable, "-c", order], cwd=root, check=True)


if __name__ == "__main__":
    sys.exit(main())
