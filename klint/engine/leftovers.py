"""Orders to be silent that silence nothing: unused, expired, or not to be understood."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from klint.engine.draft import fingerprint
from klint.finding import Finding, Location
from klint.rule.message import fill
from klint.text import Position

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from klint.engine.directive import Directive
    from klint.engine.running import Running
    from klint.engine.suppression import Suppressions

UNUSED = "unused-suppression"
EXPIRED = "expired-suppression"


def leftovers(
    by_file: Mapping[str, Sequence[Directive]], orders: Suppressions, running: Running
) -> Iterator[Finding]:
    """Findings on the orders themselves."""
    for path, held in by_file.items():
        for index, directive in enumerate(held):
            used = {name for place, number, name in orders.used if (place, number) == (path, index)}
            yield from _of_directive(directive, used, orders, running)
    for index, entry in enumerate(running.config.suppress):
        place = running.config.place("suppress", index)
        location = _line(*place) if place else None
        if location and orders.expired(entry.until):
            yield from _finding(EXPIRED, location, running, rule=entry.rule or "*", until=entry.until)


def _of_directive(
    directive: Directive, used: set[str], orders: Suppressions, running: Running
) -> Iterator[Finding]:
    if directive.problem:
        yield from _finding(UNUSED, directive.location, running, rule="", why=directive.problem)
    elif orders.expired(directive.until):
        names = ", ".join(directive.rules)
        yield from _finding(EXPIRED, directive.location, running, rule=names, until=directive.until)
    else:
        for name in directive.rules:
            why = "" if name in used else _unused(name, running)
            if why:
                yield from _finding(UNUSED, directive.location, running, rule=name, why=why)


def _unused(name: str, running: Running) -> str:
    """Why an order for `name` is worth mending; empty if this run cannot tell."""
    if name.startswith("kube-linter/"):
        return ""  # kube-linter itself may need it
    if not any(fnmatchcase(rule.name, name) for rule in running.catalog):
        return f"there is no rule {name}"
    ran = any(fnmatchcase(rule.name, name) for rule in running.rules)
    return f"{name} finds nothing here" if ran else ""


def _finding(name: str, location: Location, running: Running, **values: str) -> Iterator[Finding]:
    rule = next((rule for rule in running.rules if rule.name == name), None)
    if rule is not None:
        message = fill(rule.message, values)
        mark = fingerprint(name, location.path, values["rule"])
        yield Finding(name, rule.severity, message, location, fingerprint=mark)


def _line(path: str, line: int) -> Location:
    return Location(path, Position(line - 1, 0), Position(line - 1, 0))
