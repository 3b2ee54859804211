"""The config in force, as a klint.yaml that says where each value comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from klint.config.model import Suppress
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.config.model import Config

_KEYS = (
    "kubernetes",
    "include",
    "exclude",
    "max-file-size",
    "select",
    "ignore",
    "severity",
    "fail-on",
    "rules",
    "suppress",
    "crds",
    "schemas",
    "rule-paths",
    "baseline",
)


def describe(config: Config) -> str:
    """Valid YAML; paths are as seen from the current folder."""
    heading = f"# {config.file or 'no config found'}; what stands behind # is the default"
    return "\n".join([heading, *(line for key in _KEYS for line in _described(config, key))]) + "\n"


def _described(config: Config, key: str) -> Iterator[str]:
    value = _plain(getattr(config, key.replace("-", "_")))
    if not any(at[0] == key for at in config.lines):
        yield f"# {key}: {_text(value)}"
        return
    if not isinstance(value, list | dict) or not value:
        yield f"{key}: {_text(value)}  # {_origin(config, key)}"
        return
    yield f"{key}:"
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in pairs:
        head = f"{_text(step)}:" if isinstance(step, str) else "-"
        yield f"  {head} {_text(inner)}  # {_origin(config, key, step)}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Release):
        return str(value)
    if isinstance(value, Suppress):
        return {name: inner for name, inner in value._asdict().items() if inner}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return dict(value) if isinstance(value, Mapping) else value


def _origin(config: Config, key: str, *steps: str | int) -> str:
    place = config.place(key, *steps)
    return f"{place[0]}:{place[1]}" if place else "command line"
