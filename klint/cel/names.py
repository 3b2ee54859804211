"""How the fields of custom resources are spelled in their validation rules."""

from __future__ import annotations

import re

from klint.cel.lexer import KEYWORDS, RESERVED

_PART = "__(underscores|dot|dash|slash)__"
_CHARS = {"underscores": "__", "dot": ".", "dash": "-", "slash": "/"}


def unescaped(name: str) -> str:
    """The field that a name stands for: `a__dash__b` is `a-b`, and `__if__` is `if`.

    Follows k8s.io/apiserver `pkg/cel/escaping.go`.
    """
    if name.startswith("__") and name.endswith("__") and name[2:-2] in KEYWORDS | RESERVED:
        return name[2:-2]
    return re.sub(_PART, lambda found: _CHARS[found[1]], name)
