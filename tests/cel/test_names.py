from __future__ import annotations

import pytest

from klint.cel import CelCheckError, Environment, EvaluationError, Function
from klint.cel.function import ANY
from klint.cel.library import LIBRARIES, NAMES, functions
from klint.cel.names import unescaped
from klint.cel.tree import Literal, Variable, walk
from klint.cel.values import Lazy
from tests.cel.evaluation import answer, refusal


@pytest.mark.parametrize(
    ("expression", "offset", "words"),
    [
        ("objct.spec", 0, "there is no variable 'objct'; did you mean 'object'?"),
        ("object.spec == nosuch", 15, "there is no variable 'nosuch'"),
        ("object.name.startWith('a')", 12, "there is no function 'startWith'; did you mean 'startsWith'?"),
        ("foo(1)", 0, "there is no function 'foo'"),
        ("'a'.substring()", 4, "substring() takes 1 or 2 arguments, not 0"),
        ("size(1, 2)", 0, "size() takes 1 argument, not 2"),
        ("quantity('1').sign()", 14, "sign() is called as sign(x), not as x.sign()"),
        ("startsWith('a', 'b')", 0, "startsWith() is called as x.startsWith()"),
        ("math.foo(1)", 5, "there is no function 'foo'"),
        ("Foo{a: 1}", 0, "there is no type 'Foo'"),
        ("JSONPatch{foo: 1}", 10, "JSONPatch has no field 'foo'"),
        ("dyn", 0, "there is no variable 'dyn'"),
        ("duration('1 hour')", 9, "is not a duration"),
        ("timestamp('yesterday')", 10, "is not a time"),
        ("'a'.matches('(')", 12, "is not a regular expression"),
        ("'a'.find('(?=a)')", 9, "is not a regular expression"),
        ("matches('a', '[')", 13, "is not a regular expression"),
    ],
)
def test_refused_when_loaded(expression: str, offset: int, words: str) -> None:
    error = refusal(expression, None, "object")
    assert isinstance(error, CelCheckError)
    assert words in error.message
    assert error.offset == offset


GATES = [
    ("authorizer.group('')", (1, 27)),
    ("quantity('1')", (1, 28)),
    ("object.?a", (1, 28)),
    ("object[?'a']", (1, 28)),
    ("[?optional.of(1)]", (1, 28)),
    ("{?'a': optional.of(1)}", (1, 28)),
    ("optional.of(1).optMap(x, x)", (1, 28)),
    ("'%d'.format([1])", (1, 29)),
    ("strings.quote('a')", (1, 29)),
    ("sets.contains([1], [1])", (1, 29)),
    ("ip('10.0.0.1')", (1, 30)),
    ("cidr('10.0.0.0/8')", (1, 30)),
    ("format.dns1123Label()", (1, 31)),
    ("authorizer.group('').resource('x').labelSelector('a=b')", (1, 31)),
    ("[1].all(i, x, true)", (1, 32)),
    ("{'a': 1}.transformMap(k, v, v)", (1, 32)),
    ("Object{spec: 1}", (1, 32)),
    ("jsonpatch.escapeKey('a')", (1, 32)),
    ("semver('1.2.3')", (1, 33)),
    ("[1].first()", (1, 33)),
    ("[1].sort()", (1, 34)),
    ("[1].sortBy(x, x)", (1, 34)),
    ("lists.range(3)", (1, 34)),
    ("[1].includes(1)", (1, 37)),
]


@pytest.mark.parametrize(("expression", "since"), GATES)
def test_libraries_by_release(expression: str, since: tuple[int, int]) -> None:
    variables = ("object", "authorizer")
    before = (1, since[1] - 1)
    error = refusal(expression, before, *variables)
    assert f"needs Kubernetes 1.{since[1]}, target is 1.{before[1]}" in error.message
    assert Environment(since, variables).compile(expression)
    assert Environment(None, variables).compile(expression)


@pytest.mark.parametrize(
    "expression",
    ["cel.bind(x, 1, x)", "math.ceil(1.5)", "base64.encode(b'a')", "'a'.reverse()", "[1].existsOne(x, true)"],
)
def test_what_kubernetes_has_not(expression: str) -> None:
    if expression == "'a'.reverse()":  # lists have it
        with pytest.raises(EvaluationError):
            answer(expression, (1, 37))
    else:
        assert "is not part of Kubernetes" in refusal(expression, (1, 37)).message
    assert answer(expression) is not None


