"""Help for JSON patches (k8s.io/apiserver `pkg/cel/library/jsonpatch.go`, with mutating policies)."""

from __future__ import annotations

from klint.cel.function import Function


def _escape_key(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


FUNCTIONS = (Function("jsonpatch.escapeKey", (str,), _escape_key, since=(1, 32)),)
