"""What `klint check` was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Flags(NamedTuple):
    """The command line of `klint check`, as given."""

    paths: Sequence[str]
    select: Sequence[str]
    ignore: Sequence[str]
    severity: Sequence[str]
    fail_on: str | None
    kubernetes: str | None
    output_format: Sequence[str]
    config: str | None
    isolated: bool
    baseline: str | None
    since: str | None
    changed_only: bool
    force_exclude: bool
    stdin_filename: str
    strict: bool
    exit_zero: bool
    allow_empty: bool
    show_files: bool
    show_suppressed: bool
    verbose: bool
    quiet: bool
    statistics: bool
    color: str
    no_cache: bool
    jobs: int
