"""What holds for the whole of one run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from klint.engine.dispatch import Dispatch
from klint.engine.selection import chosen
from klint.errors import KlintError
from klint.rule import builtin

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
    _verify_schemas(config)
    dispatch = Dispatch(rules, config.rules)
    return Running(config, catalog, rules, dispatch, _baseline(config), today or time.strftime("%Y-%m-%d"))


def _baseline(config: Config) -> frozenset[str]:
    if not config.baseline:
        return frozenset()
    from klint.engine.baseline import read

    return read(config.baseline)


def _verify_schemas(config: Config) -> None:
    for index, location in enumerate(config.schemas):
        from klint.schema.supplied import problem

        if said := problem(location):
            raise KlintError(said, *(config.place("schemas", index) or ()))
