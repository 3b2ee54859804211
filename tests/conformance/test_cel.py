"""Expressions of Kubernetes policies, and the public conformance data of the CEL specification.

KLINT_CONFORMANCE may name a folder of the same layout with more cases; the specification's are only there.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from klint.cel import CelError, Environment
from klint.cel.times import Duration, Timestamp
from klint.cel.values import BoolMap, Message, Type, UInt

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = os.path.join(os.environ.get("KLINT_CONFORMANCE") or os.path.dirname(os.path.abspath(__file__)), "cel")
SPECIFICATION = os.path.join(HERE, "cel-spec.jsonl.gz")

AS_KUBERNETES = "the API server answers otherwise, and so does klint"
WRONG_DATA = "the expected bytes hold a backslash that the expression has not"
KNOWN = {
    "network_ext/ipv4/ipv4_equals_ipv6": AS_KUBERNETES,  # refuses IPv4 addresses within IPv6 however written
    "network_ext/ipv4/ipv4_not_equals_ipv6": AS_KUBERNETES,
    "optionals/optionals/map_null_entry_no_such_key": AS_KUBERNETES,  # null has no field, which is no fault
    "optionals/optionals/map_present_key_invalid_field": AS_KUBERNETES,
    "timestamps/duration_converters/get_milliseconds": AS_KUBERNETES,  # the whole span, not its last part
    "parse/bytes_literals/triple_single_quoted_unescaped_punctuation": WRONG_DATA,
    "parse/bytes_literals/triple_double_quoted_unescaped_punctuation": WRONG_DATA,
}

READERS: dict[str, Callable[[Any], Any]] = {
    "int": int,
    "uint": lambda text: UInt(int(text)),
    "double": float,
    "bool": bool,
    "string": str,
    "null": lambda _none: None,
    "bytes": base64.b64decode,
    "list": lambda items: [read(item) for item in items],
    "map": lambda entries: BoolMap((read(key), read(value)) for key, value in entries),
    "type": Type,
    "duration_ns": lambda text: Duration(int(text)),
    "timestamp_ns": lambda text: Timestamp(int(text)),
}


def read(typed: dict[str, Any]) -> Any:
    ((kind, value),) = typed.items()
    return READERS[kind](value)


def is_same(one: Any, other: Any) -> bool:
    """Of one type and value; NaN is itself, and zero has a sign."""
    if isinstance(one, dict) and isinstance(other, dict):
        return len(one) == len(other) and all(key in other and is_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return type(one) is type(other) and repr(one) == repr(other)


def agrees(case: dict[str, Any]) -> bool:
    bindings = {name: read(value) for name, value in case.get("bindings", {}).items()}
    environment = Environment(None, bindings, container=case.get("container", ""), strict=False)
    try:
        found = environment.compile(case["expr"])(bindings)
    except CelError as error:
        return "error" in case["expected"] and error.offset is not None
    return "error" not in case["expected"] and is_same(found, read(case["expected"]))


@pytest.mark.skipif(
    not os.path.exists(SPECIFICATION), reason="KLINT_CONFORMANCE has no data of the specification"
)
def test_specification(capsys: pytest.CaptureFixture[str]) -> None:
    with gzip.open(SPECIFICATION, "rt", encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    failed = {case["id"] for case in cases if not agrees(case)}
    with capsys.disabled():
        print(f"\ncel-spec: {len(cases) - len(failed)} of {len(cases)} cases agree")  # noqa: T201
    assert failed == KNOWN.keys() & {case["id"] for case in cases}


def test_kubernetes_expressions(capsys: pytest.CaptureFixture[str]) -> None:
    with open(os.path.join(HERE, "kubernetes-expressions.json"), encoding="utf-8") as file:
        recorded = json.load(file)
    environment = Environment(None, recorded["variables"])
    wrong = []
    for case in recorded["cases"]:
        found = environment.compile(case["expr"])(recorded["variables"])
        is_mutation = isinstance(case["expected"], str) and case["expected"].startswith(
            "an ApplyConfiguration"
        )
        right = _is_mutation(found) if is_mutation else is_same(found, case["expected"])
        if not right:
            wrong.append((case["name"], found))
    count = len(recorded["cases"])
    with capsys.disabled():
        print(f"\nkubernetes expressions: {count - len(wrong)} of {count} agree")  # noqa: T201
    assert not wrong


def _is_mutation(value: Any) -> bool:
    messages = value if isinstance(value, list) else [value]
    return all(isinstance(one, Message) and one.name in ("Object", "JSONPatch") for one in messages)
