"""The fixes of a finding with their edits as places, as the formats for machines want them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.finding import Location

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.finding import Finding
    from klint.text import Source


class Mending(NamedTuple):
    """A fix; each replacement puts a text where a Location is."""

    title: str
    safe: bool
    replacements: tuple[tuple[Location, str], ...]


def mendings(finding: Finding, sources: Mapping[str, Source]) -> Iterator[Mending]:
    """The fixes whose files are at hand: an edit is an offset, which means nothing without its text."""
    for fix in finding.fixes:
        if all(path in sources for path, _ in fix.edits):
            places = (
                (Location(path, *map(sources[path].position, edit.span)), edit.text)
                for path, edit in fix.edits
            )
            yield Mending(fix.title, fix.safe, tuple(places))
