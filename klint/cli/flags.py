"""What `klint check` was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


class Flags:
    """The command line of `klint check`; the defaults are those of the options."""

    paths: Sequence[str] = ()
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    severity: Sequence[str] = ()
    fail_on: str | None = None
    kubernetes: str | None = None
    output_format: Sequence[str] = ()
    config: str | None = None
    isolated: bool = False
    allow_code: bool = False
    baseline: str | None = None
    since: str | None = None
    changed_only: bool = False
    force_exclude: bool = False
    stdin_filename: str = "<stdin>"
    strict: bool = False
    exit_zero: bool = False
    allow_empty: bool = False
    show_files: bool = False
    show_suppressed: bool = False
    verbose: bool = False
    quiet: bool = False
    statistics: bool = False
    color: str = "auto"
    no_cache: bool = False
    jobs: int = 0

    def __init__(self, **given: Any) -> None:
        self.__dict__.update(given)
