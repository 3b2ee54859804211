"""Findings in, text out: one module a format, imported when that format is asked for."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from klint.errors import KlintError
from klint.report.options import Options

if TYPE_CHECKING:
    from klint.engine.outcome import Report

FORMATS = {
    "text": "klint.report.text",
    "concise": "klint.report.concise",
    "json": "klint.report.json",
    "sarif": "klint.report.sarif",
    "github": "klint.report.github",
    "gitlab": "klint.report.gitlab",
    "junit": "klint.report.junit",
}

__all__ = ["FORMATS", "Options", "render"]


def render(report: Report, name: str, options: Options | None = None) -> str:
    """The report in the format `name`, ending in a line break unless empty; KlintError for an unknown format.

    The same report and options give the same text, byte for byte; UTF-8 can hold it, whatever a file is called.
    """
    if name not in FORMATS:
        raise KlintError(f"there is no output format '{name}'; there are {', '.join(FORMATS)}")
    text: str = importlib.import_module(FORMATS[name]).render(report, options or Options())
    return text.encode(errors="replace").decode()
