"""Files as the objects that kustomize finds in them.

Follows kyaml 0.18 (kustomize 5.5): ByteReader and the resource factory.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from klint.render.kustomize.dialect import adapted
from klint.render.kustomize.item import Item
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.render.origin import Traced
    from klint.yaml import Document, Problem, Stream

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
