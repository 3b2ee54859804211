from __future__ import annotations

import json

import pytest

from klint.cel import CelSyntaxError
from klint.cel.parser import DEEPEST, parse
from klint.cel.tree import Binary, Call, Literal, Logic, Name, Select, walk
from klint.cel.values import UInt
from tests.cel.evaluation import answer, refusal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("42", 42),
        ("-0x1F", -31),
        ("7u", UInt(7)),
        ("0xFFu", UInt(255)),
        ("1.5e3", 1500.0),
        (".5", 0.5),
        ("2e-1", 0.2),
        ("-9223372036854775808", -(2**63)),
        ("18446744073709551615u", UInt(2**64 - 1)),
        ("true", True),
        ("null", None),
        ("''", ""),
        ('"a\'b"', "a'b"),
        ("'''a'b\n'''", "a'b\n"),
        ('"""say "hi" """', 'say "hi" '),
        (r"'\a\b\f\n\r\t\v\\\'\"\`\?'", "\a\b\f\n\r\t\v\\'\"`?"),
        (r"'\x41\X42\u00e9\U0001F600\101'", "ABé😀A"),
        (r"r'\d+\'", "\\d+\\"),
        (r'R"""\n"""', "\\n"),
        ("b'é'", "é".encode()),
        (r"b'\xff\377\n'", b"\xff\xff\n"),
        (r"br'\xff'", rb"\xff"),
        ("1 // one\n + 2", 3),
    ],
)
def test_literals(text: str, value: object) -> None:
    found = answer(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "offset", "words"),
    [
        ("", 0, "the expression ends"),
        ("a +", 3, "a value was expected here"),
        ("a b", 2, "an operator or the end was expected here, but there is 'b'"),
        ("(1", 2, "')' was expected"),
        ("[1, 2", 5, "',' or ']' was expected"),
        ("{'a' 1}", 5, "':' was expected"),
        ("f(1;2)", 3, "';' has no meaning here"),
        ("a & b", 2, "did you mean '&&'?"),
        ("a = b", 2, "did you mean '=='?"),
        ("'abc", 0, "no closing quote"),
        ("'a\nb'", 0, "no closing quote"),
        ("a.", 2, "a field or function was expected"),
        ("a.1", 1, "an operator or the end"),
        ("a.in", 2, "a field or function"),
        ("for", 0, "'for' is reserved"),
        ("1 ? 2", 5, "':' was expected"),
        ("true ? false ? 1 : 2 : 3", 13, "':' was expected"),
        (r"'\q'", 1, "is no escape"),
        (r"'\ud800'", 1, "is no character"),
        (r"b'\u0041'", 2, "bytes have none"),
        ("9223372036854775808", 0, "does not fit 64 bits"),
        ("18446744073709551616u", 0, "does not fit 64 bits"),
        ("9" * 5000, 0, "does not fit 64 bits"),
        ("-1u", 1, "has no sign"),
        ("[1].map(1, 2)", 8, "a plain name"),
        ("[1].all(a.b, true)", 10, "a plain name"),
        ("{'a': 1}.all(k, k, true)", 16, "twice"),
        ("has(a)", 0, "takes a field"),
        ("has(a.?b)", 7, "without '?'"),
    ],
)
def test_what_is_wrong_and_where(text: str, offset: int, words: str) -> None:
    error = refusal(text, None, "a")
    assert isinstance(error, CelSyntaxError)
    assert words in error.message
    assert error.offset == offset


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("2 * 3 % 4", 2),
        ("1 + 1 == 2 && 3 > 2", True),
        ("true || false && false", True),
        ("!true || true", True),
        ("!!true", True),
        ("--1", 1),
        ("- -1 - -1", 2),
        ("false ? 1 : true ? 2 : 3", 2),
        ("1 in [1] == true", True),
        ("[1, 2,]", [1, 2]),
        ("{'a': 1,}", {"a": 1}),
        ("[[1]][0][0]", 1),
        ("{'a-b': 1}.`a-b`", 1),
        ("{'if': 1}.if", 1),
    ],
)
def test_precedence(text: str, value: object) -> None:
    assert answer(text) == value


def test_nodes_know_their_places() -> None:
    tree = parse("a.b == 'x' && f(c)")
    places = {type(node): node.offset for node in walk(tree)}
    assert isinstance(tree, Logic)
    assert places == {Logic: 11, Binary: 4, Select: 2, Name: 16, Literal: 7, Call: 14}


@pytest.mark.parametrize("count", [DEEPEST + 1, 1_000, 20_000])
@pytest.mark.parametrize(
    ("opening", "inner", "closing"),
    [("(", "1", ")"), ("[", "1", "]"), ("f(", "1", ")"), ("{1:", "1", "}"), ("", "a", ".b"), ("", "1", "+1")],
)
def test_nesting_is_bounded(opening: str, inner: str, closing: str, count: int) -> None:
    error = refusal(opening * count + inner + closing * count, None, "a")
    assert "nested too deeply" in error.message or "longer than" in error.message


def test_long_chains_are_fine() -> None:
    assert answer(" && ".join(["true"] * 5_000)) is True
    assert answer("false ? 0 : " * 3_000 + "1") == 1
    assert answer("!" * 9_999 + "true") is False


def test_any_text_has_an_answer_or_a_place() -> None:
    for text in ("\x00", "é", "'\ud800'", "`a`", "a.`b\nc`", "#", "@", json.dumps("\\")):
        error_or_value = _outcome(text)
        assert error_or_value is None or 0 <= error_or_value <= len(text)


def _outcome(text: str) -> int | None:
    try:
        parse(text)
    except CelSyntaxError as error:
        return error.offset
    return None
