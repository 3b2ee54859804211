"""CustomResourceDefinitions: what they say of custom resources, and whether the API server takes them.

Violations of custom resources are those of built-in kinds (`klint.schema.violation`) and these:
`bad-format` (values `shown`, `expected`), `wrong-size` and `unmet-choice` (`problem`), and
`version-not-served` (`api`, `kind`, `hint`). An `out-of-range` has its `limit` in words. Those of a
definition are `invalid-definition` and `non-structural-schema` (`place`, `problem`).
"""

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
