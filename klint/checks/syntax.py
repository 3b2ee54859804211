"""What is wrong with a file as YAML, before anyone asks what it means to Kubernetes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.finding import Hit, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.yaml import Stream


def problems(stream: Stream) -> Iterator[Hit]:
    """The problems that the reader of YAML noted; each names the page of its fault."""
    for problem in stream.problems:
        related = ((Place(stream.source, span, problem.document), label) for span, label in problem.related)
        at = Place(stream.source, problem.span, problem.document)
        yield Hit(at, *related, rule=problem.fault, problem=problem.message)
