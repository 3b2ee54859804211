"""Hand-made reports; every place is found by the text that stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.engine.outcome import Report, Summary
from klint.finding import Finding, Location, Severity
from klint.release import Release
from klint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.text import Source

WEB = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: site}
spec:
  template:
    metadata:
      labels: {app: site}
"""


def place(source: Source, text: str, length: int | None = None) -> Location:
    """Where `text` stands for the first time; `length` shortens or stretches it."""
    start = source.text.index(text)
    end = start + (len(text) if length is None else length)
    return Location(source.path, source.position(start), source.position(end))


def summary(**given: Any) -> Summary:
    known: dict[str, Any] = {
        "files": 1,
        "documents": 2,
        "resources": 2,
        "checked": 2,
        "roles": (),
        "set_aside": (),
        "unread": (),
        "unknown_kinds": {},
        "not_evaluated": {},
        "release": Release(1, 34),
    }
    return Summary(**known | given)


def rule(name: str, path: str = "", severity: Severity = Severity.error, tags: tuple[str, ...] = ()) -> Rule:
    """A rule with what formats look at; the rest is empty."""
    known: dict[str, Any] = {
        "name": name,
        "group": "services",
        "severity": severity,
        "title": "A Service whose selector matches no pod drops every connection",
        "tags": tags,
        "path": path,
    }
    empty: dict[str, Any] = dict.fromkeys(Rule._fields, ())
    return Rule(**empty | known)


def report(findings: Iterable[Finding], *sources: Source, **given: Any) -> Report:
    known: dict[str, Any] = {"suppressed": (), "summary": summary(), "rules": {}}
    return Report(
        findings=tuple(findings), sources={source.path: source for source in sources}, **known | given
    )
