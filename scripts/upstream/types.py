"""The table of types: what every release says of a field, on one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from upstream import server
from upstream.structure import FIRST, LAST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from upstream.structure import Occurrence

    Fields = Mapping[str, Mapping[str, Mapping[int, Occurrence]]]
    Enums = Mapping[tuple[str, str], Iterable[str]]


def table(fields: Fields, enums: Enums, roots: set[str]) -> dict[str, Any]:
    """`{type: {field: line or lines}}` of all types that `roots` reach."""
    values = dict(enums) | {key: tuple(words.split()) for key, words in server.VALUES.items()}
    types: dict[str, Any] = {}
    waiting = sorted(roots)
    while waiting:
        name = waiting.pop()
        if name in types:
            continue
        types[name] = {
            field: _lines(name, field, found, _enum(name, field, min(found), values))
            for field, found in fields[name].items()
        }
        inner = {one.shape.lstrip("[]{}") for found in fields[name].values() for one in found.values()}
        waiting += sorted(inner & fields.keys())
    return types


def _enum(name: str, field: str, first: int, values: Enums) -> str:
    """The mark of an enumeration; a value younger than the field stands with its first release.

    Enumerations are declared on stable types; the same type of a beta version has the same.
    """
    group, _, rest = name.partition(".")
    version, _, bare = rest.partition(".")
    stable = f"{group}.{re.split('alpha|beta', version)[0]}.{bare}"
    owner = name if (name, field) in values else stable
    words = []
    for value in values.get((owner, field), ()):
        since = server.LATER_VALUES.get((owner, field, value), FIRST)
        words.append(f"{value}@{since}" if since > first else value)
    return "|".join(words)


def _lines(name: str, field: str, found: Mapping[int, Occurrence], enum: str) -> Any:
    """One line, or several where the field's shape changed over time.

    An enumeration comes last, because its values may hold blanks.
    """
    runs: list[list[int]] = []
    for minor in sorted(found):
        if runs and runs[-1][-1] == minor - 1 and found[runs[-1][0]].shape == found[minor].shape:
            runs[-1].append(minor)
        else:
            runs.append([minor])
    marks, last = _marks(name, field, found), [f"enum={enum}"] if enum else []
    lines = [" ".join([found[run[0]].shape, *marks, *_interval(run), *last]) for run in runs]
    return lines[0] if len(lines) == 1 else lines


def _marks(name: str, field: str, found: Mapping[int, Occurrence]) -> list[str]:
    """What the newest release that has the field says of it: corrections apply backwards."""
    newest = found[max(found)]
    kept = newest.marks
    marks = []
    if newest.required and newest.shape != "bool" and not _listed(server.OPTIONAL, name, field):
        marks.append("required")
    if kept.get("list-type") == "map":
        marks.append("keys=" + ",".join(kept["list-map-keys"]))
    elif kept.get("list-type") == "set":
        marks.append("set")
    elif "atomic" in (kept.get("list-type"), kept.get("map-type")):
        marks.append("atomic")
    if _listed(server.UNIQUE, name, field):
        marks.append("unique")
    if "patch-merge-key" in kept and newest.shape.startswith("[]"):
        marks.append("merge=" + kept["patch-merge-key"])
    if "patch-strategy" in kept and newest.shape != "string":
        marks.append("strategy=" + kept["patch-strategy"])
    return marks + _deprecated(found)


def _listed(names: Mapping[str, str], name: str, field: str) -> bool:
    return field in names.get(name, "").split()


def _deprecated(found: Mapping[int, Occurrence]) -> list[str]:
    since = [minor for minor in found if found[minor].deprecated]
    if not since:
        return []
    return ["deprecated" if min(since) == min(found) else f"deprecated={min(since)}"]


def _interval(run: list[int]) -> list[str]:
    since = [f"since={run[0]}"] if run[0] > FIRST else []
    until = [f"until={run[-1] + 1}"] if run[-1] < LAST else []
    return since + until
