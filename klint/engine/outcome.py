"""What a run gives out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.finding import Finding
    from klint.release import Release
    from klint.rule import Rule
    from klint.text import Source


class SetAside(NamedTuple):
    """A file or a document that was not checked as a manifest; `document` is None for a whole file."""

    path: str
    document: int | None
    role: str
    reason: str


class Summary(NamedTuple):
    """What was read, what was checked and what was not."""

    files: int
    documents: int
    resources: int  # Kubernetes objects found, the items of Lists counted singly
    checked: int  # resources that were judged as they stand
    roles: tuple[tuple[str, str, str], ...]  # every file: path, role, why it was set aside
    set_aside: tuple[SetAside, ...]
    unread: tuple[tuple[str, str], ...]  # path, reason
    unknown_kinds: Mapping[str, int]  # custom resources without a known CustomResourceDefinition
    not_evaluated: Mapping[str, int]  # what could not be evaluated, in words -> how often
    release: Release


class Report(NamedTuple):
    """The answer of `check`; findings are sorted by path, position and rule."""

    findings: tuple[Finding, ...]
    suppressed: tuple[tuple[Finding, str], ...]  # finding, why
    summary: Summary
    rules: Mapping[str, Rule]  # that ran
    sources: Mapping[str, Source]  # by path
    crashed: bool = False
    objects: tuple[tuple[str, str], ...] = ()  # path and id of everything that was checked
