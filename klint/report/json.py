"""Everything for programs; `schemas/klint/report.schema.json` describes it. Lines and columns are one-based."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from klint.report.mending import mendings
from klint.report.tally import ranked, roles, tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.engine.outcome import Report
    from klint.finding import Finding, Location
    from klint.report.options import Options
    from klint.text import Position, Source

VERSION = 1  # raised when something that is there changes its meaning or goes


def render(report: Report, _options: Options) -> str:
    """One finding a line: a diff of two reports is a diff of their findings."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    findings = ",\n".join(encode(_finding(finding, report.sources)) for finding in report.findings)
    body = f"\n{findings}\n" if findings else ""
    return f'{{"version":{VERSION},"findings":[{body}],"summary":{encode(_summary(report))}}}\n'


def _finding(finding: Finding, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.name,
        "message": finding.message,
        "certain": finding.certain,
        "object": finding.object,
        "location": _location(finding.location),
        "related": [{"location": _location(location), "label": label} for location, label in finding.related],
        "fixes": [
            {
                "title": title,
                "safe": safe,
                "edits": [_location(location) | {"text": text} for location, text in replacements],
            }
            for title, safe, replacements in (mendings(finding, sources) if finding.fixes else ())
        ],
        "fingerprint": finding.fingerprint,
    }


def _location(location: Location) -> dict[str, Any]:
    path, start, end = location
    return {"path": path, "start": _position(start), "end": _position(end)}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line + 1, "column": position.column + 1}


def _summary(report: Report) -> dict[str, Any]:
    summary = report.summary
    return {
        "kubernetes": str(summary.release),
        "files": summary.files,
        "documents": summary.documents,
        "resources": summary.resources,
        "checked": summary.checked,
        **tally(report)._asdict(),
        "set_aside": roles(report),
        "unread": [{"path": path, "reason": reason} for path, reason in summary.unread],
        "unknown_kinds": ranked(summary.unknown_kinds),
        "not_evaluated": ranked(summary.not_evaluated),
        "crashed": report.crashed,
    }
