from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from klint.config import Config, Suppress, load
from klint.errors import KlintError
from klint.release import NEWEST, Release

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a file below the repository's root, which is the current folder."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


FULL = """\
kubernetes: 1.30
include: [deploy, "apps/*.yaml"]
exclude: ["vendor/"]
max-file-size: 10MB
select: [default, security]
ignore:
  - old-labels
severity:
  dangling-service: off
  unnamed-port: info
fail-on: warning
rules:
  too-many-replicas: {most: 3, kinds: [Deployment], strict: yes}
suppress:
  - rule: missing-secret
    path: "legacy/*"
    kind: Deployment
    name: web
    namespace: shop
    reason: made by hand
    until: 2027-01-31
  - {kind: Job}
per-file-ignores:
  "tests/*": [a-rule, b-rule]
crds: [crds/]
schemas: ["schemas/{{ .ResourceKind }}.json"]
rule-paths: [rules]
baseline: .klint-baseline.json
"""


def test_every_key_reaches_the_engine(write: Write) -> None:
    write("klint.yaml", FULL)
    config = load(".")
    assert config._replace(lines={}) == Config(
        file="klint.yaml",
        root=".",
        kubernetes=Release(1, 30),
        include=("deploy", "apps/*.yaml"),
        exclude=("vendor/",),
        max_file_size=10_000_000,
        select=("default", "security"),
        ignore=("old-labels",),
        severity={"dangling-service": "off", "unnamed-port": "info"},
        fail_on="warning",
        rules={"too-many-replicas": {"most": 3, "kinds": ["Deployment"], "strict": True}},
        suppress=(
            Suppress("missing-secret", "legacy/*", "Deployment", "web", "shop", "made by hand", "2027-01-31"),
            Suppress(kind="Job"),
            Suppress("a-rule", "tests/*", reason="ignored for this file in the config"),
            Suppress("b-rule", "tests/*", reason="ignored for this file in the config"),
        ),
        crds=("crds",),
        schemas=("schemas/{{ .ResourceKind }}.json",),
        rule_paths=("rules",),
        baseline=".klint-baseline.json",
    )


def test_the_same_in_toml_is_the_same(write: Write) -> None:
    write("klint.yaml", FULL)
    expected = load(".")
    os.remove("klint.yaml")
    write(
        "pyproject.toml",
        """\
[project]
name = "shop"

[tool.klint]
kubernetes = 1.30
include = ["deploy", "apps/*.yaml"]
exclude = ["vendor/"]
max-file-size = "10MB"
select = ["default", "security"]
ignore = ["old-labels"]
fail-on = "warning"
crds = ["crds/"]
schemas = ["schemas/{{ .ResourceKind }}.json"]
rule-paths = ["rules"]
baseline = ".klint-baseline.json"
per-file-ignores."tests/*" = ["a-rule", "b-rule"]

[tool.klint.severity]
dangling-service = "off"
unnamed-port = "info"

[tool.klint.rules]
too-many-replicas = {most = 3, kinds = ["Deployment"], strict = true}

[[tool.klint.suppress]]
rule = "missing-secret"
path = "legacy/*"
kind = "Deployment"
name = "web"
namespace = "shop"
reason = "made by hand"
until = 2027-01-31

[[tool.klint.suppress]] # all of them
kind = "Job"
""",
    )
    config = load(".")
    assert config._replace(lines={}, file="") == expected._replace(lines={}, file="")
    assert config.place("kubernetes") == ("pyproject.toml", 5)
    assert config.place("severity", "unnamed-port") == ("pyproject.toml", 20)
    assert config.place("rules", "too-many-replicas") == ("pyproject.toml", 23)
    assert config.place("suppress", 1) == ("pyproject.toml", 34)
    assert config.place("suppress", 2) == ("pyproject.toml", 16)
    assert config.place("ignore", 0) == ("pyproject.toml", 10)


# where it is found


def test_without_a_config_the_defaults_hold(write: Write) -> None:
    write("other.yaml", "select: [x]\n")
    assert load(".") == Config.default()
    assert Config.default().kubernetes == NEWEST
    assert Config.default().fail_on == "error"


