"""A report with something of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from klint.finding import Finding, Fix, Related, Severity
from klint.text import Edit, Source, Span
from tests.report.sample import WEB, place, report, rule, summary

if TYPE_CHECKING:
    from pathlib import Path

    from klint.engine.outcome import Report


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
