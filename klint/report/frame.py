"""A finding in its source: the lines around it, a caret line under it, and the places it speaks of."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from klint.report.cells import clipped, excerpt, printable

if TYPE_CHECKING:
    from klint.finding import Finding, Location
    from klint.report.terminal import Ink
    from klint.text import Source

_NEAR = 8  # lines between places that share a frame
_GAP = 2  # lines left out before a frame says so
_BEFORE, _AFTER = 2, 1  # lines of context
MOST_RELATED = 6  # places beside the finding's own


class Mark(NamedTuple):
    location: Location
    label: str
    main: bool

    @property
    def line(self) -> int:
        return self.location.start.line


class Look(NamedTuple):
    """`margin` are the blanks where line numbers go, `width` bounds a source line, `tint` is the caret's."""

    margin: str
    width: int
    ink: Ink
    tint: str


def panels(finding: Finding) -> list[list[Mark]]:
    """The first places of a finding, near ones together; the finding's own place comes before all."""
    found = [[Mark(finding.location, "", main=True)]]
    for location, label in finding.related[:MOST_RELATED]:
        mark = Mark(location, label, main=False)
        for panel in found:
            if location.path == panel[0].location.path and any(
                abs(mark.line - other.line) <= _NEAR for other in panel
            ):
                panel.append(mark)
                break
        else:
            found.append([mark])
    return found


def gutter(found: list[list[Mark]]) -> int:
    """How many cells the line numbers of some panels need."""
    return len(str(max(mark.line for panel in found for mark in panel) + 1 + _AFTER))


def rows(panel: list[Mark], source: Source, look: Look) -> list[str]:
    """The lines of one panel below its heading."""
    margin, width, ink, tint = look
    digits = len(margin)
    bar = f"{ink.frame}{margin} |{ink.end}"
    made = [bar]
    marked: dict[int, list[Mark]] = {}
    for mark in panel:
        marked.setdefault(mark.location.start.line, []).append(mark)
    last = None
    for number, line in _lines(panel, source).items():
        if last is not None and number > last + 1:
            made.append(f"{ink.frame}{'...'.rjust(digits)}{ink.end}")
        last = number
        head = f"{ink.frame}{str(number + 1).rjust(digits)} |{ink.end} "
        if number not in marked:
            made.append((head + clipped(line, width)).rstrip())
            continue
        marks = marked[number]
        shown = excerpt(line, width, *_columns(marks[0].location, line))
        made.append((head + shown.text).rstrip())
        for mark in marks:
            left, length = shown.under(*_columns(mark.location, line))
            sign, colour = ("^", tint) if mark.main else ("-", ink.frame)
            label = f" {printable(mark.label)}" if mark.label else ""
            made.append(f"{bar} {' ' * left}{colour}{sign * length}{label}{ink.end}")
    return made


def _columns(location: Location, line: str) -> tuple[int, int]:
    """The columns to underline; of a span over several lines, those on the first."""
    _, start, end = location
    return start.column, end.column if end.line == start.line else len(line.rstrip())


def _lines(panel: list[Mark], source: Source) -> dict[int, str]:
    """The lines to show, by number, in order."""
    lines: dict[int, str] = {}
    for mark in panel:
        before, after = (_BEFORE, _AFTER) if mark.main else (1, 0)
        lines |= _around(mark.location.start.line, source, before, after)
    if len(panel) == 1:
        return lines
    ordered = sorted(lines)
    for low, high in pairwise(ordered):
        if high - low <= _GAP:
            lines |= {number: source.line(number) for number in range(low + 1, high)}
    return dict(sorted(lines.items()))


def _around(line: int, source: Source, before: int, after: int) -> dict[int, str]:
    """A line and its context in the same document, without blank lines at the edges."""
    starts = source.starts
    low, high = max(line - before, 0), min(line + after + 1, len(starts))
    if line >= high:
        return {line: ""}
    block = source.text[starts[low] : starts[high] - 1 if high < len(starts) else None]
    if "\r" in block:
        block = block.replace("\r\n", "\n").removesuffix("\r")
    texts = block.split("\n")
    first = last = line - low
    for index in range(first - 1, -1, -1):
        if texts[index][:3] == "---":
            break
        if texts[index].strip():
            first = index
    for index in range(last + 1, high - low):
        if texts[index][:3] == "---":
            break
        if texts[index].strip():
            last = index
    return {low + index: texts[index] for index in range(first, last + 1)}
