"""The hooks as pre-commit runs them."""

from __future__ import annotations

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
  namespace: shop
data:
  region: north
"""
FAULTY = CLEAN.replace("data:", "dat:")


def test_a_fault_in_a_changed_file_is_reported(project: Project) -> None:
    project.write("old.yaml", FAULTY.format(name="old"))
    project.commit()
    project.write("new.yaml", FAULTY.format(name="new"))
    outcome = project.hook("klint")
    assert not outcome.passed
    assert "new.yaml:6:1" in outcome.text
    assert "unknown-field" in outcome.text
    assert "old.yaml" not in outcome.text


def test_a_clean_change_passes(project: Project) -> None:
    project.write("deploy/config.yaml", CLEAN.format(name="config"))
    assert project.hook("klint").passed


def test_the_config_of_pre_commit_is_no_manifest(project: Project) -> None:
    project.write(
        ".pre-commit-config.yaml", (project.folder / ".pre-commit-config.yaml").read_text() + "# more\n"
    )
    outcome = project.hook("klint", "--verbose")
    assert outcome.passed
    assert ".pre-commit-config.yaml" not in outcome.text


def test_a_fault_in_an_unchanged_file_is_reported_if_it_rests_on_a_changed_one(project: Project) -> None:
    project.write("second.yaml", CLEAN.format(name="config"))
    project.commit()
    project.write("first.yaml", CLEAN.format(name="config"))
    outcome = project.hook("klint")
    assert not outcome.passed
    assert "second.yaml:4:9" in outcome.text


def test_deletion_is_seen_by_the_hook_for_everything_alone(project: Project) -> None:
    project.write("faulty.yaml", FAULTY.format(name="faulty"))
    project.write("other.yaml", CLEAN.format(name="other"))
    project.commit()
    project.run("git", "rm", "--quiet", "other.yaml")
    assert "Skipped" in project.hook("klint").text
    outcome = project.hook("klint-all", "--hook-stage", "manual")
    assert not outcome.passed
    assert "faulty.yaml:6:1" in outcome.text


@pytest.mark.parametrize("chosen", [[], ["--all-files"]], ids=["staged", "all"])
def test_each_finding_is_told_once_though_the_names_fill_two_processes(
    project: Project, chosen: list[str]
) -> None:
    paths = [f"shop/{'long-' * 14}names/{number:04}.yaml" for number in range(2600)]
    texts = {
        path: (CLEAN if index % 100 else FAULTY).format(name=f"c{index}") for index, path in enumerate(paths)
    }
    texts[paths[-1]] = texts[paths[1]]  # one object twice, in files that do not go to one process
    project.write_all(texts)
    outcome = project.hook("klint", *chosen)
    told = [line for line in outcome.text.splitlines() if line.startswith("shop/")]
    counted = [
        line for line in outcome.text.splitlines() if line.endswith("unknown-field") and line not in told
    ]
    assert len(counted) == 2, "two processes counted"
    assert sum("unknown-field" in line for line in told) == 26
    assert sum("duplicate-object" in line for line in told) == 1
    assert len(told) == 27
