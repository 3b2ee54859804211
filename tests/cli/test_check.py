"""`klint check` as users run it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Klint

GOOD = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  ports: [{port: 80}]
"""
BAD = GOOD.replace("80", "99999")


def test_clean_exits_0(klint: Klint, here: Path) -> None:
    (here / "web.yaml").write_text(GOOD)
    run = klint("check")
    assert run.code == 0
    assert "No fault found; 1 object in 1 file" in run.out


def test_a_finding_exits_1_and_stands_on_its_line(klint: Klint, here: Path) -> None:
    (here / "web.yaml").write_text(BAD)
    run = klint("check", "-o", "json")
    assert run.code == 1
    [finding] = run.report["findings"]
    assert finding["rule"] == "invalid-port"
    assert finding["object"] == "v1/Service web"
    assert finding["location"] == {
        "path": "web.yaml",
        "start": {"line": 5, "column": 18},
        "end": {"line": 5, "column": 23},
    }


def test_a_path_alone_means_check(klint: Klint, here: Path) -> None:
    (here / "web.yaml").write_text(BAD)
    assert klint("web.yaml").code == 1


def test_nothing_to_check_exits_3(klint: Klint) -> None:
    assert klint("check").code == 3
    assert klint("check", "--allow-empty").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.yaml"], "missing.yaml: no such file or folder"),
        (["--select", "danglin"], "there is no rule 'danglin'"),
        (["--kubernetes", "1.99"], "Kubernetes 1.99 is not known"),
        (["--severity", "loud"], "--severity loud"),
        (["-o", "xml"], "no output format 'xml'"),
        (["--config", "none.yaml"], "none.yaml"),
        (["--baseline", "none.json"], "none.json: the baseline cannot be read"),
    ],
)
def test_a_mistake_of_the_user_exits_2_with_a_word(
    klint: Klint, here: Path, arguments: list[str], said: str
) -> None:
    (here / "web.yaml").write_text(GOOD)
    run = klint("check", *arguments)
    assert run.code == 2
    assert said in run.err
    assert "Traceback" not in run.err


def test_standard_input(klint: Klint) -> None:
    run = klint("check", "-", "--stdin-filename", "deploy/web.yaml", "-o", "concise", given=BAD.encode())
    assert run.code == 1
    assert run.out.startswith("deploy/web.yaml:5:18: error[invalid-port]")


def test_severities(klint: Klint, here: Path) -> None:
    (here / "web.yaml").write_text(BAD)
    assert klint("check", "--severity", "invalid-port=warning").code == 0
    assert klint("check", "--severity", "invalid-port=warning", "--fail-on", "warning").code == 1
    assert klint("check", "--severity", "invalid-port=off", "-o", "json").rules == []
    assert (
        klint("check", "--severity", "invalid-port=info", "--severity", "warning", "-o", "json").rules == []
    )
    assert klint("check", "--ignore", "invalid-port").code == 0
    assert klint("check", "--select", "unnamed-port").code == 0
    assert klint("check", "--exit-zero").code == 0


def test_several_formats_at_once(klint: Klint, here: Path) -> None:
    (here / "web.yaml").write_text(BAD)
    run = klint("check", "-o", "concise", "-o", "sarif=out.sarif", "-o", "junit=out.xml")
    assert "web.yaml:5:18" in run.out
    assert json.loads((here / "out.sarif").read_text())["version"] == "2.1.0"
    assert (here / "out.xml").read_text().startswith("<?xml")


def test_statistics_and_files(klint: Klint, here: Path) -> None:
    (here / "web.yaml").write_text(BAD)
    (here / "values.yaml").write_text("a: 1\n")
    assert "     1  error    invalid-port" in klint("check", "--statistics", "-q").out
    assert klint("check", "--show-files").out.splitlines() == [
        "values.yaml\tHelm values\tHelm fills templates with it",
        "web.yaml\tmanifest\t",
    ]


def test_strict_fails_on_what_cannot_be_read(klint: Klint, here: Path) -> None:
    (here / "web.yaml").write_text(GOOD)
    (here / "gone.yaml").symlink_to("nowhere.yaml")
    assert klint("check").code == 0
    run = klint("check", "--strict")
    assert run.code == 1
    assert "gone.yaml: a symbolic link to nothing" in run.out


def test_the_cache_changes_nothing(klint: Klint, here: Path) -> None:
    (here / "web.yaml").write_text(BAD)
    (here / "kustomization.yaml").write_text("resources: [web.yaml]\n")
    cold = klint("check", "-o", "json")
    warm = klint("check", "-o", "json")
    assert warm.out == cold.out == klint("check", "--no-cache", "-o", "json").out
    (here / "web.yaml").write_text(GOOD)
    assert klint("check").code == 0


def test_a_broken_cache_is_no_cache(klint: Klint, here: Path) -> None:
    (here / "web.yaml").write_text(BAD)
    cache = here.parent / "cache"
    cache.mkdir()
    (cache / "cache.sqlite").write_bytes(b"no database at all" * 99)
    assert klint("check").code == 1


def test_many_files_in_several_processes(klint: Klint, here: Path) -> None:
    for number in range(450):
        (here / f"{number}.yaml").write_text(BAD if number % 2 else GOOD)
    alone = klint("check", "--no-cache", "-j", "1", "-o", "json")
    shared = klint("check", "--no-cache", "-j", "3", "-o", "json")
    assert len(alone.rules) == 225
    assert shared.out == alone.out


def test_a_small_run_imports_little(here: Path) -> None:
    (here / "web.yaml").write_text(BAD)
    program = (
        "import sys\n"
        "from klint.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "heavy = {'jsonschema', 'jinja2', 'ruamel.yaml', '_ruamel_yaml', 'pathlib', 'logging', 'asyncio',\n"
        "         'multiprocessing', 'importlib.metadata', 'importlib.resources', 'xml'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))\n"
    )
    for arguments in (["--version"], ["check", "--no-cache", "web.yaml"]):
        done = subprocess.run(
            [sys.executable, "-I", "-c", program, *arguments], capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines()[-1] == "HEAVY []", done.stdout


def test_broken_yaml_is_never_passed_over_in_silence(klint: Klint, here: Path) -> None:
    (here / "notes.yaml").write_text("a: [1\nb: 2\n")
    run = klint("check")
    assert run.code == 0
    assert "uncertain (1)" in run.out
    assert klint("check", "--strict").code == 1
    (here / "notes.yaml").write_text("apiVersion: v1\nkind: Service\nmetadata: {name: [\n")
    assert klint("check", "-o", "json").rules == ["syntax-error"]
    assert klint("check").code == 1
