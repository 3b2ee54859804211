"""[tool.klint] in a TOML file."""

from __future__ import annotations

import re
from typing import Any

from klint.config.written import Step, Written
from klint.errors import KlintError

_TABLE = ("tool", "klint")
_HEADER = re.compile(r"\s*\[(\[?)\s*(?P<keys>[^\]]+?)\s*\]\]?\s*(#.*)?$")
_ENTRY = re.compile(
    r"\s*(?P<keys>(?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_KEY = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")
_PLACE = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)")


def read(path: str) -> Written | None:
    """The table, or None if the file has none."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise KlintError(f"the config cannot be read: {error.strerror}", path) from None
    if b"klint" not in data:
        return None  # the parser costs more than the rest of a small run
    import tomllib

    try:
        text = data.decode()
        values: Any = tomllib.loads(text, parse_float=str)  # 1.30 is not 1.3
    except UnicodeDecodeError:
        raise KlintError("the file is not UTF-8", path) from None
    except tomllib.TOMLDecodeError as error:
        raise _mistake(str(error), path, text) from None
    for key in _TABLE:
        values = values.get(key) if isinstance(values, dict) else None
    if not isinstance(values, dict):
        return None
    lines = _lines(text)
    return Written(path, _plain(values), lambda steps: _line(lines, steps))


def _mistake(message: str, path: str, text: str) -> KlintError:
    found = _PLACE.fullmatch(message)
    if not found:
        return KlintError(message, path)
    return KlintError(found["what"], path, int(found["line"] or text.rstrip().count("\n") + 1))


def _plain(value: Any) -> Any:
    """What JSON could hold: dates become text."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _lines(text: str) -> dict[tuple[Step, ...], int]:
    """The lines of tables and keys; the standard library's parser keeps none."""
    lines: dict[tuple[Step, ...], int] = {}
    counts: dict[tuple[Step, ...], int] = {}
    table: tuple[Step, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        if header:
            table = _keys(header["keys"])
            if header[1]:
                counts[table] = counts.get(table, -1) + 1
                lines.setdefault(table, number)
                table = (*table, counts[table])
            lines.setdefault(table, number)
        elif entry := _ENTRY.match(line):
            lines.setdefault(table + _keys(entry["keys"]), number)
    return lines


def _keys(text: str) -> tuple[Step, ...]:
    return tuple(double or single or bare for double, single, bare in _KEY.findall(text))


def _line(lines: dict[tuple[Step, ...], int], steps: tuple[Step, ...]) -> int:
    at = _TABLE + steps
    while at and at not in lines:
        at = at[:-1]
    return lines.get(at, 1)
