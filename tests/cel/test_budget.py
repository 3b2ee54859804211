from __future__ import annotations

import pytest

from klint.cel import Budget, BudgetError, Environment, EvaluationError

DATA = {
    "numbers": list(range(1_000)),
    "texts": [f"item-{number}" for number in range(1_000)],
    "long": "x" * 60_000,
}
ENDLESS = [
    "o.numbers.all(x, o.numbers.all(y, o.numbers.all(z, x + y + z >= 0)))",
    "o.numbers.exists(x, o.numbers.exists(y, o.numbers.exists(z, 1 / 0 == 1)))",
    "o.numbers.map(x, o.numbers.map(y, [x, y]))",
    "o.numbers.transformMap(i, x, o.numbers.filter(y, x < y))",
    "o.texts.all(x, o.texts.all(y, x.matches('^i.*[0-9]+$')))",
    "o.numbers.all(x, o.long.contains('y') || true)",
    "o.numbers.all(x, o.long.matches('(x+x+)+y') || true)",
    "o.texts.map(x, o.texts.join(x))",
    "o.long.replace('x', o.long)",
    "o.long.split('').map(c, o.long.split(c))",
    "o.numbers.all(x, o.texts == o.texts)",
    "o.numbers.all(x, '%s'.format([o.texts]) != '')",
    "o.numbers.exists(x, o.texts.distinct().size() < 0)",
    "o.numbers.exists(x, sets.equivalent(o.texts, o.texts) && false)",
    "o.texts.sortBy(x, o.texts.sortBy(y, y)[0])",
    "cel.bind(a, o.long + o.long, cel.bind(b, a + a, cel.bind(c, b + b, cel.bind(d, c + c, d + d + d + d))))",
    "lists.range(1000000).map(x, x)",
]


@pytest.mark.parametrize("expression", ENDLESS)
def test_every_evaluation_ends(expression: str) -> None:
    program = Environment(None, ["o"]).compile(expression)
    with pytest.raises(BudgetError, match="costs too much"):
        program({"o": DATA})


def test_nothing_absorbs_a_spent_budget() -> None:
    program = Environment(None, ["o"]).compile("o.numbers.all(x, o.numbers.exists(y, y < 0)) || true")
    with pytest.raises(BudgetError):
        program({"o": DATA}, budget=5_000)


def test_values_of_values_are_counted_as_often_as_they_are_seen() -> None:
    doubled = "[o, o]"
    for name in "abcdefghijklmnopqrst":
        doubled = f"cel.bind({name}, {doubled}, [{name}, {name}])"
    program = Environment(None, ["o"]).compile(f"{doubled} == {doubled}")
    with pytest.raises(BudgetError):
        program({"o": [1]})


def test_a_budget_may_be_shared() -> None:
    program = Environment(None, ["o"]).compile("o.numbers.all(x, x >= 0)")
    budget = Budget(10_000)
    assert program({"o": DATA}, budget) is True
    spent = 10_000 - budget.left
    assert 4_000 < spent < 7_000
    with pytest.raises(BudgetError):
        program({"o": DATA}, budget)
    assert budget.left < 0


def test_plain_expressions_cost_about_what_the_api_server_counts() -> None:
    budget = Budget(1_000)
    assert Environment(None, ["o"]).compile("o.a.b <= 5")({"o": {"a": {"b": 3}}}, budget) is True
    assert 1_000 - budget.left == 4


def test_deep_data_is_no_crash() -> None:
    deep: list[object] = []
    for _ in range(20_000):
        deep = [deep]
    program = Environment(None, ["a", "b"]).compile("a == b")
    with pytest.raises(EvaluationError, match="nested too deeply"):
        program({"a": deep, "b": [deep]})
