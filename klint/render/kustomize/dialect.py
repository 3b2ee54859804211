"""Where YAML says something else to kustomize than to the API server.

Documents are read as the API server does, by YAML 1.1 without its dates. Kustomize 5.5 reads them with goyaml.v3: by
YAML 1.2, but with the dates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from klint.render.embedded import EmbeddedDocument, raw
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import BOOLEANS, MARKED, is_blank, resolve, timestamp
from klint.render.origin import Origin, Traced
from klint.yaml.resolver import WORDS

if TYPE_CHECKING:
    from klint.yaml import Document
    from klint.yaml.node import Path

# A document is gone through only where one of these is in its text. They are meant to be fast, each with one character
# to look for first, and may find too much.
_WORD = r"(?:y(?:es)?|Y(?:es|ES)?|no?|N[oO]?|o(?:n|ff)|O(?:[nN]|ff|FF))"  # a boolean of YAML 1.1 only
_DATE = r"\d{4}-\d\d?-\d"
_KEY = (
    r"(?:[-+.]?\d[\w.+:-]*|~|null|N(?:ull|ULL)|true|T(?:rue|RUE)|false|F(?:alse|ALSE)|\.inf|\.nan)"  # no text
)
_END = r"(?:\r?\n|[ \t]#|\Z)"
_COLON = r":(?=[ \t\r\n]|\Z)"
_DOUBTS = (
    re.compile(rf":[ \t]++(?:{_WORD}[ \t]*+{_END}|{_DATE})"),
    re.compile(rf"-[ \t]++(?:{_WORD}[ \t]*+(?:{_COLON}|{_END})|{_DATE})"),
    re.compile(
        rf"\n[ \t]*+(?=[-+.\d~nNtTfFyYoO])(?:-[ \t]++)*+"
        rf"(?:{_WORD}[ \t]*+(?:{_COLON}|{_END})|{_KEY}[ \t]*+{_COLON}|{_DATE})"
    ),
    re.compile(rf"[{{,\[][ \t]*+(?:{_WORD}[ \t]*+[,\]}}:]|{_DATE}|{_KEY}[ \t]*+:[ \t])"),
)
_NOTHING = re.compile(r":[ \t]*+[,}]")


def adapted(document: Document) -> Traced:
    """The value of a document as kustomize understands it."""
    inner = _inner(document)
    traced = Traced(inner.value, Origin(document, ()))
    stretch = inner.source.text, inner.start, inner.end
    return _adapted(inner, traced) if any(doubt.search(*stretch) for doubt in _DOUBTS) else traced


def _adapted(document: Document, here: Traced) -> Traced:
    value, path = here.value, here.origin.path
    if isinstance(value, dict):
        return here.filled(
            {_key(document, (*path, key), key): _adapted(document, here.at(key)) for key in value}
        )
    if isinstance(value, list):
        return here.listing(_adapted(document, item) for item in here.items())
    return here._replace(value=_adapted_scalar(document, path, value))


def _adapted_scalar(document: Document, path: Path, value: Any) -> Any:
    if isinstance(value, bool):
        word = raw(document, path)
        return word if word not in BOOLEANS and word in WORDS else value
    if isinstance(value, str) and path[:2] != ("metadata", "annotations"):
        time = timestamp(value)
        return time if time and raw(document, path) == value else value
    return value


def _key(document: Document, path: Path, key: str) -> str:
    span = document.key_span(path)
    if span is None:
        return key
    written = document.source.text[span.start : span.end]
    if written[:1] in MARKED:
        return key
    if isinstance(resolve(written), str) and not timestamp(written):
        return written if written in WORDS else key
    if len(path) == 1:
        return written
    raise RefusalError(
        "invalid", f"key {written} is no text: kustomize wants it in quotes", document.root.at(path)
    )


def settled(traced: Traced) -> Traced:
    """The object as kustomize writes it: where nothing stands between brackets, as in `{a: }`, is an empty text."""
    inner = _inner(traced.origin.document)
    return _settled(traced) if _NOTHING.search(inner.source.text, inner.start, inner.end) else traced


def _settled(here: Traced) -> Traced:
    value = here.value
    if isinstance(value, dict):
        changes: dict[str, Traced | None] = {}
        for key in value:
            child = here.at(key)
            new = _settled(child)
            if new.value is None and is_blank(new) and _is_flow(here):
                new = new._replace(value="")
            if new.value is not child.value:
                changes[key] = new
        return here.updated(changes) if changes else here
    if isinstance(value, list):
        items = list(here.items())
        new_items = list(map(_settled, items))
        if any(new.value is not old.value for new, old in zip(new_items, items, strict=True)):
            here = here.listing(new_items)
    return here


def _is_flow(mapping: Traced) -> bool:
    origin = mapping.origin
    return not origin.whole and raw(origin.document, origin.path)[:1] == "{"


def _inner(document: Document) -> Document:
    return document.inner if isinstance(document, EmbeddedDocument) else document
