"""Which objects a target names.

Follows api/types/selector and the label selectors of kyaml, as kustomize 5.5 uses them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from klint.render.kustomize.patterns import matches
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from klint.render.kustomize.fields import Fields
    from klint.render.kustomize.item import Item
    from klint.yaml import Node

_REQUIREMENT = re.compile(
    r"[ \t\r\n]*(?P<no>!?)[ \t\r\n]*(?P<key>[^ \t\r\n=!(),<>]+)[ \t\r\n]*"
    r"(?:(?P<sign>==?|!=|[<>])[ \t\r\n]*(?P<value>[^ \t\r\n=!(),<>]*)"
    r"|(?P<set>in|notin)[ \t\r\n]*\((?P<values>[^()=!<>]*)\))?"
    r"[ \t\r\n]*(?P<more>,|$)"
)
_KEY = re.compile(r"(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
_VALUE = re.compile(r"(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
_NUMBER = re.compile(r"[-+]?\d{1,19}")


class Requirement(NamedTuple):
    """One part of a label selector."""

    key: str
    operator: str
    values: tuple[str, ...] = ()

    def accepts(self, labels: Mapping[str, Any]) -> bool:
        """Whether labels, or annotations, meet it."""
        there = self.key in labels
        value = text(labels.get(self.key))
        if self.operator in ("<", ">"):
            if not there or not _NUMBER.fullmatch(value):
                return False
            limit = int(self.values[0])
            return int(value) > limit if self.operator == ">" else int(value) < limit
        if self.operator in ("exists", "missing"):
            return there == (self.operator == "exists")
        return (there and value in self.values) == (self.operator == "in")


def requirements(node: Node) -> list[Requirement]:
    """The parts of the label selector at a Node; none where it says nothing."""
    selector = text(node.value)
    found: list[Requirement] = []
    at, more = 0, bool(selector.strip(" \t\r\n"))
    while more:
        part = _REQUIREMENT.match(selector, at)
        requirement = part and _requirement(part)
        if not part or not requirement:
            raise RefusalError("invalid", f"{selector!r} is no label selector", node)
        found.append(requirement)
        at, more = part.end(), part["more"] == ","
    return found


def _requirement(part: re.Match[str]) -> Requirement | None:
    """A part of a selector; None where it is not as it should be."""
    key, sign, kind = part["key"], part["sign"], part["set"]
    if (part["no"] and (sign or kind)) or not _KEY.fullmatch(key):
        return None
    if kind:
        values = tuple(value.strip(" \t\r\n") for value in part["values"].split(","))
        requirement = Requirement(key, kind, values)
    elif sign in ("<", ">"):
        requirement = Requirement(key, sign, (part["value"],))
        if not _NUMBER.fullmatch(part["value"]):
            return None
    elif sign:
        requirement = Requirement(key, "notin" if sign == "!=" else "in", (part["value"],))
    else:
        requirement = Requirement(key, "missing" if part["no"] else "exists")
    return requirement if all(map(_VALUE.fullmatch, requirement.values)) else None


def select(items: Iterable[Item], target: Fields) -> list[int]:
    """The places of the objects that a target takes, by their first or their present name and namespace."""
    labels, annotations = requirements(target["labelSelector"]), requirements(target["annotationSelector"])
    return [
        index
        for index, item in enumerate(items)
        if _named(item, target)
        and all(one.accepts(item.metadata("labels")) for one in labels)
        and all(one.accepts(item.metadata("annotations")) for one in annotations)
    ]


def _named(item: Item, target: Fields) -> bool:
    first, now = item.first_id, item.id
    return (
        (_takes(target, "namespace", first.space) or _takes(target, "namespace", now.space))
        and (_takes(target, "name", first.name) or _takes(target, "name", now.name))
        and _takes(target, "group", now.gvk.group)
        and _takes(target, "version", now.gvk.version)
        and _takes(target, "kind", now.gvk.kind)
    )


def _takes(target: Fields, field: str, value: str) -> bool:
    expression = target.text(field)
    if not expression or expression == value:
        return True
    return matches(f"^(?:{expression})$", value, target[field])
