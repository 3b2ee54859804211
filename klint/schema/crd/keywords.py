"""What each keyword of a schema asks of a value, as the API server evaluates it.

Follows kube-openapi's validation/validate as of Kubernetes 1.34, oddities included: integers are
compared with bounds cut to integers, formats of integers say nothing, the first of length and
pattern that fails is the only one reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.schema.formats import checker
from klint.schema.patterns import InvalidPatternError, UnsupportedPatternError, pattern
from klint.schema.scalars import shown
from klint.schema.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from klint.release import Release
    from klint.schema.patterns import Pattern

    Schema = Mapping[str, Any]
    Trail = tuple["Trail", str | int] | None
    Check = Callable[[Any, Trail, list[Violation]], None]

INT_OR_STRING = "x-kubernetes-int-or-string"
WORDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "a mapping",
    "string": "a string",
}
_KINDS = {str: "string", bool: "boolean", dict: "object", list: "array"}
_NUMBERS = {"integer", "number"}
_LARGEST = 2**63
_SAFE = 2**53  # beyond, a float is no integer to the server


def path(trail: Trail) -> tuple[str | int, ...]:
    """The path of a value, which is only spelled out for a violation."""
    steps: list[str | int] = []
    while trail is not None:
        trail, step = trail
        steps.append(step)
    return tuple(reversed(steps))


def kind(value: Any) -> str:
    """The type of a value in the words of schemas; a number without fraction is an integer."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if value == value // 1 and -_LARGEST <= value < _LARGEST else "number"
    return _KINDS.get(type(value), "null")


def types(schema: Schema) -> tuple[str, ...]:
    """The types that a schema allows; none if it says nothing of types."""
    if schema.get(INT_OR_STRING) is True:
        return ("integer", "string")
    name = schema.get("type")
    return (name,) if isinstance(name, str) and name else ()


def misses_type(schema: Schema, release: Release, found: str) -> bool:
    """Whether a value of the type `found` is of the wrong type."""
    allowed = types(schema)
    if found in allowed or (found == "integer" and "number" in allowed):
        return False
    if found == "null":
        return bool(allowed) and schema.get("nullable") is not True
    if checker(str(schema.get("format")), release) and not _NUMBERS & {*allowed}:
        return found not in ("string", "array")  # which a format is thought to speak of
    return bool(allowed)


def wrong_type(schema: Schema) -> Check:
    allowed = types(schema)
    expected = " or ".join(WORDS.get(name, name) for name in allowed)

    def check(value: Any, trail: Trail, found: list[Violation]) -> None:
        values = {"expected": expected, "found": WORDS[kind(value)], "shown": shown(value)}
        found.append(Violation("wrong-type", path(trail), values))

    return check


def enumeration(schema: Schema) -> Iterator[Check]:
    allowed = schema.get("enum")
    if not isinstance(allowed, list) or not allowed:
        return
    texts = frozenset(value for value in allowed if isinstance(value, str))

    def check(value: Any, trail: Trail, found: list[Violation]) -> None:
        if (type(value) is str and value in texts) or any(_same(value, other) for other in allowed):
            return
        words = ", ".join(other if isinstance(other, str) and other else shown(other) for other in allowed)
        found.append(Violation("bad-enum", path(trail), {"shown": shown(value), "allowed": words}))

    yield check


def _same(value: Any, other: Any) -> bool:
    """Equal as the server sees it: null is nothing's equal, true is no number, 1.5 is cut to an integer."""
    if value is None or isinstance(value, bool) != isinstance(other, bool):
        return False
    if isinstance(value, dict) and isinstance(other, dict):
        return value.keys() == other.keys() and all(_same(value[key], other[key]) for key in value)
    if isinstance(value, list) and isinstance(other, list):
        return len(value) == len(other) and all(map(_same, value, other))
    if isinstance(value, float) and isinstance(other, int):
        return int(value) == other
    return bool(value == other)


