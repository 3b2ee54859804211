"""A part of a report: what is new since a commit, what the changed files have to do with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.engine.outcome import Report
    from klint.finding import Finding


def since(report: Report, before: Report) -> Report:
    """Only the findings that were not there before, told apart by fingerprint."""
    known = {finding.fingerprint for finding in before.findings}
    return _only(report, lambda finding: finding.fingerprint not in known)


def concerning(report: Report, named: frozenset[str], changed: frozenset[str]) -> Report:
    """Only the findings that stand in one of the `named` files or rest on one.

    Hooks are run several times over parts of a long list of files; so that a finding is told once, it belongs
    to the file that it stands in where that is named or `changed`, else to the first changed file it rests on.
    """

    def told(finding: Finding) -> bool:
        path = finding.location.path
        if path in named or path in changed:
            return path in named
        evidence = sorted({other.location.path for other in finding.related})
        owner = next((other for other in evidence if other in (changed or named)), None)
        return owner in named

    return _only(report, told)


def at_least(report: Report, severity: int) -> Report:
    """Only the findings of a severity or a worse one."""
    return _only(report, lambda finding: finding.severity >= severity)


def _only(report: Report, told: Callable[[Finding], bool]) -> Report:
    return report._replace(findings=tuple(filter(told, report.findings)))
