"""klint as its users run it."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pytest

from klint.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path


class Run(NamedTuple):
    """What a run of the program gave."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The output of `--output-format json`."""
        held: dict[str, Any] = json.loads(self.out)
        return held

    @property
    def rules(self) -> list[str]:
        return [finding["rule"] for finding in self.report["findings"]]


class Klint(Protocol):
    """Run the program here; `given` is its standard input."""

    def __call__(self, *arguments: str, given: bytes = b"") -> Run: ...


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, with a cache of its own and no colours."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("KLINT_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def klint(here: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Klint:
    assert here

    def run(*arguments: str, given: bytes = b"") -> Run:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        out, err = capsysbinary.readouterr()
        code = ended.value.code
        return Run(code if isinstance(code, int) else 1, out.decode(), err.decode())

    return run
