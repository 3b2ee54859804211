"""Run the examples of a page: what they announce must be found, and nothing else of that rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.engine.check import check
from klint.text import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.config import Config
    from klint.engine.outcome import Report
    from klint.finding import Finding
    from klint.rule.page import File, Page


class Failure(NamedTuple):
    """One thing that an example announces and klint does not do, or the reverse; `line` is of the page."""

    path: str
    line: int
    message: str


def failures(page: Page, config: Config) -> Iterator[Failure]:
    """What is wrong with a page: its examples, or that it lacks a failing or a passing one."""
    path = page.rule.path
    if not any(example.fails for example in page.examples):
        yield Failure(path, 1, "no example fails; mark the line of a fault with '# error'")
    if all(example.fails for example in page.examples):
        yield Failure(path, 1, "no example passes; show what is right")
    for example in page.examples:
        report = check([Source(file.name, file.text) for file in example.files], config)
        for file in example.files:
            for line, message in _wrong(page.rule.name, file, report):
                yield Failure(path, file.line + line + 1, f"{example.heading}: {message}")


def _wrong(rule: str, file: File, report: Report) -> Iterator[tuple[int, str]]:
    found: dict[int, list[Finding]] = {}
    for finding in report.findings:
        line = finding.location.start.line
        if finding.location.path == file.name and finding.rule == rule:
            found.setdefault(line, []).append(finding)
        elif finding.rule == "rule-crashed":
            yield line, finding.message
    for line, message in file.expected:
        here = found.get(line, [])
        match = next((one for one in here if message is None or one.message == message), None)
        if match is not None:
            here.remove(match)
        elif here:
            yield line, f"the message is '{here.pop(0).message}'"
        else:
            yield line, "nothing is found here"
    for line, rest in found.items():
        for finding in rest:
            yield line, f"found but not announced: {finding.message}"
