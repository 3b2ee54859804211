"""What a report says in numbers, and in words about these numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from klint.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klint.engine.outcome import Report


class Tally(NamedTuple):
    """Every finding counts once: by its severity if it is certain, else as uncertain."""

    errors: int
    warnings: int
    infos: int
    uncertain: int
    suppressed: int

    @property
    def hidden(self) -> int:
        """How many are only counted unless the user asks for all."""
        return self.infos + self.uncertain


def tally(report: Report) -> Tally:
    counts = Counter(finding.severity if finding.certain else None for finding in report.findings)
    return Tally(
        counts[Severity.error],
        counts[Severity.warning],
        counts[Severity.info],
        counts[None],
        len(report.suppressed),
    )


def roles(report: Report) -> dict[str, int]:
    """How many files and documents were set aside as what, the most frequent first."""
    return ranked(Counter(aside.role for aside in report.summary.set_aside))


def ranked(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def listed(counts: Mapping[str, int], most: int = 6) -> str:
    """`helm template (12), kustomize patch (3), 4 more`."""
    some = [f"{name} ({count})" for name, count in list(ranked(counts).items())[:most]]
    rest = len(counts) - most
    return ", ".join([*some, f"{rest} more"] if rest > 0 else some)


def number(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def enumerated(parts: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *some, last = parts
    return f"{', '.join(some)} and {last}" if some else last
