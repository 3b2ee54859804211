"""Regular expressions of kustomizations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.render.kustomize.problem import RefusalError
from klint.schema.patterns import InvalidPatternError, UnsupportedPatternError, pattern

if TYPE_CHECKING:
    from klint.yaml import Node


def matches(expression: str, text: str, node: Node) -> bool:
    """Whether an expression, which stands at `node`, takes some part of a text."""
    try:
        found = pattern(expression).matches(text)
    except InvalidPatternError as error:
        raise RefusalError("invalid", f"this is no regular expression: {error}", node) from None
    except UnsupportedPatternError:
        found = None
    if found is None:
        raise RefusalError("unsupported", "klint cannot tell what this regular expression matches", node)
    return found
