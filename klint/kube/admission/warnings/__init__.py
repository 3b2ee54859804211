"""What the API server warns of when it takes an object: in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission.validation.rules import Scope
from klint.kube.admission.warnings.notice import Notice

if TYPE_CHECKING:
    from klint.release import Release

__all__ = ["Notice", "warnings"]


def warnings(value: Any, group: str, kind: str, release: Release) -> list[Notice]:
    """The warnings on creation, which the server only sends for objects without faults.

    The object must be one that decodes. Warnings about deprecated versions and unknown fields are not among
    them, nor those of admission plugins.
    """
    from klint.kube.admission.warnings.kinds import KINDS

    warner = KINDS.get((group, kind))
    if warner is None or not isinstance(value, dict):
        return []
    return list(warner(value, None, Scope(release)))