def test_every_library_is_listed() -> None:
    for name in NAMES:
        assert functions(name), name
    for library, listed in LIBRARIES.items():
        module = __import__(f"klint.cel.library.{library}", fromlist=["FUNCTIONS"])
        assert {one.name for one in module.FUNCTIONS} == set(listed.split()), library


@pytest.mark.parametrize(
    ("expression", "bindings", "container", "value"),
    [
        ("a.b.c", {"a.b.c": 1, "a.b": {"c": 2}}, "", 1),
        ("a.b.c", {"a.b": {"c": 2}}, "", 2),
        ("x", {"p.q.x": 1, "p.x": 2, "x": 3}, "p.q", 1),
        ("x", {"p.x": 2, "x": 3}, "p.q", 2),
        (".x", {"p.x": 2, "x": 3}, "p", 3),
        ("[0].exists(x, x == 0)", {"x": 7}, "", True),
        ("[1].map(x, .x)", {"x": 7}, "", [7]),
        ("[{'z': 0}].exists(y, y.z == 0)", {"y.z": 42}, "", True),
    ],
)
def test_which_name_is_meant(
    expression: str, bindings: dict[str, object], container: str, value: object
) -> None:
    assert Environment(None, bindings, container=container).compile(expression)(bindings) == value


def test_unknown_names_may_be_faults_of_the_evaluation() -> None:
    environment = Environment(None, strict=False)
    assert environment.compile("nosuch.x || true")({}) is True
    assert environment.compile("nosuch(1) || true")({}) is True
    with pytest.raises(EvaluationError, match="there is no function 'nosuch'"):
        environment.compile("nosuch(1)")({})


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("plain", "plain"),
        ("a__dash__b", "a-b"),
        ("a__dot__b__slash__c", "a.b/c"),
        ("a__underscores__b", "a__b"),
        ("__namespace__", "namespace"),
        ("__in__", "in"),
        ("__other__", "__other__"),
    ],
)
def test_escaped_fields(name: str, field: str) -> None:
    assert unescaped(name) == field
    assert Environment(None, ["self"], escaped=True).compile(f"self.{name}")({"self": {field: 1}}) == 1


def test_functions_of_others() -> None:
    others = [
        Function("twice", (int,), lambda number: 2 * number),
        Function("named", (str,), lambda cluster, name: cluster[name], wants="cluster"),
        Function("orValue", (ANY, ANY), lambda value, _other: value, member=True),
        Function("size", (int,), lambda number: number, member=True),
    ]
    environment = Environment(None, ["object"], others)
    bindings = {"object": {"a": 5}, "cluster": {"x": 1}}
    assert environment.compile("twice(object.a)")(bindings) == 10
    assert environment.compile("named('x')")(bindings) == 1
    assert environment.compile("object.a.orValue(1) + object.?b.orValue(2)")(bindings) == 7
    assert environment.compile("object.a.size() + 'ab'.size()")(bindings) == 7


def test_a_program_tells_what_it_needs() -> None:
    program = Environment(None, ["object", "params", "oldObject"]).compile("object.a == params.b")
    assert program.variables == {"object", "params"}
    assert program.text == "object.a == params.b"
    assert {type(node) for node in walk(program.tree)} >= {Variable}
    assert not any(isinstance(node, Literal) for node in walk(program.tree))


def test_lazy_values_are_worked_out_once_and_only_if_needed() -> None:
    seen: list[str] = []

    def source(name: str, value: object) -> object:
        seen.append(name)
        return value

    variables = Lazy({"a": lambda: source("a", 1), "b": lambda: source("b", 2)})
    assert answer("variables.a + variables.a == 2 || variables.b == 0", variables=variables) is True
    assert seen == ["a"]
    assert (
        answer("has(variables.b) && !has(variables.c) && variables.size() == 2", variables=variables) is True
    )
    assert seen == ["a"]


def test_the_fault_of_a_lazy_value_stands_where_it_is_used() -> None:
    def source() -> object:
        return answer("1 / 0")

    with pytest.raises(EvaluationError, match="'a' has no value: division by zero") as caught:
        answer("true && variables.a", variables=Lazy({"a": source}))
    assert caught.value.offset == 18


def test_a_variable_without_a_value() -> None:
    program = Environment(None, ["object"]).compile("1 == 1 && object == 1")
    with pytest.raises(EvaluationError, match="'object' has no value here") as caught:
        program({})
    assert caught.value.offset == 10
