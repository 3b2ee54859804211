"""Ways not to hear of a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Klint

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations: {}
spec:
  ports:
    - port: 99999
    - name: b
      port: 0
"""


def rules(klint: Klint, *arguments: str) -> list[str]:
    return klint("check", "-o", "json", *arguments).rules


@pytest.mark.parametrize(
    ("at", "comment", "left"),
    [
        (
            "    - port: 99999",
            " # klint: ignore[invalid-port] it is a test",
            ["invalid-port", "unnamed-port"],
        ),
        ("  ports:", " # klint: ignore[invalid-port]", ["unnamed-port"]),
        ("  ports:", " # klint: ignore[invalid-port, unnamed-port]", []),
        ("  ports:", " # klint: ignore[*-port]: all of it", []),
        ("spec:", " # klint: ignore[invalid-port] until 2999-01-01", ["unnamed-port"]),
        (
            "spec:",
            " # klint: ignore[invalid-port] until 2001-01-01",
            ["expired-suppression", "invalid-port", "invalid-port", "unnamed-port"],
        ),
        ("  name: web", " # klint: ignore-file[invalid-port]", ["unnamed-port"]),
        (
            "  name: web",
            " # klint: ignore[invalid-port]",
            ["invalid-port", "invalid-port", "unnamed-port", "unused-suppression"],
        ),
        (
            "  name: web",
            " # klint: ignore invalid-port",
            ["invalid-port", "invalid-port", "unnamed-port", "unused-suppression"],
        ),
    ],
)
def test_comments(klint: Klint, here: Path, at: str, comment: str, left: list[str]) -> None:
    (here / "web.yaml").write_text(SERVICE.replace(at, at + comment, 1))
    assert sorted(rules(klint)) == left


def test_a_comment_above_speaks_of_the_next_block(klint: Klint, here: Path) -> None:
    text = SERVICE.replace(
        "  ports:", "  # klint: ignore[invalid-port, unnamed-port]\n\n  # and so on\n  ports:"
    )
    (here / "web.yaml").write_text(text)
    assert rules(klint) == []


def test_text_in_a_block_scalar_is_no_comment(klint: Klint, here: Path) -> None:
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  b: |\n    # klint: ignore[x]\n"
    (here / "web.yaml").write_text(config)
    assert rules(klint) == []


def test_an_annotation_speaks_of_the_object(klint: Klint, here: Path) -> None:
    said = "annotations: {ignore.klint/invalid-port: until 2999-01-01 a test, ignore.klint/unnamed-port: ok}"
    (here / "web.yaml").write_text(SERVICE.replace("annotations: {}", said) + "---\n" + SERVICE)
    run = klint("check", "-o", "json", "--ignore", "duplicate-object")
    assert {finding["location"]["start"]["line"] for finding in run.report["findings"]} == {19, 21}


def test_kube_linter_annotations_are_honoured(klint: Klint, here: Path) -> None:
    workload = (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  annotations:\n"
        "    ignore-check.kube-linter.io/mismatching-selector: made elsewhere\n"
        "    ignore-check.kube-linter.io/run-as-non-root: made elsewhere\n"
        "spec:\n  selector: {matchLabels: {app: web}}\n"
        "  template:\n    metadata: {labels: {app: b}}\n    spec: {containers: [{name: a, image: b}]}\n"
    )
    (here / "web.yaml").write_text(workload)
    assert rules(klint) == []


def test_the_config(klint: Klint, here: Path) -> None:
    (here / "a").mkdir()
    for path in ("a/web.yaml", "web.yaml"):
        (here / path).write_text(SERVICE)
    (here / "klint.yaml").write_text(
        "suppress:\n"
        "  - {rule: invalid-port, path: 'a/*', reason: a test}\n"
        "  - {rule: unnamed-port, kind: Service, name: w*, reason: b}\n"
    )
    run = klint("check", "-o", "json")
    assert [(f["rule"], f["location"]["path"]) for f in run.report["findings"]] == [
        ("invalid-port", "web.yaml")
    ] * 2
    shown = klint("check", "-q", "--show-suppressed").out
    assert "a/web.yaml:8: suppressed[invalid-port]" in shown
    assert "(a test)" in shown


def test_the_baseline_keeps_what_is_known_when_lines_move(klint: Klint, here: Path) -> None:
    (here / "web.yaml").write_text(SERVICE)
    assert klint("baseline").out == "klint-baseline.json: 3 findings\n"
    (here / "klint.yaml").write_text("baseline: klint-baseline.json\n")
    (here / "web.yaml").write_text("# a new line\n" + SERVICE)
    assert rules(klint) == []
    (here / "web.yaml").write_text(SERVICE + "    - port: 88888\n")
    assert sorted(rules(klint)) == ["invalid-port", "unnamed-port"]
    (here / "web.yaml").write_text(SERVICE.replace("99999", "80"))
    assert klint("baseline", "--prune").out == "klint-baseline.json: 1 finding\n"
