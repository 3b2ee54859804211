"""SARIF 2.1.0, as GitHub code scanning and other viewers read it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from klint import __version__
from klint.finding import Severity
from klint.report.mending import mendings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.engine.outcome import Report
    from klint.finding import Finding, Location
    from klint.report.options import Options
    from klint.rule import Rule
    from klint.text import Source

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "SRCROOT"
_LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "note"}
_PROBLEMS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "recommendation"}
_DANGERS = {Severity.error: "8.0", Severity.warning: "5.0", Severity.info: "2.0"}  # middles of GitHub's bands
_MOST_TAGS = 20  # GitHub's limits
_MOST_PLACES = 1000
_SECURITY = "security"


def render(report: Report, options: Options) -> str:
    """A log of one run. Suppressed findings are in it if `verbose`: GitHub takes them for open alerts."""
    run = _run(report, options)
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, separators=(",", ":"), ensure_ascii=False) + "\n"


def _run(report: Report, options: Options) -> dict[str, Any]:
    silenced = report.suppressed if options.verbose else ()
    names = sorted({finding.rule for finding in (*report.findings, *(finding for finding, _ in silenced))})
    index = {name: number for number, name in enumerate(names)}
    results = [_result(finding, index, report.sources, options) for finding in report.findings]
    for finding, reason in silenced:
        suppression = {"suppressions": [{"kind": "external", "justification": reason}]}
        results.append(_result(finding, index, report.sources, options) | suppression)
    return {
        "tool": {
            "driver": {
                "name": "klint",
                "semanticVersion": __version__,
                "rules": [_rule(name, report.rules.get(name)) for name in names],
            }
        },
        "automationDetails": {"id": f"{options.category.rstrip('/')}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository"}}},
        "invocations": [_invocation(report, options)],
        "results": results,
    }


def _rule(name: str, rule: Rule | None) -> dict[str, Any]:
    described: dict[str, Any] = {"id": name, "name": "".join(part.capitalize() for part in name.split("-"))}
    if rule is None:
        return described
    prose = _prose(rule)
    sentence = f"{rule.title}."
    properties: dict[str, Any] = {
        "tags": sorted({*rule.tags, rule.group})[:_MOST_TAGS],
        "precision": "high",
        "problem.severity": _PROBLEMS[rule.severity],
    }
    if _SECURITY in rule.tags:
        properties["security-severity"] = _DANGERS[rule.severity]
    return described | {
        "shortDescription": {"text": sentence},
        "fullDescription": {"text": " ".join(prose.split("\n\n", 1)[0].split()) or sentence},
        "help": {"text": prose or sentence, "markdown": prose or sentence},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": properties,
    }


def _prose(rule: Rule) -> str:
    """The text of a page between its front matter and its examples."""
    try:
        with open(rule.path, encoding="utf-8") as page:
            return page.read().partition("\n---\n")[2].partition("\n## ")[0].strip()
    except OSError:
        return ""


def _result(
    finding: Finding, index: Mapping[str, int], sources: Mapping[str, Source], options: Options
) -> dict[str, Any]:
    related = finding.related[: _MOST_PLACES - 1]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVELS[finding.severity] if finding.certain else "note",
        "message": {"text": _message(finding, [label for _, label in related])},
        "locations": [_location(finding.location, options) | _logical(finding)],
        "partialFingerprints": {"primaryLocationLineHash": _fingerprint(finding)},
    }
    if related:
        result["relatedLocations"] = [
            {"id": number, **_location(location, options), "message": {"text": label}}
            for number, (location, label) in enumerate(related, 1)
        ]
    fixes = [
        {"description": {"text": title}, "artifactChanges": _changes(replacements, options)}
        for title, _, replacements in mendings(finding, sources)
    ]
    if fixes:
        result["fixes"] = fixes
    if not finding.certain:
        result["properties"] = {"certain": False}
    return result


def _message(finding: Finding, labels: list[str]) -> str:
    """The message with a link to each related place, which viewers show as text that can be clicked."""
    text = finding.message
    if "](" in text:
        text = _bracketed(text)
    if not finding.certain:
        text += " (uncertain)"
    links = ", ".join(f"[{_bracketed(label)}]({number})" for number, label in enumerate(labels, 1))
    return f"{text}; see {links}" if links else text


def _bracketed(text: str) -> str:
    return re.sub(r"([\\\[\]])", r"\\\1", text)


def _location(location: Location, options: Options) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(location.path, options),
            "region": _region(location),
        }
    }


def _artifact(path: str, options: Options) -> dict[str, str]:
    """Relative to the repository, so that the log means the same on every machine."""
    whole = options.from_root(path)
    uri = quote(whole, errors="surrogateescape")
    return {"uri": f"file://{uri}"} if whole.startswith("/") else {"uri": uri, "uriBaseId": _ROOT}


def _region(location: Location) -> dict[str, int]:
    _, start, end = location
    return {
        "startLine": start.line + 1,
        "startColumn": start.column + 1,
        "endLine": end.line + 1,
        "endColumn": end.column + 1,
    }


def _logical(finding: Finding) -> dict[str, Any]:
    if not finding.object:
        return {}
    name = finding.object.rpartition(" ")[2].rpartition("/")[2]
    return {"logicalLocations": [{"name": name, "fullyQualifiedName": finding.object, "kind": "resource"}]}


def _fingerprint(finding: Finding) -> str:
    """GitHub expects `hash:occurrence`; it recognises an alert by it when lines move."""
    return finding.fingerprint if ":" in finding.fingerprint else f"{finding.fingerprint}:1"


def _changes(replacements: tuple[tuple[Location, str], ...], options: Options) -> list[dict[str, Any]]:
    by_path: dict[str, list[dict[str, Any]]] = {}
    for location, text in replacements:
        by_path.setdefault(location.path, []).append(
            {"deletedRegion": _region(location), "insertedContent": {"text": text}}
        )
    return [
        {"artifactLocation": _artifact(path, options), "replacements": made} for path, made in by_path.items()
    ]


def _invocation(report: Report, options: Options) -> dict[str, Any]:
    """What was not read is said here, for silence would mean that it is right."""
    made: dict[str, Any] = {"executionSuccessful": not report.crashed}
    notes = [
        {
            "level": "warning",
            "message": {"text": f"not read: {reason}"},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(path, options)}}],
        }
        for path, reason in report.summary.unread
    ]
    if notes:
        made["toolExecutionNotifications"] = notes
    return made