def text(schema: Schema, release: Release) -> Iterator[Check]:
    """Length, pattern and format of a string."""
    most, least = _count(schema, "maxLength"), _count(schema, "minLength")
    wanted = _pattern(schema)
    if most is not None or least is not None or wanted:

        def check(value: str, trail: Trail, found: list[Violation]) -> None:
            size = _size(len(value), "characters", least, most)
            if size:
                found.append(Violation("wrong-size", path(trail), {"problem": size}))
            elif wanted and wanted.matches(value) is False:
                expected = f"text that matches {_cut(wanted.text)}"
                found.append(
                    Violation("bad-format", path(trail), {"shown": shown(value), "expected": expected})
                )

        yield check
    yield from _format(schema, release)


def _format(schema: Schema, release: Release) -> Iterator[Check]:
    name = str(schema.get("format"))
    accepts = checker(name, release)
    if not accepts:
        return

    def check(value: str, trail: Trail, found: list[Violation]) -> None:
        if not accepts(value):
            values = {"shown": shown(value), "expected": f"of the format {name}"}
            found.append(Violation("bad-format", path(trail), values))

    yield check


def _pattern(schema: Schema) -> Pattern | None:
    """None too where the pattern cannot be evaluated, which `expressions` counts."""
    written = schema.get("pattern")
    if not isinstance(written, str) or not written:
        return None
    try:
        return pattern(written)
    except (InvalidPatternError, UnsupportedPatternError):
        return None


def number(schema: Schema) -> Iterator[Check]:
    """Bounds and factor of a number."""
    least, most = _number(schema, "minimum"), _number(schema, "maximum")
    above, below = schema.get("exclusiveMinimum") is True, schema.get("exclusiveMaximum") is True
    if least is not None or most is not None:
        limit = _range(least, most, above=above, below=below)

        def check(value: float, trail: Trail, found: list[Violation]) -> None:
            low, high = (least, most) if kind(value) == "number" else (_whole(least), _whole(most))
            too_low = low is not None and (value <= low if above else value < low)
            too_high = high is not None and (value >= high if below else value > high)
            if too_low or too_high:
                found.append(Violation("out-of-range", path(trail), {"shown": shown(value), "limit": limit}))

        yield check
    yield from _multiple(schema)


def _multiple(schema: Schema) -> Iterator[Check]:
    factor = _number(schema, "multipleOf")
    if factor is None:
        return

    def check(value: float, trail: Trail, found: list[Violation]) -> None:
        if kind(value) == "number":
            times = value / factor if factor > 0 else 0.5
            fits = abs(times) < _SAFE and abs(times - int(times)) <= 1e-9 * abs(times)
        else:
            fits = int(factor) > 0 and value % int(factor) == 0
        if not fits:
            limit = f"a multiple of {_plain(factor)}"
            found.append(Violation("out-of-range", path(trail), {"shown": shown(value), "limit": limit}))

    yield check


def size(schema: Schema, least_key: str, most_key: str, what: str) -> Iterator[Check]:
    """The number of items or fields."""
    least, most = _count(schema, least_key), _count(schema, most_key)
    if least is None and most is None:
        return

    def check(value: Any, trail: Trail, found: list[Violation]) -> None:
        problem = _size(len(value), what, least, most)
        if problem:
            found.append(Violation("wrong-size", path(trail), {"problem": problem}))

    yield check


def _size(count: int, what: str, least: int | None, most: int | None) -> str:
    if most is not None and count > most:
        return f"has {count} {what}, but may have at most {most}"
    if least is not None and count < least:
        return f"has {count or 'no'} {what}, but needs at least {least}"
    return ""


def _range(least: float | None, most: float | None, *, above: bool, below: bool) -> str:
    low = "" if least is None else f"{'more than' if above else 'at least'} {_plain(least)}"
    high = "" if most is None else f"{'less than' if below else 'at most'} {_plain(most)}"
    return " and ".join(filter(None, (low, high)))


def _plain(value: float) -> str:
    return str(int(value)) if value == value // 1 else str(value)


def _number(schema: Schema, key: str) -> float | None:
    value = schema.get(key)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _count(schema: Schema, key: str) -> int | None:
    value = _number(schema, key)
    return None if value is None else int(value)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _cut(text: str) -> str:
    return text if len(text) <= 50 else f"{text[:47]}..."
