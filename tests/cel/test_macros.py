from __future__ import annotations

import pytest

from klint.cel.values import UInt
from tests.cel.evaluation import answer, fault, refusal


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("[1, 2].all(x, x > 0)", True),
        ("[].all(x, false)", True),
        ("[1, 2].exists(x, x == 2)", True),
        ("[].exists(x, true)", False),
        ("[1, 2, 2].exists_one(x, x == 1)", True),
        ("[1, 2, 2].exists_one(x, x == 2)", False),
        ("[1, 2, 2].existsOne(x, x == 1)", True),
        ("[1, 2, 3].filter(x, x % 2 == 1)", [1, 3]),
        ("[1, 2].map(x, x * 2)", [2, 4]),
        ("[1, 2, 3].map(x, x > 1, x * 2)", [4, 6]),
        ("{'a': 1, 'b': 2}.all(k, k < 'c')", True),
        ("{'a': 1, 'b': 2}.map(k, k)", ["a", "b"]),
        ("{'a': 1, 'b': 2}.filter(k, k == 'b')", ["b"]),
        ("{true: 1}.map(k, k)", [True]),
        ("['a', 'b'].all(i, x, x == ['a', 'b'][i])", True),
        ("{'a': 1}.exists(k, v, k == 'a' && v == 1)", True),
        ("[5, 6].exists_one(i, x, i == 1 && x == 6)", True),
        ("[5, 6].existsOne(i, x, i == x)", False),
        ("[5, 6].transformList(i, x, i + x)", [5, 7]),
        ("[5, 6].transformList(i, x, i > 0, x)", [6]),
        ("{'a': 1}.transformList(k, v, k)", ["a"]),
        ("{'a': 1, 'b': 2}.transformMap(k, v, v * 2)", {"a": 2, "b": 4}),
        ("{'a': 1, 'b': 2}.transformMap(k, v, k == 'a', v)", {"a": 1}),
        ("['x', 'y'].transformMap(i, x, x)", {0: "x", 1: "y"}),
        ("{'a': 'x'}.transformMapEntry(k, v, {v: k})", {"x": "a"}),
        ("['x', 'y'].transformMapEntry(i, x, x == 'y', {x: i})", {"y": 1}),
        ("['bb', 'a', 'ccc'].sortBy(x, size(x))", ["a", "bb", "ccc"]),
        ("cel.bind(x, 2, cel.bind(y, x + 1, x * y))", 6),
        ("[1, 2].map(x, [10, 20].map(y, x + y))", [[11, 21], [12, 22]]),
        ("[1].map(x, [2].map(x, x))", [[2]]),
    ],
)
def test_macros(expression: str, value: object) -> None:
    assert answer(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        "[1].exists_one(x, 1 / 0 == x)",
        "[1, 0].filter(x, 1 / x == 1)",
        "[1, 0].map(x, 1 / x)",
        "[1, 2].all(x, x / 0 == 1)",
        "[1, 2].exists(x, 'a')",
        "null.all(x, true)",
        "'abc'.map(x, x)",
        "[1].transformMapEntry(i, x, i)",
        "[1, 2].transformMapEntry(i, x, {'same': x})",
        "[1, 'a'].sortBy(x, x)",
    ],
)
def test_faults(expression: str) -> None:
    fault(expression)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("o.?a.orValue(0)", 1),
        ("o.?x.orValue(0)", 0),
        ("o.?x.?y.hasValue()", False),
        ("o.?x.y.hasValue()", False),
        ("o.?m.n.value()", 2),
        ("o.?m.?n.optMap(v, v + 1).value()", 3),
        ("o.?x.optMap(v, v + 1).hasValue()", False),
        ("o.?m.optFlatMap(m, m.?n).orValue(0)", 2),
        ("o.l[?0].orValue(9)", 1),
        ("o.l[?7].orValue(9)", 9),
        ("o[?'x'].or(optional.of(5)).value()", 5),
        ("o.?a.orValue(1 / 0)", 1),  # looked at only if it is needed
        ("o.?a.or(o.nosuch.x).value()", 1),
        ("o.?none.orValue('x')", None),
        ("o.?none.?x.hasValue()", False),
        ("optional.ofNonZeroValue(0).hasValue()", False),
        ("optional.ofNonZeroValue([]).hasValue()", False),
        ("optional.ofNonZeroValue(duration('0s')).hasValue()", False),
        ("optional.ofNonZeroValue('a').value()", "a"),
        ("optional.none().hasValue()", False),
        ("optional.of(null).hasValue()", True),
        ("[?o.?a, ?o.?x, 3]", [1, 3]),
        ("{?'a': o.?a, ?'x': o.?x, 'b': 1u}", {"a": 1, "b": UInt(1)}),
        ("[o.?a, o.?x].unwrapOpt()", [1]),
        ("optional.unwrap([o.?a])", [1]),
        ("[1, 2].first().value() + [1, 2].last().value()", 3),
        ("[].first().hasValue()", False),
        ("has(o.?m.n) && !has(o.?x.n)", True),
    ],
)
def test_optional_values(expression: str, value: object) -> None:
    assert answer(expression, o={"a": 1, "m": {"n": 2}, "l": [1], "none": None}) == value


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("optional.none().value()", "optional.none() has no value"),
        ("[1].orValue(2)", "orValue() is not defined for list, int"),
        ("optional.none().or(1)", "or() is not defined"),
        ("[?1]", "'?' before a value is not defined for int"),
        ("optional.of(1).optFlatMap(x, x)", "the result of optFlatMap()"),
    ],
)
def test_optional_faults(expression: str, words: str) -> None:
    assert words in fault(expression).message


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("[1].all(x)", "there is no function 'all'"),
        ("[1].filter(i, x, true)", "there is no function 'filter'"),
        ("[1].transformList(x, x)", "there is no function 'transformList'"),
        ("bind(x, 1, x)", "there is no function 'bind'"),
        ("[1].exists(x, y == 1)", "there is no variable 'y'"),
    ],
)
def test_refusals(expression: str, words: str) -> None:
    assert words in refusal(expression).message
