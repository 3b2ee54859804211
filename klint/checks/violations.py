"""Violations of a schema become hits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.finding import Hit
from klint.manifest import has_placeholder, is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.manifest import Resource
    from klint.schema.violation import Path, Violation

_LONGEST = 60
_PAGES = {"too-deep": "bottomless-object"}  # there is a page of that name for files


def hits(resource: Resource, violations: Iterable[Violation]) -> Iterator[Hit]:
    """A hit for every violation whose place holds a value, and not what stands in for one."""
    for violation in violations:
        node = resource.node.at(violation.path)
        if not _is_open(node.value, violation.path):
            yield Hit(
                node,
                *((resource.node.at(path), label) for path, label in violation.related),
                rule=_PAGES.get(violation.fault, violation.fault),
                on_key=violation.on_key or isinstance(node.value, dict | list),
                certain=violation.certain,
                **_values(violation, resource.kind),
            )


def _is_open(value: Any, path: Path) -> bool:
    """Whether something is still to be filled in, so that neither type nor form can be judged."""
    return is_placeholder(value) or has_placeholder(value) or (bool(path) and has_placeholder(path[-1]))


def _values(violation: Violation, kind: str) -> Mapping[str, Any]:
    """The violation's values and what the pages' messages need besides: the place in words, one limit."""
    path = _list(violation.path) if violation.fault.startswith("duplicate-") else violation.path
    values = {"place": dotted(path) or kind, **violation.values}
    values["place"] = _end(values["place"])
    if "allowed" in values:
        values["choice"] = values.get("hint") or f"; it must be one of {_cut(values['allowed'])}"
    if "least" in values:
        values["limit"] = f"between {values['least']} and {values['greatest']}"
    return values


def _end(place: str) -> str:
    """The end of a long path; the whole of it is where the finding stands."""
    if len(place) <= _LONGEST:
        return place
    start = place.find(".", len(place) - _LONGEST)
    return f"...{place[start + 1 :]}"


def _list(path: Path) -> Path:
    """The list that the last item on a path stands in."""
    return path[: max((place for place, step in enumerate(path) if isinstance(step, int)), default=len(path))]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def dotted(path: Path) -> str:
    """A path as people write it: `spec.containers[0].image`."""
    text = ""
    for step in path:
        if isinstance(step, int) or "." in step or "/" in step:
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text
