"""JUnit XML: a suite is a file, a case is an object, so that what is right shows too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from klint.report.concise import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.engine.outcome import Report
    from klint.finding import Finding
    from klint.report.options import Options

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHOLE_FILE = "(file)"


def render(report: Report, options: Options) -> str:
    """A certain finding of severity `fail_on` or worse is a failure; the others are said in `system-out`."""
    suites = _suites(report)
    failed = sum(_fails(found, options) for cases in suites.values() for found in cases.values())
    cases = sum(map(len, suites.values()))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="klint" tests="{cases}" failures="{failed}" errors="0">',
    ]
    for path, found in suites.items():
        lines += _suite(path, found, options)
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


def _suites(report: Report) -> dict[str, dict[str, list[Finding]]]:
    """The findings by file and object; the objects without one are there too."""
    suites: dict[str, dict[str, list[Finding]]] = {}
    for path, name in report.objects:
        suites.setdefault(path, {}).setdefault(name, [])
    for finding in report.findings:
        cases = suites.setdefault(finding.location.path, {})
        cases.setdefault(finding.object or _WHOLE_FILE, []).append(finding)
    return dict(sorted(suites.items()))


def _fails(findings: list[Finding], options: Options) -> bool:
    return any(_is_failure(finding, options) for finding in findings)


def _is_failure(finding: Finding, options: Options) -> bool:
    return finding.certain and finding.severity >= options.fail_on


def _suite(path: str, cases: dict[str, list[Finding]], options: Options) -> Iterator[str]:
    failed = sum(_fails(found, options) for found in cases.values())
    name = _quoted(path)
    yield (
        f'  <testsuite name={name} file={name} tests="{len(cases)}" failures="{failed}" errors="0" skipped="0"'
        f' time="0" timestamp={_quoted(options.timestamp)} hostname="localhost">'
    )
    for case, found in cases.items():
        start = f'    <testcase name={_quoted(case)} classname={name} time="0"'
        yield f"{start}>" if found else f"{start}/>"
        if found:
            yield from _outcome(found, options)
            yield "    </testcase>"
    yield "  </testsuite>"


def _outcome(findings: list[Finding], options: Options) -> Iterator[str]:
    """One failure a case: several are legal, but half of the readers show the first only."""
    failures = [finding for finding in findings if _is_failure(finding, options)]
    others = [finding for finding in findings if not _is_failure(finding, options)]
    if failures:
        message = failures[0].message
        if len(failures) > 1:
            message += f" (and {len(failures) - 1} more)"
        text = _escaped("\n".join(map(line, failures)))
        yield f"      <failure type={_quoted(failures[0].rule)} message={_quoted(message)}>{text}</failure>"
    if others:
        yield f"      <system-out>{_escaped(chr(10).join(map(line, others)))}</system-out>"


def _escaped(text: str) -> str:
    text = _NOT_XML.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    inner = (
        _escaped(text)
        .replace('"', "&quot;")
        .replace("\t", "&#9;")
        .replace("\r", "&#13;")
        .replace("\n", "&#10;")
    )
    return f'"{inner}"'
