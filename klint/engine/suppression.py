"""Findings that somebody asked not to hear of: by comment, by annotation, in the config, in a baseline."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from klint.discover import matcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from klint.config import Config, Suppress
    from klint.engine.directive import Directive
    from klint.engine.draft import Draft
    from klint.rule import Catalog


class Suppressions:
    """The orders of one run; remembers which of them were obeyed.

    `today` is an ISO date: an order that has expired silences nothing.
    """

    def __init__(
        self,
        by_file: Mapping[str, Sequence[Directive]],
        config: Config,
        catalog: Catalog,
        baseline: frozenset[str],
        today: str,
    ) -> None:
        self._by_file = by_file
        self._config = [(entry, matcher([entry.path]) if entry.path else None) for entry in config.suppress]
        self._root = os.path.relpath(os.getcwd(), os.path.realpath(config.root)) if config.suppress else "."
        self._catalog = catalog
        self._baseline = baseline
        self._today = today
        self.used: set[tuple[str, int, str]] = set()  # path, index in the file, rule as written

    def reason(self, made: Draft) -> str | None:
        """Why a finding is silenced; None if it is not."""
        return self._from_file(made) or self._from_config(made) or self._from_baseline(made)

    def _from_file(self, made: Draft) -> str | None:
        finding = made.finding
        why = None
        for index, directive in enumerate(self._by_file.get(finding.location.path, ())):
            if not directive.covers(finding.location.start.line, made.subject) or self.expired(
                directive.until
            ):
                continue
            for name in directive.rules:
                if self._names(name, finding.rule):
                    self.used.add((finding.location.path, index, name))
                    why = why or directive.reason or "no reason given"
        return why

    def _names(self, written: str, rule: str) -> bool:
        if written.startswith("kube-linter/"):
            return rule in self._catalog and written in self._catalog[rule].replaces
        return fnmatchcase(rule, written)

    def expired(self, until: str) -> bool:
        """`until` is the last day on which an order holds."""
        return bool(until) and until < self._today

    def _from_config(self, made: Draft) -> str | None:
        why = None
        for entry, paths in self._config:
            if self.expired(entry.until) or not _matches(entry, made):
                continue
            if paths is None or paths(self._from_root(made.finding.location.path)):
                why = why or entry.reason or "suppressed in the config"
        return why

    def _from_root(self, path: str) -> str:
        """A path as the patterns of the config see it."""
        return os.path.normpath(os.path.join(self._root, path)).replace(os.sep, "/")

    def _from_baseline(self, made: Draft) -> str | None:
        return "in the baseline" if made.finding.fingerprint in self._baseline else None


def _matches(entry: Suppress, made: Draft) -> bool:
    finding = made.finding
    kind, _, rest = finding.object.partition(" ")
    namespace, _, name = rest.rpartition("/")
    wanted: Iterable[tuple[str, str]] = (
        (entry.rule, finding.rule),
        (entry.kind, kind.rpartition("/")[2]),
        (entry.name, name),
        (entry.namespace, namespace),
    )
    return all(not pattern or fnmatchcase(text, pattern) for pattern, text in wanted)
