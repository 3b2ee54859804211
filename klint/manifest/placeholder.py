"""Values that somebody or something fills in before a manifest is applied."""

from __future__ import annotations

import re
from typing import Any

# Compiled when first used, by `re` itself: few runs meet a placeholder.
_WHOLE = r"""
      \$\{\{.*\}\}                            # ${{ expression }}: CI
    | \{\{.*\}\} | \{%.*%\}                   # Helm, Jinja, Argo, ESO
    | <%.*%>                                  # ERB
    | \$\{[^{}]*\} | \$[A-Z_][A-Z0-9_]*       # envsubst, Flux, Terraform
    | \$\([\w.-]+\)                           # kustomize vars
    | <[A-Za-z_][^<>\n]*>
    | @@?[A-Za-z_][\w.-]*@@?
    | %%?[A-Z_][A-Z0-9_]*%%?
    | __[A-Za-z][\w-]*__
    | \[\[.*\]\] | \(\(.*\)\) | \#\{.*\}\#? | %\{.*\}
    | \[[A-Z][A-Z0-9_ -]*\]
    | \{[A-Za-z_][\w.-]*\}
    | (?:REPLACE|CHANGE|INSERT|YOUR|TODO|FIXME)[-_][A-Z0-9_-]+ | CHANGEME | REPLACEME
    """
_INSIDE = r"""
      \{\{.*?\}\} | <%.*?%> | \(\(.*?\)\) | \#\{.*?\}\#?
    | [$%]\{[^{}\n]*\} | \$[A-Z][A-Z0-9_]+\b
    | \$\([A-Za-z_][\w.-]*\)
    | <[A-Z][A-Z0-9_-]*> | <(?:your|my|the)[-_ ][^<>\n]*>
    | @[A-Z][A-Z0-9_]*@ | __[A-Z][A-Z0-9_]*__
    | \[[A-Z][A-Z0-9]*[_-][A-Z0-9_-]*\]
    """
_FLAGS = re.VERBOSE | re.DOTALL
_WORD = r"[A-Za-z_][\w.-]*"
_LOUD = r"[A-Z][A-Z0-9_ -]*"
_HINT = re.compile(r"\$[({A-Z]|<[A-Za-z_%]|@[A-Z]|\{\{")
_FOREIGN_HINT = re.compile(r"\$[{A-Z]|<[A-Za-z_%]|@[A-Z]")

# Where $(VAR) and ${VAR} are Kubernetes' or a shell's own, or text of no concern to the object's shape.
_OWN_SYNTAX = frozenset({"args", "command", "script", "env", "description", "annotations"})


def is_placeholder(value: object) -> bool:
    """Whether a value is nothing but placeholders: `${VAR}`, `<NAME>`, `@NAME@`, `{{ .x }}`, `[YOUR_X]`, `{id}`.

    The last two are a list and a mapping when they stand unquoted. Ask where a value has the wrong type or
    form: `["ALL"]` is a good list and would be taken for a placeholder.
    """
    if isinstance(value, str):
        text = value.strip()
        if re.fullmatch(_WHOLE, text, _FLAGS):
            return True
        rest = re.sub(_INSIDE, "", text, flags=_FLAGS)
        return rest != text and not rest.strip(" -_./:,")
    if isinstance(value, list):
        return len(value) == 1 and isinstance(value[0], str) and bool(re.fullmatch(_LOUD, value[0]))
    if isinstance(value, dict):
        return len(value) == 1 and all(
            inner is None and re.fullmatch(_WORD, key) for key, inner in value.items()
        )
    return False


def has_placeholder(value: object) -> bool:
    """Whether a text holds a placeholder, so that its form cannot be judged yet."""
    return isinstance(value, str) and bool(re.search(_INSIDE, value, _FLAGS) or is_placeholder(value))


def hinted(text: str) -> bool:
    """A quick look at a whole file; says yes too often, never too rarely."""
    return bool(_HINT.search(text))


def riddled(value: Any, *, builtin: bool) -> bool:
    """Whether an object waits for values.

    Of texts of several lines nothing is concluded: scripts and configuration files have a syntax of their own.
    Nor of `$(x)` and `{{ x }}` in custom resources: they are the language of Tekton, Argo and others.
    """
    hint = (_HINT if builtin else _FOREIGN_HINT).search
    pending = [value]
    for inner in pending:  # which grows
        if isinstance(inner, str):
            if hint(inner) and "\n" not in inner and has_placeholder(inner):
                return True
        elif isinstance(inner, dict):
            pending += [part for key, part in inner.items() if key not in _OWN_SYNTAX]
        elif isinstance(inner, list):
            pending += inner
    return False
