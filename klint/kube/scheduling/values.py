"""Plain values whose types nobody has checked: what is of another type than it should be counts as absent."""

from __future__ import annotations

from typing import Any

from klint.manifest.shape import entries, mapping

__all__ = ["entries", "items", "labels_of", "mapping", "name_of", "namespace_of", "text", "texts", "whole"]


def items(value: Any, *steps: str) -> list[dict[str, Any]]:
    """The mappings in the list that some keys lead to."""
    return [item for _, item in entries(value, *steps)]


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def whole(value: Any, absent: int = 0) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else absent


def name_of(value: Any) -> str:
    return text(mapping(value, "metadata").get("name"))


def namespace_of(value: Any) -> str:
    return text(mapping(value, "metadata").get("namespace")) or "default"


def labels_of(value: Any) -> dict[str, str]:
    found = mapping(value, "metadata", "labels")
    return {key: one for key, one in found.items() if isinstance(one, str)}
