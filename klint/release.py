"""A minor release of Kubernetes."""

from __future__ import annotations

import re
from typing import NamedTuple

from klint.errors import KlintError

_FORM = r"v?1\.(\d{1,3})(\.\d+)?([-+].*)?"


class Release(NamedTuple):
    """Ordered; prints as `1.34`."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"

    @classmethod
    def parse(cls, text: str) -> Release:
        """Read `1.34`, `v1.34` or `v1.34.1`; KlintError unless klint has facts for it."""
        found = re.fullmatch(_FORM, text)
        if not found:
            raise KlintError(f"'{text}' is not a Kubernetes version; write it like {NEWEST}")
        release = cls(1, int(found[1]))
        if not OLDEST <= release <= NEWEST:
            raise KlintError(f"Kubernetes {release} is not known; klint knows {OLDEST} to {NEWEST}")
        return release


OLDEST = Release(1, 25)
NEWEST = Release(1, 37)
