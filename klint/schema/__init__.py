"""Which schema an object must satisfy, and where it does not."""

from klint.schema.violation import Violation
from klint.schema.walker import violations

__all__ = ["Violation", "violations"]
