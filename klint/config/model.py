"""The config in force."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.discover.find import MAX_BYTES
from klint.release import NEWEST, Release

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NOTHING: Mapping[Any, Any] = MappingProxyType({})
COMMAND_LINE = 0  # as a line: the value is not from the file


class Suppress(NamedTuple):
    """Findings not to hear of: those that fit all patterns which are not empty. `until` is an ISO date or empty."""

    rule: str = ""
    path: str = ""
    kind: str = ""
    name: str = ""
    namespace: str = ""
    reason: str = ""
    until: str = ""


class Config(NamedTuple):
    """Values as the engine wants them, and where they were written.

    `file` is the config that was read, or empty. Patterns are relative to the folder `root`; `crds`, `schemas`,
    `rule_paths` and `baseline` are paths that lead there from the current folder. `severity` is error, warning,
    info or off by rule; `fail_on` is one of the first three or never. `suppress` ends with an entry for each
    of the per-file-ignores. `lines` has the one-based lines of what the file says, by path of keys.
    """

    file: str = ""
    root: str = "."
    kubernetes: Release = NEWEST
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_file_size: int = MAX_BYTES
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = _NOTHING
    fail_on: str = "error"
    rules: Mapping[str, Mapping[str, Any]] = _NOTHING
    suppress: tuple[Suppress, ...] = ()
    crds: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()
    rule_paths: tuple[str, ...] = ()
    baseline: str = ""
    lines: Mapping[tuple[str | int, ...], int] = _NOTHING

    @classmethod
    def default(cls) -> Config:
        """What holds without a config."""
        return cls()

    def place(self, key: str, *steps: str | int) -> tuple[str, int] | None:
        """File and line of a value, such as `place("ignore", 0)`; None if the file does not say it.

        Where the value has no line of its own, that of the nearest one around it.
        """
        for length in range(len(steps), -1, -1):
            line = self.lines.get((key, *steps[:length]))
            if line is not None:
                return (self.file, line) if line != COMMAND_LINE else None
        return None

    def overridden(  # noqa: PLR0913 - the options of the command line
        self,
        *,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        severity: Mapping[str, str] = _NOTHING,
        fail_on: str | None = None,
        kubernetes: str | None = None,
        baseline: str | None = None,
    ) -> Config:
        """This config under what the command line says; what is empty changes nothing.

        `select` starts anew, so that one can ask for a rule which the config ignores; `ignore` and `severity`
        add. KlintError for a Kubernetes release that klint does not know.
        """
        changed = self
        if select:
            changed = _said(_said(changed, "select", tuple(select)), "ignore", ())
        for rule in ignore:
            changed = _said(changed, "ignore", (*changed.ignore, rule), len(changed.ignore))
        for rule, level in severity.items():
            changed = _said(changed, "severity", {**changed.severity, rule: level}, rule)
        if fail_on:
            changed = _said(changed, "fail-on", fail_on)
        if kubernetes:
            changed = _said(changed, "kubernetes", Release.parse(kubernetes))
        return _said(changed, "baseline", baseline) if baseline else changed


def _said(config: Config, key: str, value: Any, *steps: str | int) -> Config:
    """With a value from the command line; `steps` lead to the part of it that is new."""
    at = (key, *steps)
    lines = {known: line for known, line in config.lines.items() if known[: len(at)] != at}
    return config._replace(**{key.replace("-", "_"): value}, lines={**lines, at: COMMAND_LINE})
