"""Which rules run, and how bad each of them is."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from klint.errors import KlintError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.config import Config
    from klint.rule import Catalog, Rule


def chosen(catalog: Catalog, config: Config) -> list[Rule]:
    """The rules that the config selects.

    A choice is a rule's name, a pattern of names, a group, a tag, `default` or `all`.
    KlintError for one that means nothing.
    """
    selected = _named(catalog, config, "select", config.select or ("default",))
    ignored = _named(catalog, config, "ignore", config.ignore)
    off = {name for name, level in config.severity.items() if level == "off"}
    for name in (*config.severity, *config.rules):
        _known(catalog, config, "severity" if name in config.severity else "rules", name, name)
    for index, entry in enumerate(config.suppress):
        if entry.rule and not any(fnmatchcase(rule.name, entry.rule) for rule in catalog):
            _known(catalog, config, "suppress", index, entry.rule)
    return [rule for rule in catalog if rule.name in selected - ignored - off]


def _named(catalog: Catalog, config: Config, key: str, choices: Iterable[str]) -> set[str]:
    names: set[str] = set()
    for index, choice in enumerate(choices):
        found = {rule.name for rule in catalog if _is_meant(rule, choice)}
        if not found:
            _known(catalog, config, key, index, choice)
        names |= found
    return names


def _is_meant(rule: Rule, choice: str) -> bool:
    if choice == "default":
        return rule.default
    return (
        choice in ("all", rule.group)
        or choice in rule.tags
        or choice in rule.replaces
        or fnmatchcase(rule.name, choice)
    )


def _known(catalog: Catalog, config: Config, key: str, step: str | int, name: str) -> None:
    try:
        catalog[name]
    except KlintError as error:
        place = config.place(key, step)
        raise KlintError(error.message, *(place or ())) from None
