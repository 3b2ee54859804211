"""Labels as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_LABELS: Mapping[str, str] = {}


def plain_labels(value: Any) -> Mapping[str, str]:
    """The labels that `value` holds; none if it is no mapping."""
    if not value or not isinstance(value, dict):
        return NO_LABELS
    for text in value.values():
        if type(text) is not str:
            return {key: label_text(inner) for key, inner in value.items()}
    return value


def label_text(value: Any) -> str:
    """A number or a boolean, which an API server refuses as a label, as kustomize would quote it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