@pytest.mark.parametrize("name", ["klint.yaml", ".klint.yaml"])
def test_the_nearest_config_upward_holds(write: Write, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    write(name, "crds: [crds]\nbaseline: known.json\n")
    below = write("apps/shop/web.yaml", "").parent
    write("apps/pyproject.toml", "[tool.other]\nklint = 1\n")
    monkeypatch.chdir(below)
    config = load(os.getcwd())
    assert config.file == f"../../{name}"
    assert config.root == "../.."
    assert config.crds == ("../../crds",)
    assert config.baseline == "../../known.json"
    write("apps/.klint.yaml", "crds: [crds]\n")
    assert load(os.getcwd()).crds == ("../crds",)


def test_klint_yaml_goes_before_the_others(write: Write) -> None:
    write("pyproject.toml", "[tool.klint]\nselect = ['three']\n")
    assert load(".").select == ("three",)
    write(".klint.yaml", "select: [two]\n")
    assert load(".").select == ("two",)
    write("klint.yaml", "select: [one]\n")
    assert load(".").select == ("one",)


def test_the_search_ends_at_the_repositorys_root(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("klint.yaml", "select: [a-rule]\n")
    inner = write("inner/.git", "gitdir: elsewhere\n").parent
    monkeypatch.chdir(inner)
    assert load(".") == Config.default()


def test_a_named_config_is_the_one(write: Write) -> None:
    write("klint.yaml", "select: [a-rule]\n")
    write("ci/strict.yaml", "select: [b-rule]\ncrds: [../crds]\n")
    config = load(".", "ci/strict.yaml")
    assert (config.select, config.crds, config.root) == (("b-rule",), ("crds",), "ci")


def test_an_empty_config_is_none(write: Write) -> None:
    write("klint.yaml", "# later\n")
    assert load(".")._replace(file="") == Config.default()


# values


@pytest.mark.parametrize(
    ("written", "size"),
    [("1000", 1000), ("10 kB", 10_000), ("16MiB", 16 << 20), ("1G", 10**9), ("5B", 5), ("2Ki", 2048)],
)
def test_sizes_have_units(write: Write, written: str, size: int) -> None:
    write("klint.yaml", f"max-file-size: {written}\n")
    assert load(".").max_file_size == size


@pytest.mark.parametrize("written", ["1.30", '"1.30"', "v1.30", "1.30.2"])
def test_a_release_is_not_a_number(write: Write, written: str) -> None:
    write("klint.yaml", f"kubernetes: {written}\n")
    assert load(".").kubernetes == Release(1, 30)


# mistakes


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: [\n", 2, ""),
        ("select: [a]\n\nselect: [b]\n", 3, ""),
        ("- a\n", 1, "a config is a mapping of keys to values"),
        ("select: [a]\n---\nselect: [b]\n", 2, "a config is one document"),
        ("\nselct: [a]\n", 2, "unknown key 'selct'; did you mean 'select'?"),
        ("fail_on: error\n", 1, "unknown key 'fail_on'; did you mean 'fail-on'?"),
        ("colour: red\n", 1, "unknown key 'colour'"),
        (
            "fail-on: eror\n",
            1,
            "fail-on: 'eror' is none of error, warning, info, never; did you mean 'error'?",
        ),
        ("select: all\n", 1, "select: expected a list, found text"),
        ("severity:\n  a: info\n  b: 3\n", 3, "severity.b: '3' is none of error, warning, info, off"),
        ("ignore:\n  - a\n  - {b: c}\n", 3, "ignore.1: expected text, found a mapping"),
        ("ignore:\n", 1, "ignore: expected a list, found nothing"),
        ("kubernetes: 1.99\n", 1, "Kubernetes 1.99 is not known; klint knows 1.25 to 1.37"),
        ("kubernetes: latest\n", 1, "'latest' is not a Kubernetes version; write it like 1.37"),
        ("kubernetes: yes\n", 1, "kubernetes: expected text or a number, found true or false"),
        ("suppress:\n  - {rule: a}\n  - {reason: b}\n", 3, "suppress.1: say what to suppress"),
        (
            "suppress:\n  - rule: a\n    until: soon\n",
            3,
            "suppress.0.until: 'soon' is not understood; write a day",
        ),
        ("suppress:\n  - rule: a\n    untl: x\n", 3, "unknown key 'untl'; did you mean 'until'?"),
        ("crds: ['https://x/y']\n", 1, "crds.0: 'https://x/y' is not understood; klint works offline"),
        ("max-file-size: big\n", 1, "max-file-size: 'big' is not understood; write a size"),
        ("max-file-size: 0\n", 1, "max-file-size: 0 is less than the minimum of 1"),
    ],
)
def test_mistakes_have_a_line(write: Write, text: str, line: int, message: str) -> None:
    write("klint.yaml", text)
    with pytest.raises(KlintError) as caught:
        load(".")
    assert (caught.value.path, caught.value.line) == ("klint.yaml", line)
    assert caught.value.message.startswith(message)


def test_all_mistakes_are_told_at_once(write: Write) -> None:
    write("klint.yaml", "zzz: 1\nfail-on: x\nselct: [a]\n")
    with pytest.raises(KlintError) as caught:
        load(".")
    assert str(caught.value) == (
        "klint.yaml:1: unknown key 'zzz'\n"
        "klint.yaml:2: fail-on: 'x' is none of error, warning, info, never\n"
        "klint.yaml:3: unknown key 'selct'; did you mean 'select'?"
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[tool.klint]\nselect = [\n", 2, "Invalid value"),
        ("[tool.klint]\nselect = ?\n\n", 2, "Invalid value"),
        ("[tool.klint]\nx = 1\n\n[tool.klint.severity]\na = 'bad'\n", 2, "unknown key 'x'"),
        ("[tool.klint.severity]\n'a' = 'bad'\n", 2, "severity.a: 'bad' is none of"),
        (
            "[[tool.klint.suppress]]\nrule = 'a'\n[[tool.klint.suppress]]\nuntil = 1\n",
            3,
            "suppress.1: say what",
        ),
    ],
)
def test_mistakes_in_toml_have_a_line_too(write: Write, text: str, line: int, message: str) -> None:
    write("pyproject.toml", text)
    with pytest.raises(KlintError) as caught:
        load(".")
    assert (caught.value.path, caught.value.line) == ("pyproject.toml", line)
    assert caught.value.message.startswith(message)


def test_what_cannot_be_read_is_named(write: Write) -> None:
    with pytest.raises(KlintError, match=r"^none.yaml: the config cannot be read: No such file"):
        load(".", "none.yaml")
    with pytest.raises(KlintError, match=r"^none.toml: the config cannot be read: No such file"):
        load(".", "none.toml")
    write("other.toml", "a = 1\n")
    with pytest.raises(KlintError, match=r"^other.toml: there is no table \[tool.klint\]$"):
        load(".", "other.toml")


# cost


@pytest.mark.parametrize("text", [None, FULL])
def test_a_right_config_does_not_import_jsonschema(write: Write, text: str | None) -> None:
    if text is not None:
        write("klint.yaml", text)
    program = "import sys; from klint.config import load; load('.'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"jsonschema", "tomllib", "difflib"} & set(done.stdout.split())
