"""Plain values of manifests, where anything may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def mapping(value: Any) -> Mapping[str, Any]:
    """The mapping that a value is; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> Sequence[Any]:
    """The list that a value is; an empty one for anything else."""
    return value if isinstance(value, list) else ()


def text(value: Any) -> str:
    """The text that a value is; an empty one for anything else."""
    return value if isinstance(value, str) else ""
