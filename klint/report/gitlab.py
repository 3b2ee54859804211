"""GitLab's Code Quality report."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from klint.finding import Severity

if TYPE_CHECKING:
    from klint.engine.outcome import Report
    from klint.finding import Finding
    from klint.report.options import Options

_SEVERITIES = {Severity.error: "major", Severity.warning: "minor", Severity.info: "info"}


def render(report: Report, options: Options) -> str:
    """A JSON array. Of findings with one fingerprint GitLab shows the first, so each gets its own."""
    seen: Counter[str] = Counter()
    rows = []
    for finding in report.findings:
        row = _row(finding, options)
        mark = finding.fingerprint or f"{finding.rule} {row['location']['path']} {finding.message}"
        seen[mark] += 1
        row["fingerprint"] = mark if seen[mark] == 1 else f"{mark}#{seen[mark]}"
        rows.append(row)
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return "[\n{}\n]\n".format(",\n".join(map(encode, rows)))


def _row(finding: Finding, options: Options) -> dict[str, Any]:
    return {
        "description": finding.message if finding.certain else f"{finding.message} (uncertain)",
        "check_name": finding.rule,
        "fingerprint": "",
        "severity": _SEVERITIES[finding.severity] if finding.certain else "info",
        "location": {
            "path": options.from_root(finding.location.path),
            "lines": {"begin": finding.location.start.line + 1, "end": finding.location.end.line + 1},
        },
    }
