"""Files as the objects that kustomize finds in them.

Follows kyaml 0.18 (kustomize 5.5): ByteReader and the resource factory.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from klint.render.embedded import EmbeddedDocument, raw
from klint.render.kustomize.item import Item
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import BOOLEANS, MARKED, is_blank, resolve, text, timestamp
from klint.render.origin import Origin, Traced
from klint.yaml.resolver import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.yaml import Document, Problem, Stream
    from klint.yaml.node import Path

# What may mean another thing to kustomize than to the API server: words that only YAML 1.1 takes for booleans, dates,
# and keys that are no text.
_DOUBTS = re.compile(
    r"(?:[:,\[{\-]|^)[ \t]*(?:[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF)[ \t]*(?:[\r\n,\]}#:]|\Z)"
    r"|(?<![\"'\w-])\d{4}-\d\d?-\d\d?"
    r"|^[ \t\-]*(?:[-+.]?\d[\w.+:-]*|~|(?i:null|true|false)|\.inf|\.nan)[ \t]*:(?=[ \t\r\n]|\Z)"
    r"|[{,][ \t]*(?:[-+.]?\d[\w.+-]*|~|(?i:null|true|false))[ \t]*:[ \t]",
    re.MULTILINE,
)
_NOTHING = re.compile(r":[ \t]*[,}]")
_SEPARATOR = re.compile(r"\n---.*\r?\n")


def objects(stream: Stream) -> list[Item]:
    """The objects of a file; RefusalError, without a place where the file as such is meant."""
    several = bool(_SEPARATOR.search(stream.source.text))
    for problem in stream.problems:
        line = stream.source.position(problem.span.start).line + 1
        raise _refusal(problem, f"{stream.source.path}:{line}: {problem.message}")
    return gathered(stream.documents, [], several=several)


def gathered(documents: Iterable[Document], problems: list[Problem], *, several: bool) -> list[Item]:
    """The objects of documents; `several` says that more than one was meant to be there."""
    for problem in problems:
        raise _refusal(problem, problem.message)
    roots = list(map(adapted, documents))
    if len(roots) == 1 and not several:
        roots = _unwrapped(roots[0])
    waiting = [Item(root) for root in _checked(roots)]
    found: list[Item] = []
    while waiting:
        first = waiting.pop(0)
        items = first.traced.get("items") if first.gvk.kind.endswith("List") else None
        if items is None:
            found.append(first)
        elif isinstance(items.value, list):
            waiting += [Item(item, style="json") for item in _checked(items.items())]
        elif items.value is not None:
            raise RefusalError("invalid", "items of a list must be a list", items.origin.node)
    return found


def _refusal(problem: Problem, message: str) -> RefusalError:
    return RefusalError("malformed" if problem.fault == "syntax-error" else "invalid", message)


def _unwrapped(root: Traced) -> list[Traced]:
    """A List that is alone in its file is its items, whatever they are."""
    value = root.value
    if not isinstance(value, dict) or value.get("kind") not in ("List", "ResourceList"):
        return [root]
    items = root.get("items")
    if items is None:
        return [] if "functionConfig" in value else [root]
    return list(items.items()) if isinstance(items.value, list) else []


def _checked(roots: Iterable[Traced]) -> Iterator[Traced]:
    for root in roots:
        value = root.value
        if value is None or value in ({}, []):
            continue
        if not isinstance(value, dict):
            raise RefusalError("invalid", "an object must be a mapping", root.origin.node)
        kind, metadata = text(value.get("kind")), value.get("metadata")
        if not kind:
            raise RefusalError("invalid", "this object has no kind", root.origin.node)
        named = isinstance(metadata, dict) and text(metadata.get("name"))
        if not named and not kind.endswith("List"):
            raise RefusalError("invalid", f"this {kind} has no metadata.name", root.origin.node)
        yield root


def adapted(document: Document) -> Traced:
    """The value of a document as kustomize understands it."""
    inner = document.inner if isinstance(document, EmbeddedDocument) else document
    origin = Origin(document, ())
    if not _DOUBTS.search(inner.source.text, inner.start, inner.end):
        return Traced(inner.value, origin)
    return _adapted(inner, Traced(inner.value, origin))


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
    if isinstance(resolve(written), str):
        return written if written in WORDS else key
    if len(path) == 1:
        return written
    raise RefusalError(
        "invalid", f"key {written} is no text: kustomize wants it in quotes", document.root.at(path)
    )


def settled(traced: Traced) -> Traced:
    """The object as kustomize writes it: where nothing stands between brackets, as in `{a: }`, is an empty text."""
    document = traced.origin.document
    inner = document.inner if isinstance(document, EmbeddedDocument) else document
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
