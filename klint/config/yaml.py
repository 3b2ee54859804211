"""klint.yaml, with the same reader as manifests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.config.written import Step, Written
from klint.errors import KlintError
from klint.text import Source
from klint.yaml import Undecodable, decode, parse

if TYPE_CHECKING:
    from klint.yaml import Document


def read(path: str) -> Written:
    """One document with a mapping, or nothing at all."""
    source = Source(path, _text(path))
    stream = parse(source)
    for problem in stream.problems:
        raise KlintError(problem.message, path, source.position(problem.span.start).line + 1)
    documents = [document for document in stream.documents if document.value is not None]
    if not documents:
        return Written(path, {}, lambda _: 1)
    if len(documents) > 1:
        raise KlintError("a config is one document", path, source.position(documents[1].start).line + 1)
    document = documents[0]
    if not isinstance(document.value, dict):
        raise KlintError("a config is a mapping of keys to values", path, 1)
    values = dict(document.value)
    if isinstance(values.get("kubernetes"), float):
        values["kubernetes"] = _as_written(document, ("kubernetes",))  # 1.30 is not 1.3
    return Written(path, values, lambda steps: _line(document, steps))


def _text(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return decode(file.read())
    except OSError as error:
        raise KlintError(f"the config cannot be read: {error.strerror}", path) from None
    except Undecodable as error:
        raise KlintError(str(error), path) from None


def _as_written(document: Document, steps: tuple[Step, ...]) -> str:
    start, end = document.span(steps)
    return document.source.text[start:end]


def _line(document: Document, steps: tuple[Step, ...]) -> int:
    return document.source.position(document.root.at(steps).key_span.start).line + 1
