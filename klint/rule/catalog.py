"""All rules of a run: the compiled index of klint's own pages, and pages of the user's."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from klint.errors import KlintError
from klint.rule.model import Rule
from klint.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Catalog:
    """Rules by name; immutable."""

    __slots__ = ("_rules",)

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = {rule.name: rule for rule in rules}

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules.values())

    def __len__(self) -> int:
        return len(self._rules)

    def __contains__(self, name: object) -> bool:
        return name in self._rules

    def __getitem__(self, name: str) -> Rule:
        """The rule; KlintError with the nearest names if there is none."""
        try:
            return self._rules[name]
        except KeyError:
            import difflib

            near = difflib.get_close_matches(name, self._rules, 3)
            hint = f"; did you mean {' or '.join(near)}?" if near else "; 'klint rules' lists them"
            raise KlintError(f"there is no rule '{name}'{hint}") from None

    def replacing(self, name: str) -> list[Rule]:
        """The rules that take the place of a peer's check, such as `kube-linter/dangling-service`."""
        return [rule for rule in self if name in rule.replaces]

    def with_pages(self, folders: Iterable[str]) -> Catalog:
        """This catalog and the pages below the user's folders; names must not clash."""
        rules = dict(self._rules)
        for folder in folders:
            for path in pages(folder):
                from klint.rule.page import read

                rule = read(path).rule
                if rule.name in rules:
                    raise KlintError(f"the rule '{rule.name}' exists already: {rules[rule.name].path}", path)
                rules[rule.name] = rule
        return Catalog(rules.values())


def pages(folder: str) -> list[str]:
    """The pages below a folder, sorted; KlintError if there is no such folder."""
    if not os.path.isdir(folder):
        raise KlintError("there is no such folder of rule pages", folder)
    return sorted(
        os.path.join(place, name)
        for place, _, names in os.walk(folder)
        for name in names
        if name.endswith(".md") and name != "README.md"
    )


def builtin() -> Catalog:
    """klint's own rules, from the compiled index."""
    with open(shipped("rules", "index.json"), encoding="utf-8") as file:
        rows = json.load(file)
    return Catalog(Rule.from_json(row, shipped("rules", row["group"], f"{row['name']}.md")) for row in rows)
