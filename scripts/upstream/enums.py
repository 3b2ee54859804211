"""Values of enumerations, from the TypeScript declarations of the npm package kubernetes-models."""

from __future__ import annotations

import re

from upstream.packages import declarations
from upstream.structure import short

_MEMBER = re.compile(r'^    "(\w+)"\??: (.*);$', re.MULTILINE)
_VALUES = re.compile(r'^(?:Array<)?("[^"]*"(?: \| "[^"]*")*)>?$')
_EXPORT = re.compile(r"export type \{ \w+ as I(IoK8s\w+)")


def read(folder: str, types: set[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """By (type, field); `types` are the full names of definitions, which the declarations write in one word."""
    names = {re.sub(r"[.-](\w)", lambda hit: hit[1].upper(), "." + name): name for name in sorted(types)}
    enums: dict[tuple[str, str], tuple[str, ...]] = {}
    for _, text in declarations(folder):
        export = _EXPORT.search(text)
        if not export or export[1] not in names:
            continue
        for field, declared in _MEMBER.findall(text):
            found = _VALUES.match(declared)
            if found and " | " in declared:  # one value is that of `apiVersion` and `kind`
                enums[short(names[export[1]]), field] = _values(found[1])
    return enums


def _values(union: str) -> tuple[str, ...]:
    """An empty value is one not given, for the API server as well, and is no value of its own."""
    return tuple(sorted(value for value in re.findall('"([^"]*)"', union) if value))
