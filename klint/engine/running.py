"""What holds for the whole of one run."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from klint.engine.baseline import read
from klint.engine.dispatch import Dispatch
from klint.engine.selection import chosen
from klint.errors import KlintError
from klint.rule import builtin
from klint.schema import supplied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.config import Config
    from klint.rule import Catalog, Rule


class Running(NamedTuple):
    """`today` is an ISO date; `baseline` holds fingerprints."""

    config: Config
    catalog: Catalog
    rules: Sequence[Rule]
    dispatch: Dispatch
    baseline: frozenset[str]
    today: str


def prepare(config: Config, today: str = "") -> Running:
    """Load the rules that the config chooses; KlintError for a mistake in the config or a page."""
    catalog = builtin().with_pages(config.rule_paths)
    rules = chosen(catalog, config)
    for index, location in enumerate(config.schemas):
        problem = supplied.problem(location)
        if problem:
            raise KlintError(problem, *(config.place("schemas", index) or ()))
    baseline = read(config.baseline) if config.baseline else frozenset()
    dispatch = Dispatch(rules, config.rules)
    return Running(config, catalog, rules, dispatch, baseline, today or _today())


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()
