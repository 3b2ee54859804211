"""Looking into plain values whose shape nobody has checked: what is no mapping or list holds nothing."""

from __future__ import annotations

from typing import Any

_NOTHING: dict[str, Any] = {}
_NONE: list[Any] = []


def mapping(value: Any, *steps: str) -> dict[str, Any]:
    """The mapping that some keys lead to; an empty one where there is none."""
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else _NOTHING


def entries(value: Any, *steps: str) -> list[tuple[int, dict[str, Any]]]:
    """The mappings in the list that some keys lead to, each with its index."""
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    if not value or not isinstance(value, list):
        return _NONE
    return [(index, item) for index, item in enumerate(value) if isinstance(item, dict)]
