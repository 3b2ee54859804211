"""The fast loader and the exact one, and the C parser and the Python one, say the same of odd texts.

`KLINT_MUTANTS=300000` makes a long run of it, `KLINT_SEED=7` another one.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from klint.text import Source, Span
from klint.yaml import Document, Problem, fast, reference
from klint.yaml.events import COMPILED
from tests.yaml.mutants import SEEDS, mutants

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = int(os.environ.get("KLINT_MUTANTS", "2000"))
SEED = int(os.environ.get("KLINT_SEED", "1"))
# What the two parsers are known to see differently: line breaks that YAML 1.2 dropped, a mark inside
# the text, tabs, directives, and what follows `...`.
EXOTIC = ("\x85", "\u2028", "\ufeff", "\t", "%", "...")


def places(document: Document) -> Iterator[tuple[tuple[Any, ...], Span, Span | None]]:
    left: list[tuple[tuple[Any, ...], Any]] = [((), document.value)]
    while left:
        path, value = left.pop()
        yield path, document.span(path), document.key_span(path)
        if isinstance(value, dict):
            left += (((*path, key), child) for key, child in value.items())
        elif isinstance(value, list):
            left += (((*path, index), child) for index, child in enumerate(value))


def told(read: tuple[list[Document], list[Problem]]) -> list[Any]:
    documents, problems = read
    return [
        [
            (document.index, document.start, document.end, repr(document.value)),
            list(places(document)),
            sorted(document.scalars()),
            document.problems,
        ]
        for document in documents
    ] + [problems]


def texts() -> Iterator[str]:
    yield from SEEDS
    yield from mutants(SEED, COUNT)


def test_fast_and_exact_agree() -> None:
    for text in texts():
        source = Source("a.yaml", text)
        assert told(fast.read(source)) == told(reference.read(source)), text


@pytest.mark.skipif(not COMPILED, reason="there is no C parser here")
def test_parsers_agree() -> None:
    for text in texts():
        if not any(sign in text for sign in EXOTIC):
            source = Source("a.yaml", text)
            compiled, interpreted = (reference.read(source, compiled=choice) for choice in (True, False))
            if compiled[1] or interpreted[1]:
                assert bool(compiled[1]) == bool(interpreted[1]), text
            else:
                assert told(compiled) == told(interpreted), text
