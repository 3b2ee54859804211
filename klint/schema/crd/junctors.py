"""Schemas joined by `allOf`, `anyOf`, `oneOf` and `not`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.manifest import has_placeholder, is_placeholder
from klint.schema.crd.definition import mapping
from klint.schema.crd.keywords import path
from klint.schema.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from klint.schema.crd.keywords import Check, Schema, Trail

    Compile = Callable[[Schema], Check]


def junctors(schema: Schema, compile_: Compile) -> Iterator[Check]:
    for key, judge in (("anyOf", _any), ("oneOf", _one)):
        parts = _schemas(schema, key)
        if parts:
            yield _alternatives(parts, [compile_(part) for part in parts], judge)
    yield from (compile_(part) for part in _schemas(schema, "allOf"))
    if isinstance(schema.get("not"), dict):
        yield _negation(schema["not"], compile_(schema["not"]))


def _schemas(schema: Schema, key: str) -> list[Schema]:
    parts = schema.get(key)
    return [mapping(part) for part in parts] if isinstance(parts, list) else []


def _alternatives(
    parts: Sequence[Schema], checks: Sequence[Check], judge: Callable[[int, Sequence[Schema]], str]
) -> Check:
    def check(value: Any, trail: Trail, found: list[Violation]) -> None:
        problem = judge(sum(_fits(one, value) for one in checks), parts)
        if problem and not _undecided(value):
            found.append(Violation("unmet-choice", path(trail), {"problem": problem}))

    return check


def _negation(part: Schema, inner: Check) -> Check:
    def check(value: Any, trail: Trail, found: list[Violation]) -> None:
        if _fits(inner, value) and not _undecided(value):
            names = _required(part)
            problem = f"may not have {' and '.join(names)}" if names else "is what its schema rules out"
            found.append(Violation("unmet-choice", path(trail), {"problem": problem}))

    return check


def _fits(check: Check, value: Any) -> bool:
    found: list[Violation] = []
    check(value, None, found)
    return not found


def _undecided(value: Any) -> bool:
    """Once filled in, a placeholder may take another branch."""
    if is_placeholder(value) or has_placeholder(value):
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_undecided, inner))


def _any(fitting: int, parts: Sequence[Schema]) -> str:
    if fitting:
        return ""
    names = _choice(parts)
    return f"needs at least one of {names}" if names else f"fits none of {len(parts)} allowed forms"


def _one(fitting: int, parts: Sequence[Schema]) -> str:
    if fitting == 1:
        return ""
    names = _choice(parts)
    if names:
        return f"needs exactly one of {names}"
    if not fitting:
        return f"fits none of {len(parts)} allowed forms"
    return f"fits {fitting} of {len(parts)} forms, but may fit only one"


def _choice(parts: Sequence[Schema]) -> str:
    """The fields to choose from, where the alternatives ask for nothing but one field each."""
    names = [_required(part) for part in parts]
    return ", ".join(name for (name,) in names) if all(len(one) == 1 for one in names) else ""


def _required(part: Schema) -> list[str]:
    """The fields that a schema asks for, if it asks for nothing else."""
    names = part.get("required")
    return names if part.keys() == {"required"} and isinstance(names, list) else []
