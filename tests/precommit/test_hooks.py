"""The hooks as pre-commit runs them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.precommit.conftest import Project

pytestmark = pytest.mark.slow

CLEAN = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
  labels:
    team: shop
"""
FAULTY = CLEAN.replace("shop", "-shop-")
HOUSE_RULE = {
    "klint.yaml": "rule-paths: [house]\n",
    "house/namesakes.md": """\
---
severity: error
each: cluster
check: house.namesakes
message: "{{ name }} is a name already"
since: "1"
---
No name twice in the whole repository.
""",
    "house.py": """\
from klint.finding import Hit

def namesakes(cluster):
    seen = {}
    for one in sorted(cluster.resources, key=lambda one: one.source.path):
        first = seen.setdefault(one.name, one)
        if first is not one:
            name = first["metadata"]["name"]
            yield Hit(one["metadata"]["name"], (name, "the first one"), name=one.name)
""",
}


def test_a_fault_in_a_changed_file_is_reported(project: Project) -> None:
    project.write({"old.yaml": FAULTY.format(name="old")})
    project.commit()
    project.write({"new.yaml": FAULTY.format(name="new")})
    outcome = project.hook("klint")
    assert not outcome.passed
    assert outcome.findings == ["new.yaml:6:11 invalid-label"]


def test_a_clean_change_passes(project: Project) -> None:
    project.write({"old.yaml": FAULTY.format(name="old")})
    project.commit()
    project.write({"deploy/config.yaml": CLEAN.format(name="config")})
    assert project.hook("klint").passed


def test_the_config_of_pre_commit_is_no_manifest(project: Project) -> None:
    text = (project.folder / ".pre-commit-config.yaml").read_text()
    project.write({".pre-commit-config.yaml": text + "# more\n"})
    outcome = project.hook("klint")
    assert outcome.passed
    assert outcome.findings == []


def test_a_fault_in_an_unchanged_file_is_reported_if_it_rests_on_a_changed_one(project: Project) -> None:
    unrelated = {f"unrelated-{number}.yaml": CLEAN.format(name="unrelated") for number in range(2)}
    project.write({**HOUSE_RULE, **unrelated, "second.yaml": CLEAN.format(name="config")})
    project.commit()
    project.write({"first.yaml": CLEAN.format(name="config")})
    outcome = project.hook("klint")
    assert not outcome.passed
    assert outcome.findings == ["second.yaml:4:9 namesakes"]


def test_a_deletion_is_seen_by_the_hook_for_everything_alone(project: Project) -> None:
    project.write({"faulty.yaml": FAULTY.format(name="faulty"), "other.yaml": CLEAN.format(name="other")})
    project.commit()
    project.run("git", "rm", "--quiet", "other.yaml")
    assert "Skipped" in project.hook("klint").text
    outcome = project.hook("klint-all", "--hook-stage", "manual")
    assert not outcome.passed
    assert outcome.findings == ["faulty.yaml:6:11 invalid-label"]


@pytest.mark.parametrize("committed", [False, True], ids=["staged", "all-files"])
def test_each_finding_is_told_once_though_the_names_fill_two_processes(
    project: Project, *, committed: bool
) -> None:
    paths = [f"shop/{'long-' * 14}names/{number:04}.yaml" for number in range(2600)]
    texts = {
        path: (CLEAN if index % 100 else FAULTY).format(name=f"c{index}") for index, path in enumerate(paths)
    }
    texts[paths[2599]] = CLEAN.format(name="c1")  # as in a file of the other process
    project.write({**HOUSE_RULE, **texts})
    if committed:
        project.commit()
    outcome = project.hook("klint", *["--all-files"] * committed)
    expected = [f"{path}:6:11 invalid-label" for path in paths[::100]] + [f"{paths[2599]}:4:9 namesakes"]
    assert sorted(outcome.findings) == sorted(expected)
    assert len(re.findall(r"^ +\d+ +error +invalid-label$", outcome.text, re.MULTILINE)) == 2
