from __future__ import annotations

import pytest

from klint.cel.values import Message
from tests.cel.evaluation import answer, fault

POD = {"spec": {"containers": [{"name": "a"}]}}


def test_apply_configuration() -> None:
    found = answer("Object{spec: Object.spec{replicas: 3}}")
    assert isinstance(found, Message)
    assert found.name == "Object"
    assert found == {"spec": {"replicas": 3}}
    assert found["spec"].name == "Object.spec"


def test_lists_and_maps_of_nested_objects() -> None:
    found = answer(
        "Object{spec: Object.spec{containers: object.spec.containers.map(c, Object.spec.containers{name: c.name}),"
        " ?paused: object.?paused}}",
        object=POD,
    )
    assert found == {"spec": {"containers": [{"name": "a"}]}}


def test_json_patch() -> None:
    found = answer("[JSONPatch{op: 'add', path: '/a/' + jsonpatch.escapeKey('b/c'), value: {'x': 1}}]")
    assert found == [{"op": "add", "path": "/a/b~1c", "value": {"x": 1}}]
    assert answer("has(JSONPatch{op: 'add'}.op) && !has(JSONPatch{op: 'add'}.path)") is True


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("Object{spec: Object.status{}}", "Object.status stands where Object.spec belongs"),
        ("Object{spec: [Object.other{}]}", "Object.other stands where Object.spec belongs"),
        ("JSONPatch{op: 1}", "field 'op' of JSONPatch is not defined for int"),
        ("google.protobuf.Int32Value{value: 'a'}", "field 'value'"),
    ],
)
def test_faults(expression: str, words: str) -> None:
    assert words in fault(expression).message


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("google.protobuf.Int64Value{value: 3} == 3", True),
        ("google.protobuf.StringValue{}", ""),
        ("google.protobuf.Value{null_value: google.protobuf.NullValue.NULL_VALUE}", None),
        ("google.protobuf.Value{bool_value: true}", True),
        ("type(Object{}) == type(Object{a: 1}) && Object{} != {}", True),
    ],
)
def test_wrappers(expression: str, value: object) -> None:
    assert answer(expression) == value
