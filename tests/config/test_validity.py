"""The quick acceptance against the real thing."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
from hypothesis import example, given
from hypothesis import strategies as st

from klint.config.validity import accepts
from klint.shipped import shipped

with open(shipped("schemas", "klint", "config.schema.json"), encoding="utf-8") as file:
    SCHEMA = json.load(file)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

texts = st.sampled_from(
    ["", "a-rule", "error", "off", "10MB", "2027-01-31", "2027-13-01", "https://x", "1.30"]
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(-1, 2), st.floats(allow_nan=False), texts)
keys = st.sampled_from(["rule", "path", "kind", "until", "reason", "other"])
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=8,
)
configs = st.dictionaries(st.sampled_from([*SCHEMA["properties"], "selct"]), values, max_size=4)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@given(configs)
@example({"suppress": [{"rule": "a", "until": "2027-01-31"}, {}]})
@example({"severity": {"a": False, "b": 0}})
@example({"max-file-size": True})
def test_acceptance_agrees_with_jsonschema(config: dict[str, Any]) -> None:
    assert accepts(SCHEMA, config, SCHEMA["$defs"]) == VALIDATOR.is_valid(config)


def test_acceptance_refuses_keywords_that_it_does_not_know() -> None:
    assert not accepts({"maxItems": 3}, [], {})
