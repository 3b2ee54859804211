"""Find the config, read it, and turn it into what the engine wants."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from klint.config.model import Config, Suppress
from klint.errors import KlintError
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.config.written import Step, Written

FILES = ("klint.yaml", ".klint.yaml")
PROJECT = "pyproject.toml"
_SIZE = r"^(\d+) ?([kKMG]?)(i?)B?$"  # the schema has the same
_POWERS = {"": 0, "K": 1, "M": 2, "G": 3}


def load(start: str, explicit: str | None = None) -> Config:
    """The config `explicit`, or the nearest one from `start` upward to the root of the git repository.

    KlintError, with path and line, for one that cannot be read or says what klint does not understand.
    """
    written = _read(explicit) if explicit else _nearest(start)
    if written is None:
        return Config.default()
    from klint.config import validity

    validity.check(written)
    return _config(written)


def _read(path: str) -> Written:
    if not path.endswith(".toml"):
        return _from_yaml(path)
    written = _from_toml(path)
    if written is None:
        raise KlintError("there is no table [tool.klint]", path)
    return written


def _from_yaml(path: str) -> Written:
    from klint.config import yaml

    return yaml.read(path)


def _from_toml(path: str) -> Written | None:
    from klint.config import toml

    return toml.read(path)


def _nearest(start: str) -> Written | None:
    folder = os.path.abspath(start)
    while True:
        for name in FILES:
            if os.path.isfile(os.path.join(folder, name)):
                return _from_yaml(_shown(os.path.join(folder, name)))
        if os.path.isfile(os.path.join(folder, PROJECT)):
            written = _from_toml(_shown(os.path.join(folder, PROJECT)))
            if written is not None:
                return written
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = above


def _shown(path: str) -> str:
    """A path as one would type it here."""
    try:
        shown = os.path.relpath(path)
    except ValueError:  # on another drive of Windows
        shown = path
    return shown.replace(os.sep, "/")


def _config(written: Written) -> Config:
    values = written.values
    root = os.path.dirname(written.path) or "."
    entries = list(_suppress(values))
    lines = dict(_lines(written, entries))
    made: dict[str, Any] = {"file": written.path, "root": root, "lines": lines}
    made |= {key: tuple(values[key]) for key in ("exclude", "select", "ignore") if key in values}
    for key in ("include", "crds", "schemas", "rule-paths"):
        if key in values:
            made[key.replace("-", "_")] = tuple(_from_here(root, path) for path in values[key])
    if "baseline" in values:
        made["baseline"] = _from_here(root, values["baseline"])
    if "kubernetes" in values:
        made["kubernetes"] = _release(written)
    if "max-file-size" in values:
        made["max_file_size"] = _bytes(values["max-file-size"])
    levels = values.get("severity", {})
    made["severity"] = {rule: level or "off" for rule, level in levels.items()}  # YAML reads `off` as false
    made |= {key.replace("-", "_"): values[key] for key in ("fail-on", "rules") if key in values}
    return Config(**made, suppress=tuple(entry for entry, _ in entries))


def _suppress(values: Mapping[str, Any]) -> Iterator[tuple[Suppress, tuple[Step, ...]]]:
    """The entries, each with where it was written."""
    for index, entry in enumerate(values.get("suppress", ())):
        yield Suppress(**entry), ("suppress", index)
    for pattern, rules in values.get("per-file-ignores", {}).items():
        for index, rule in enumerate(rules):
            entry = Suppress(rule=rule, path=pattern, reason="ignored for this file in the config")
            yield entry, ("per-file-ignores", pattern, index)


def _lines(
    written: Written, entries: Iterable[tuple[Suppress, tuple[Step, ...]]]
) -> Iterator[tuple[tuple[Step, ...], int]]:
    """The lines of the keys and of what is one and two levels below them."""
    for key, value in written.values.items():
        yield (key,), written.line((key,))
        for step, inner in _children(value):
            yield (key, step), written.line((key, step))
            for below, _ in _children(inner):
                yield (key, step, below), written.line((key, step, below))
    for index, (_, at) in enumerate(entries):
        yield ("suppress", index), written.line(at)


def _children(value: Any) -> Iterable[tuple[Step, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _from_here(root: str, path: str) -> str:
    return os.path.normpath(os.path.join(root, path)).replace(os.sep, "/")


def _release(written: Written) -> Release:
    try:
        return Release.parse(str(written.values["kubernetes"]))
    except KlintError as error:
        raise KlintError(error.message, written.path, written.line(("kubernetes",))) from None


def _bytes(size: int | str) -> int:
    ((number, unit, binary),) = re.findall(_SIZE, str(size))
    factor: int = (1024 if binary else 1000) ** _POWERS[unit.upper()]
    return int(number) * factor
