from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from klint.config import Config, load
from klint.config.description import describe
from klint.errors import KlintError
from klint.release import Release

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "klint.yaml").write_text(
        "select: [default]\n"
        "ignore:\n"
        "  - one\n"
        "severity:\n"
        "  a-rule: off\n"
        "rules: {a-rule: {most: 3}}\n"
        "suppress:\n"
        "  - rule: gone\n"
        "    until: 2020-01-01\n"
        'per-file-ignores: {"x/*": [two]}\n'
    )
    return load(".")


def test_every_value_has_a_place(config: Config) -> None:
    assert config.place("select", 0) == ("klint.yaml", 1)
    assert config.place("ignore", 0) == ("klint.yaml", 3)
    assert config.place("severity", "a-rule") == ("klint.yaml", 5)
    assert config.place("rules", "a-rule", "most") == ("klint.yaml", 6)
    assert config.place("suppress", 0) == ("klint.yaml", 8)
    assert config.place("suppress", 0, "until") == ("klint.yaml", 9)
    assert config.place("suppress", 1) == ("klint.yaml", 10)


def test_a_place_without_a_line_is_the_nearest_one(config: Config) -> None:
    assert config.place("ignore", 7) == ("klint.yaml", 2)
    assert config.place("rules", "a-rule", "least") == ("klint.yaml", 6)
    assert config.place("crds") is None
    assert Config.default().place("select", 0) is None


def test_the_command_line_adds_and_replaces(config: Config) -> None:
    changed = config.overridden(
        ignore=["three"],
        severity={"b-rule": "info"},
        fail_on="never",
        kubernetes="1.31",
        baseline="known.json",
    )
    assert changed.select == ("default",)
    assert changed.ignore == ("one", "three")
    assert changed.severity == {"a-rule": "off", "b-rule": "info"}
    assert (changed.fail_on, changed.kubernetes, changed.baseline) == ("never", Release(1, 31), "known.json")
    assert changed.place("ignore", 0) == ("klint.yaml", 3)
    assert changed.place("ignore", 1) is None
    assert changed.place("severity", "b-rule") is None


def test_a_selection_on_the_command_line_starts_anew(config: Config) -> None:
    changed = config.overridden(select=["one"])
    assert (changed.select, changed.ignore) == (("one",), ())
    assert changed.place("select", 0) is None
    assert config.overridden(select=["one"], ignore=["x"]).ignore == ("x",)


def test_an_empty_command_line_changes_nothing(config: Config) -> None:
    assert config.overridden() == config


def test_an_unknown_release_is_refused() -> None:
    with pytest.raises(KlintError, match=r"Kubernetes 1\.2 is not known"):
        Config.default().overridden(kubernetes="1.2")


def test_a_description_says_where_values_come_from(config: Config) -> None:
    assert describe(config.overridden(fail_on="info", ignore=["four"])) == (
        "# klint.yaml; what stands behind # is the default\n"
        '# kubernetes: "1.37"\n'
        "# include: []\n"
        "# exclude: []\n"
        "# max-file-size: 16777216\n"
        "select:\n"
        '  - "default"  # klint.yaml:1\n'
        "ignore:\n"
        '  - "one"  # klint.yaml:3\n'
        '  - "four"  # command line\n'
        "severity:\n"
        '  "a-rule": "off"  # klint.yaml:5\n'
        'fail-on: "info"  # command line\n'
        "rules:\n"
        '  "a-rule": {"most": 3}  # klint.yaml:6\n'
        "suppress:\n"
        '  - {"rule": "gone", "until": "2020-01-01"}  # klint.yaml:8\n'
        '  - {"rule": "two", "path": "x/*", "reason": "ignored for this file in the config"}  # klint.yaml:10\n'
        "# crds: []\n"
        "# schemas: []\n"
        "# rule-paths: []\n"
        '# baseline: ""\n'
    )


def test_a_description_is_a_config(config: Config, tmp_path: Path) -> None:
    (tmp_path / "klint.yaml").write_text(describe(config))
    assert load(".")._replace(lines={}) == config._replace(lines={})
    (tmp_path / "klint.yaml").write_text(describe(Config.default()))
    assert load(".")._replace(file="") == Config.default()
