from __future__ import annotations

import math

import pytest

from klint.cel.values import Type, UInt
from tests.cel.evaluation import answer, fault

OBJECT = {"name": "web", "replicas": 3, "labels": {"app": "web"}, "items": [1, 2], "none": None}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("7 / 2", 3),
        ("-7 / 2", -3),
        ("-7 % 3", -1),
        ("7 % -3", 1),
        ("7u / 2u", UInt(3)),
        ("1.0 / 0.0", math.inf),
        ("-1.0 / 0.0", -math.inf),
        ("1.0 / -0.0", -math.inf),
        ("1.5 + 1.5", 3.0),
        ("'a' + 'b'", "ab"),
        ("b'a' + b'b'", b"ab"),
        ("[1] + ['a']", [1, "a"]),
        ("-(5)", -5),
        ("timestamp('2020-01-01T00:00:00Z') - timestamp('2019-12-31T00:00:00Z') == duration('24h')", True),
        ("timestamp('2020-01-01T00:00:00Z') + duration('1h') > timestamp('2020-01-01T00:59:59Z')", True),
        ("duration('1h') - duration('90m') < duration('0')", True),
    ],
)
def test_arithmetic(expression: str, value: object) -> None:
    found = answer(expression)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "expression",
    [
        "1 / 0",
        "1u % 0u",
        "9223372036854775807 + 1",
        "-9223372036854775808 - 1",
        "-9223372036854775808 / -1",
        "-(-9223372036854775808)",
        "5000000000 * 5000000000",
        "0u - 1u",
        "18446744073709551615u + 1u",
        "1 + 1u",
        "1 + 1.0",
        "1.5 % 0.5",
        "'a' + 1",
        "-'a'",
        "-(1u)",
        "!1",
        "1 < 'a'",
        "null < null",
        "0.0 / 0.0 < 1.0",
        "[1] < [2]",
        "1 in 1",
        "duration('292h') * 2",
        "timestamp('9999-12-31T23:59:59Z') + duration('1s')",
    ],
)
def test_no_answer(expression: str) -> None:
    assert fault(expression).offset is not None


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 == 1.0", True),
        ("1u == 1", True),
        ("1 == 1u && 1.0 == 1u", True),
        ("18446744073709551615u > -1", True),
        ("9223372036854775807 < 9223372036854775808.0", False),  # a double does not tell them apart
        ("1 < 1.5", True),
        ("true == 1", False),
        ("'1' == 1", False),
        ("null == null", True),
        ("null == false", False),
        ("[1, 2.0] == [1.0, 2]", True),
        ("[true] == [1]", False),
        ("{'a': [1]} == {'a': [1.0]}", True),
        ("{'a': 1} == {'b': 1}", False),
        ("0.0 / 0.0 == 0.0 / 0.0", False),
        ("0.0 / 0.0 != 0.0 / 0.0", True),
        ("'a' < 'b' && 'Z' < 'a' && b'a' <= b'a' && false < true", True),
        ("type(1) == int && type(1u) == uint && type('') == string", True),
        ("type(null) == null_type && type([]) == list && type({}) == map", True),
        ("type(type(1)) == type", True),
        ("optional.of(1) == optional.of(1.0) && optional.none() != optional.of(1)", True),
        ("quantity('1') == quantity('1000m') && quantity('1') != 1", True),
        ("1 in [1.0, 2]", True),
        ("1 in [true, 'a']", False),
        ("'a' in ['b', 'a'] && !('a' in [])", True),
        ("'a' in {'a': 1} && !(1 in {'a': 1})", True),
        ("2 in {2u: 'x'} && 2.0 in {2: 'x'} && !(true in {1: 'x'})", True),
    ],
)
def test_comparison(expression: str, value: bool) -> None:  # noqa: FBT001  # a parameter
    assert answer(expression) is value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("true || 1 / 0 == 1", True),
        ("1 / 0 == 1 || true", True),
        ("false && 1 / 0 == 1", False),
        ("1 / 0 == 1 && false", False),
        ("'a' || true", True),
        ("object.nosuch == 1 || object.name == 'web'", True),
        ("true ? 1 : 1 / 0", 1),
        ("[1, 2, 0].exists(x, 4 / x == 2)", True),
        ("[0, 1].all(x, 4 / x == 3)", False),
    ],
)
def test_absorbed_errors(expression: str, value: object) -> None:
    assert answer(expression, object=OBJECT) == value


@pytest.mark.parametrize(
    ("expression", "offset", "words"),
    [
        ("true && 1 / 0 == 1", 10, "division by zero"),
        ("object.nosuch == 1 || false", 7, "there is no field 'nosuch'"),
        ("object.labels.team.x == 1", 14, "there is no field 'team'"),
        ("object.none.x == 1", 12, "null_type has no field 'x'"),
        ("object.items.x", 13, "the index of a list is not defined for string"),
        ("object.items[5]", 12, "the list has 2 items, none at 5"),
        ("object.items[-1]", 12, "none at -1"),
        ("object['x']['y']", 6, "there is no field 'x'"),
        ("{1: 2}[3]", 6, "there is no key 3"),
        ("{1: 2}[true]", 6, "there is no key true"),
        ("{'a': 1}[[1]]", 8, "the key of a map is not defined for list"),
        ("1 ? 2 : 3", 0, "'?' is not defined for int"),
        ("true && 1", 8, "'&&' is not defined for int"),
        ("object.name + 1", 12, "'+' is not defined for string, int"),
        ("[1, 0].all(x, 1 / x > 0)", 16, "division by zero"),
        ("[1].filter(x, x)", 14, "the condition of filter() is not defined for int"),
        ("'a'.all(x, true)", 4, "all() is not defined for string"),
        ("{null: 1}", 0, "the key of a map is not defined for null_type"),
        ("{1.5: 1}", 0, "the key of a map"),
        ("{'a': 1, 'a': 2}", 0, "a key twice"),
        ("{0: 1, 0u: 2}", 0, "a key twice"),
    ],
)
def test_errors_say_what_and_where(expression: str, offset: int, words: str) -> None:
    error = fault(expression, object=OBJECT)
    assert words in error.message
    assert error.offset == offset


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("has(object.name)", True),
        ("has(object.nosuch)", False),
        ("has(object.none)", True),
        ("has(object.none.x)", False),  # as the API server does with what has no fields
        ("has(object.name.x)", False),
        ("has(object.labels.app) && !has(object.labels.team)", True),
        ("object.labels['app'] == object.labels.app", True),
        ("object.items[0] == object.items[0u] && object.items[1.0] == 2", True),
        ("{true: 'a', 1: 'b', '1': 'c'}[true] + {true: 'a', 1: 'b'}[1]", "ab"),
        ("{1: 'a', 2u: 'b'}[2]", "b"),
        ("{1: 'a'}[1.0]", "a"),
    ],
)
def test_fields_and_items(expression: str, value: object) -> None:
    assert answer(expression, object=OBJECT) == value


def test_values_are_the_objects_that_were_bound() -> None:
    assert answer("object.items", object=OBJECT) is OBJECT["items"]
    assert answer("[object].filter(x, true)", object=OBJECT)[0] is OBJECT
    assert answer("type(object)", object=OBJECT) == Type("map")
