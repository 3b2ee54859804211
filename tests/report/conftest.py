"""Hand-made reports; every place is found by the text that stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from klint.engine.outcome import Report, Summary
from klint.finding import Finding, Fix, Location, Related, Severity
from klint.release import Release
from klint.rule import Rule
from klint.text import Edit, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

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
    return Rule(
        name=name,
        group="services",
        severity=severity,
        each=("Service",),
        check="klint.checks.services.dangling",
        message="",
        title="A Service whose selector matches no pod drops every connection",
        since="0.1",
        default=True,
        local=False,
        options={},
        replaces=(),
        tags=tags,
        path=path,
    )


def report(findings: Iterable[Finding], *sources: Source, **given: Any) -> Report:
    known: dict[str, Any] = {"suppressed": (), "summary": summary(), "rules": {}}
    return Report(
        findings=tuple(findings), sources={source.path: source for source in sources}, **known | given
    )


@pytest.fixture
def web() -> Source:
    return Source("shop/web.yaml", WEB)


@pytest.fixture
def dangling(web: Source) -> Finding:
    """A certain error with a related place and an unsafe fix."""
    at = web.text.index("web}", web.text.index("selector"))
    fix = Fix("Select the pods of site", safe=False, edits=((web.path, Edit(Span(at, at + 3), "site")),))
    return Finding(
        rule="dangling-service",
        severity=Severity.error,
        message="Service web selects no pod; did you mean those of site?",
        location=place(web, "{app: web}"),
        object="v1/Service web",
        related=(Related(place(web, "{app: site}"), "nearest labels"),),
        fixes=(fix,),
        fingerprint="f00d",
    )


@pytest.fixture
def shop(web: Source, dangling: Finding, tmp_path: Path) -> Report:
    """One finding of every sort, and something of everything that was not checked."""
    page = tmp_path / "dangling-service.md"
    page.write_text(
        "---\nseverity: error\n---\nIt drops\nconnections.\n\nMend the selector.\n\n## Example\nx\n"
    )
    unsure = dangling._replace(
        rule="missing-secret",
        severity=Severity.warning,
        message="Secret tls is not among the files",
        location=place(web, "ports"),
        related=(),
        fixes=(),
        certain=False,
        fingerprint="cafe",
    )
    warning = unsure._replace(
        rule="unnamed-port", message="port 80 has no name", certain=True, fingerprint="beef"
    )
    remark = warning._replace(
        rule="old-labels", severity=Severity.info, message="an old label", fingerprint="babe"
    )
    return report(
        [dangling, unsure, remark, warning],
        web,
        rules={"dangling-service": rule("dangling-service", str(page), tags=("security", "network"))},
        suppressed=((warning._replace(fingerprint="dead"), "known"),),
        summary=summary(
            files=4,
            unread=(("bad.yaml", "it is not UTF-8"),),
            unknown_kinds={"example.org/Widget": 2},
            not_evaluated={"policy x: needs the cluster": 1},
        ),
        objects=(("shop/web.yaml", "v1/Service web"), ("shop/web.yaml", "apps/v1/Deployment site")),
    )
