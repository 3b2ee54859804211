"""Which checks look at which subjects, and what they are given."""

from __future__ import annotations

import importlib
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.errors import KlintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from klint.finding import Hit
    from klint.rule import Rule


class Call(NamedTuple):
    """One check function with the pages that it serves and the options that these give it."""

    check: str
    rules: Mapping[str, Rule]
    wants: str  # the name of the second parameter: "", "release" or "cluster"
    function: Callable[..., Iterable[Hit]]

    def __call__(self, subject: object, context: Mapping[str, object]) -> Iterable[Hit]:
        if self.wants:
            return self.function(subject, context[self.wants])
        return self.function(subject)

    def rule(self, hit: Hit) -> Rule | None:
        """The page of a hit; None if that page is not among the rules of this run."""
        if hit.rule is not None:
            return self.rules.get(hit.rule)
        return next(iter(self.rules.values()))


class Dispatch:
    """The checks of a run by subject; a check is imported when its first subject appears."""

    def __init__(self, rules: Iterable[Rule], options: Mapping[str, Mapping[str, Any]]) -> None:
        self._groups: dict[tuple[str, bool], dict[str, dict[str, Rule]]] = {}
        self._options = options
        self._calls: dict[tuple[str, bool], tuple[Call, ...]] = {}
        self._by_check: dict[str, Call] = {}
        for rule in rules:
            for subject, (check, local) in product(rule.each, rule.checks.items()):
                group = self._groups.setdefault((subject, local), {})
                group.setdefault(check, {})[rule.name] = rule

    def subjects(self, *, local: bool) -> frozenset[str]:
        """The kinds and other subjects that some check looks at."""
        return frozenset(subject for subject, is_local in self._groups if is_local is local)

    def calls(self, subject: str, *, local: bool) -> tuple[Call, ...]:
        """The checks of `subject`, the ones that need no other file or the ones that do."""
        key = (subject, local)
        found = self._calls.get(key)
        if found is None:
            found = tuple(self._call(check, rules) for check, rules in self._groups.get(key, {}).items())
            self._calls[key] = found
        return found

    def _call(self, check: str, rules: Mapping[str, Rule]) -> Call:
        name, _, attribute = check.rpartition(".")
        page = next(iter(rules.values())).path
        try:
            function = getattr(importlib.import_module(name), attribute)
        except (ImportError, AttributeError) as error:
            raise KlintError(f"the check {check} cannot be loaded: {error}", page) from None
        code = function.__code__
        names = code.co_varnames[: code.co_argcount]
        given = {
            key: value
            for rule in rules.values()
            for key, value in self.option_values(rule).items()
            if key in code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
        }
        if given:
            function = _with_options(function, given)
        return Call(check, rules, names[1] if len(names) > 1 else "", function)

    def state(self) -> str:
        """What the answers of the local checks depend on, besides the files and klint's own code."""
        return repr(
            [
                (key, check, rule.name, rule.message, rule.severity, self.option_values(rule))
                for key, group in self._groups.items()
                for check, rules in group.items()
                for rule in rules.values()
            ]
        )

    def option_values(self, rule: Rule) -> dict[str, Any]:
        """The options of a rule: the page's defaults under what the config sets."""
        return {name: option.default for name, option in rule.options.items()} | dict(
            self._options.get(rule.name, {})
        )


def _with_options(
    function: Callable[..., Iterable[Hit]], options: dict[str, Any]
) -> Callable[..., Iterable[Hit]]:
    def call(*arguments: object) -> Iterable[Hit]:
        return function(*arguments, **options)

    return call
