"""Whatever is written, klint answers or says where it is wrong."""

from __future__ import annotations

import random
from typing import Any

from klint.cel import CelError, Environment, Place, Program

PIECES = """
    a b x 1 1u .5 "x" 'y' ( ) [ ] { } . .? [? ? : , && || ! - + * / % == < in has( .all( .map( x, true null
    b"z" r"\\" `q` //c \\ @ # " ' 0x 1e A{ cel.bind( .exists( if quantity( '1Gi' .orValue( optional.none()
    .matches( .format( .size() .sum() [1,2] {'a':1} a.b a.l.map(x,x) a.?c .sort() .split('') duration('1h')
"""
BINDINGS: dict[str, Any] = {"a": {"b": 1, "l": [1, 2]}, "b": ["p", "q"], "x": 2}


def written(dice: random.Random) -> str:
    """Pieces thrown together: most say nothing, some are expressions."""
    pieces = PIECES.split()
    return "".join(dice.choice(pieces) for _ in range(dice.randint(1, 9)))


def combined(dice: random.Random, depth: int) -> str:
    """An expression, however senseless."""
    if depth == 0:
        return dice.choice(
            ["1", "a.b", "a.l", "b", "'x'", "null", "{'a': 1}", "a.?c", "2.5", "true", "[]", "b[0]"]
        )
    one, other = combined(dice, depth - 1), combined(dice, depth - 1)
    forms = (
        f"({one} + {other})", f"({one} == {other})", f"({one} && {other})", f"({one} < {other})", f"{one}.b",
        f"{one}[{other}]", f"{one}.?b", f"{one}[?{other}]", f"has(({one}).b)", f"({one} ? {other} : {one})",
        f"{one}.filter(x, x != {other})", f"{one}.map(x, {other})", f"{one}.all(x, x == {other})",
        f"{one}.transformList(i, x, i)", f"{one}.exists(x, {other})", f"{one}.orValue({other})", f"size({one})",
        f"{one}.optMap(x, {other})", f"cel.bind(v, {one}, [v, {other}])", f"[{one}, {other}]", f"{one}.distinct()",
        f"string({one})", f"{one}.sort()", f"{one}.flatten()", f"{one}.first()", f"({one} in {other})", f"(!{one})",
    )  # fmt: skip
    return dice.choice(forms)


def fault_place(environment: Environment, text: str) -> int | None:
    try:
        environment.compile(text)(BINDINGS)
    except CelError as error:
        return -1 if error.offset is None else error.offset
    return None


def outcome(program: Program, bindings: dict[str, Any]) -> tuple[Any, ...]:
    try:
        return "value", repr(program(bindings))
    except CelError as error:
        return error.message, error.offset


def traced(program: Program, bindings: dict[str, Any]) -> tuple[Any, ...]:
    try:
        return "value", repr(program.trace(bindings).value)
    except CelError as error:
        return error.message, error.offset


def test_any_text() -> None:
    dice = random.Random(1)  # noqa: S311  # the same texts every time
    environment = Environment(None, BINDINGS)
    for _ in range(5_000):
        text = written(dice)
        place = fault_place(environment, text)
        assert place is None or 0 <= place <= len(text), text


def test_tracing_answers_the_same() -> None:
    dice = random.Random(2)  # noqa: S311  # the same expressions every time
    environment = Environment(None, BINDINGS)
    roots = {name: Place(value, name) for name, value in BINDINGS.items()}
    compared = 0
    for _ in range(3_000):
        text = combined(dice, dice.randint(1, 3))
        program = environment.compile(text)
        assert traced(program, roots) == outcome(program, BINDINGS), text
        program.blame(roots)
        compared += 1
    assert compared == 3_000
