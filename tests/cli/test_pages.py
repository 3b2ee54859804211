"""Rules of a user's own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Klint

PAGE = """\
---
severity: warning
each: container
check: {module}.image
message: "container {{{{ name }}}} is not from {{{{ wanted }}}}"
options:
  registry: {{type: string, default: registry.example/, description: where images come from}}
---
Images come from our registry.

## From elsewhere
```yaml
apiVersion: v1
kind: Pod
metadata: {{name: web}}
spec:
  containers:
    - name: web
      image: docker.example/web:1 # warning: container web is not from registry.example/
```
## From ours
```yaml
apiVersion: v1
kind: Pod
metadata: {{name: web}}
spec:
  containers: [{{name: web, image: "registry.example/web:1"}}]
```
"""
CHECK = """\
from klint.finding import Hit

def image(container, *, registry):
    if not container.image.startswith(registry):
        yield Hit(container["image"], name=container.name, wanted=registry)

def broken(container, *, registry):
    raise ValueError("no idea")
    yield
"""


@pytest.fixture
def pages(here: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder with a page and its check; the module has a name of its own, so that tests do not meet."""
    module = f"ours_{abs(hash(request.node.nodeid))}"
    folder = here / "policies"
    folder.mkdir()
    (folder / "foreign-image.md").write_text(PAGE.format(module=module))
    (folder / f"{module}.py").write_text(CHECK)
    (here / "klint.yaml").write_text("rule-paths: [policies]\n")
    (here / "web.yaml").write_text(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: a, image: 'b:1'}]}\n"
    )
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield folder
    sys.modules.pop(module, None)


def test_the_examples_are_tests(klint: Klint, pages: Path) -> None:
    run = klint("test", "policies")
    assert (run.code, run.out) == (0, "1 page, 0 failed examples\n")
    page = pages / "foreign-image.md"
    page.write_text(
        page.read_text().replace(
            "web:1 # warning: container web is not", "web:1 # warning: container b is not"
        )
    )
    run = klint("test", "policies")
    assert run.code == 1
    assert (
        "policies/foreign-image.md:19: From elsewhere: the message is 'container web is not from" in run.out
    )


def test_code_runs_only_when_allowed(klint: Klint, pages: Path) -> None:
    assert pages
    run = klint("check")
    assert run.code == 2
    assert "imported only with --allow-code" in run.err
    assert klint("check", "--allow-code", "-o", "json").rules == ["foreign-image"]


def test_options_come_from_the_config(klint: Klint, pages: Path) -> None:
    (pages.parent / "klint.yaml").write_text(
        "rule-paths: [policies]\nrules: {foreign-image: {registry: 'b'}}\n"
    )
    assert klint("check", "--allow-code", "-o", "json").rules == []


def test_a_check_that_raises_is_a_finding_and_the_rest_goes_on(klint: Klint, pages: Path) -> None:
    page = pages / "foreign-image.md"
    page.write_text(page.read_text().replace(".image\n", ".broken\n", 1))
    run = klint("check", "--allow-code", "-o", "json")
    assert run.code == 70
    [finding] = run.report["findings"]
    assert finding["rule"] == "rule-crashed"
    assert "ValueError: no idea" in finding["message"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("severity: warning", "severity: loud", "foreign-image.md:2: front matter: 'loud' is not one of"),
        ("each: container", "eech: container", "front matter"),
        (".image\n", ".picture\n", "has no function picture"),
        ("---\n", "", "starts with YAML front matter"),
        ("severity: warning", "severity: [", "foreign-image.md:"),
    ],
)
def test_mistakes_in_a_page_are_told_with_their_line(
    klint: Klint, pages: Path, before: str, after: str, said: str
) -> None:
    page = pages / "foreign-image.md"
    page.write_text(page.read_text().replace(before, after, 1))
    run = klint("check", "--allow-code")
    assert run.code == 2
    assert said in run.err
