"""Every answer that kubectl gave (scripts/record_yaml_answers.py) is klint's answer too."""

from __future__ import annotations

import gzip
import json
import os
from typing import Any

import pytest

from klint.text import Source
from klint.yaml import parse

with gzip.open(os.path.join(os.path.dirname(__file__), "answers.json.gz"), "rt", encoding="utf-8") as file:
    ANSWERS: list[dict[str, Any]] = json.load(file)
HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


def comparable(value: Any) -> Any:
    """kubectl prints what does not fit 64 bits as a float; klint keeps the integer."""
    if isinstance(value, dict):
        return {key: comparable(child) for key, child in value.items()}
    if isinstance(value, list):
        return [comparable(child) for child in value]
    if isinstance(value, int) and not isinstance(value, bool) and not -(1 << 63) <= value < 1 << 63:
        value = float(value)
    return (type(value).__name__, value)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: repr(answer["text"])[:60])
def test_answer(answer: dict[str, Any]) -> None:
    stream = parse(Source("a.yaml", HEAD + answer["text"]))
    refusals = [problem for problem in stream.problems if problem.fault != "duplicate-key"]
    if "refused" in answer:
        assert refusals
    else:
        assert not refusals
        assert comparable(stream.documents[0].value.get("value")) == comparable(answer["value"])
