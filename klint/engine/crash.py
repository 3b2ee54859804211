"""A check that raises: a fault of klint or of a user's rule, told as a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.rule import builtin

if TYPE_CHECKING:
    from klint.rule import Rule

NAME = "rule-crashed"


def crash_rule() -> Rule:
    """The page of the finding; it cannot be switched off."""
    return builtin()[NAME]
