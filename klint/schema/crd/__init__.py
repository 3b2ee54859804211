"""CustomResourceDefinitions: what they say of custom resources, and whether the API server takes them."""

from klint.schema.crd.definition import Definition, Version, definition
from klint.schema.crd.expressions import Expressions, expressions, unevaluated
from klint.schema.crd.objects import violations
from klint.schema.crd.soundness import faults

__all__ = [
    "Definition",
    "Expressions",
    "Version",
    "definition",
    "expressions",
    "faults",
    "unevaluated",
    "violations",
]
