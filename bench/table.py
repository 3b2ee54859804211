"""The figures as people read them, and as programs do."""

from __future__ import annotations

import json
import os
import platform
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.census import Census
    from bench.comparison import Row


def table(rows: Sequence[Row], census: Census) -> str:
    """Median, range and target of every figure."""
    width = max(len(row.name) for row in rows)
    head = f"{'':{width}}  {'median':>10}  {'min..max':>16}  target"
    return "\n".join([str(census), f"{_machine()}; medians", "", head, *(_line(row, width) for row in rows)])


def _line(row: Row, width: int) -> str:
    low, high = min(row.values), max(row.values)
    places = 3 if row.value < 10 else 1
    spread = f"{low:.{places}f}..{high:.{places}f}"
    told = f"{row.name:{width}}  {row.value:>{8}.{places}f} {row.unit:<3}{spread:>14}"
    if row.target is None:
        return told
    return f"{told}  <= {row.target:g} {'MISSED' if row.missed else 'ok'}"


def as_json(rows: Sequence[Row], census: Census) -> str:
    """The same, with the values of every round."""
    figures = [row._asdict() | {"median": row.value, "missed": row.missed} for row in rows]
    return json.dumps({"machine": _machine(), "folder": census._asdict(), "figures": figures}, indent=1)


def _machine() -> str:
    return f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
