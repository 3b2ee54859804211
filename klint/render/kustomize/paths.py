"""Paths into objects as `replacements` and `vars` write them: `spec.containers.[name=web].image`.

Follows PathGetter and PathMatcher of kyaml 0.18 (kustomize 5.5).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from klint.render.kustomize.fieldspec import steps
from klint.render.kustomize.patterns import matches
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import encoded, text
from klint.render.origin import made

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from klint.render.origin import Origin, Traced
    from klint.yaml import Node

_NUMBER = re.compile(r"[-+]?[0-9]+")
_SUBSCRIPT = re.compile(r"(.*)\[([0-9]+)\]")


@lru_cache(maxsize=4096)
def split(path: str) -> tuple[str, ...]:
    """The parts of a path; in brackets a dot is no separator."""
    parts = list(steps(path, "."))
    result: list[str] = []
    while parts:
        part = parts.pop(0)
        if part.startswith("[") and not part.endswith("]"):
            bracketed = [part]
            while parts:
                bracketed.append(parts.pop(0))
                if bracketed[-1].endswith("]"):
                    break
            part = ".".join(bracketed)
            if "=" not in part:
                part = part.strip("[]")
        result.append(part)
    return tuple(result)


def subscripted(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts with `ports[0]` as two."""
    result: list[str] = []
    for part in parts:
        found = _SUBSCRIPT.fullmatch(part)
        result += [one for one in found.groups() if one] if found else [part]
    return tuple(result)


def lookup(traced: Traced, parts: tuple[str, ...], node: Node) -> Traced | None:
    """What stands at a path, which is written at `node`; None where nothing does."""
    here: Traced | None = traced
    for part in filter(None, map(str.strip, parts)):
        here = _next(here, part, node)
        if here is None:
            return None
    return here


def _next(here: Traced | None, part: str, node: Node) -> Traced | None:
    if here is None or here.value is None:
        return None
    if _NUMBER.fullmatch(part) or part == "-":
        items = list(_list(here, node).items())
        index = len(items) - 1 if part == "-" else int(part)
        return items[index] if 0 <= index < len(items) else None
    if part == "*":
        raise RefusalError("invalid", "* cannot stand in the path of a source", node)
    if _is_condition(part):
        key, wanted = _condition(part, node)
        found = (item for item in _list(here, node).items() if _equals(item.value, key, wanted))
        return next(found, None)
    if not isinstance(here.value, dict):
        raise RefusalError("mismatch", f"{part} is looked for in what is no mapping", node)
    return here.get(part)


def _list(here: Traced, node: Node) -> Traced:
    if not isinstance(here.value, list):
        raise RefusalError("mismatch", "an item is looked for in what is no list", node)
    return here


def _equals(item: Any, key: str, wanted: str) -> bool:
    if not key:
        return text(item) == wanted
    return isinstance(item, dict) and key in item and text(item[key]) == wanted


class Rewriting(NamedTuple):
    """Sets what stands at a path, which is written at `node`; `create` makes what is missing, the last as `leaf`."""

    setter: Callable[[Traced], Traced]
    node: Node
    create: Origin | None = None
    leaf: Any = ""

    def applied(self, here: Traced, parts: tuple[str, ...]) -> tuple[Traced, int]:
        """The value with everything at the path set, and how many places that were."""
        if not parts:
            return self.setter(here), 1
        part, rest = parts[0], parts[1:]
        if part.isdecimal():
            return self._indexed(here, int(part), rest)
        if _is_condition(part):
            return self._conditional(here, part, rest)
        if part == "*":
            return self._each(here, list(_items(here, self.node)), rest)
        return self._field(here, part, rest)

    def _field(self, here: Traced, name: str, rest: tuple[str, ...]) -> tuple[Traced, int]:
        if here.value is not None and not isinstance(here.value, dict):
            raise RefusalError("mismatch", f"{name} is looked for in what is no mapping", self.node)
        child = here.get(name)
        if child is None:
            if self.create is None or here.value is None:
                return here, 0
            child = made(self._seed(rest), self.create)
        new, count = self.applied(child, rest)
        return (here.put(name, new) if count else here), count

    def _indexed(self, here: Traced, index: int, rest: tuple[str, ...]) -> tuple[Traced, int]:
        items = list(_items(here, self.node))
        if index == len(items) and self.create is not None:
            items.append(made(self._seed(rest), self.create))
        if index >= len(items):
            raise RefusalError("mismatch", f"the list has {len(items)} items, none at {index}", self.node)
        items[index], count = self.applied(items[index], rest)
        return (here.listing(items) if count else here), count

    def _conditional(self, here: Traced, part: str, rest: tuple[str, ...]) -> tuple[Traced, int]:
        key, expression = _condition(part, self.node)
        items = list(_items(here, self.node))
        chosen = [item for item in items if self._meets(item, key, expression)]
        if not chosen and self.create is not None:
            new = made({key: expression} if key else expression, self.create)
            items.append(new)
            chosen = [new]
        count = 0
        result = []
        for item in items:
            if any(item is one for one in chosen):
                changed, more = self.applied(item, rest if key else ())
                count += more
                result.append(changed)
            else:
                result.append(item)
        return (here.listing(result) if count else here), count

    def _each(self, here: Traced, items: list[Traced], rest: tuple[str, ...]) -> tuple[Traced, int]:
        done = [self.applied(item, rest) for item in items]
        count = sum(more for _, more in done)
        return (here.listing(item for item, _ in done) if count else here), count

    def _meets(self, item: Traced, key: str, expression: str) -> bool:
        if not key:
            return matches(expression, encoded(item), self.node)
        field = item.get(key)
        return field is not None and matches(expression, encoded(field), self.node)

    def _seed(self, rest: tuple[str, ...]) -> Any:
        """What to make of something missing, by the part of the path that comes next."""
        if not rest:
            return self.leaf
        return [] if _is_condition(rest[0]) or rest[0].isdecimal() else {}


def _items(here: Traced, node: Node) -> list[Traced]:
    return [] if here.value is None else list(_list(here, node).items())


def _is_condition(part: str) -> bool:
    return part.startswith("[") and part.endswith("]")


def _condition(part: str, node: Node) -> tuple[str, str]:
    key, equals, value = part[1:-1].partition("=")
    if not equals:
        raise RefusalError("invalid", f"{part} must be like [name=value]", node)
    return key, value
