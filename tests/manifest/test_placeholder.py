"""Values that are to be filled in."""

from __future__ import annotations

from typing import Any

import pytest

from klint.manifest import has_placeholder, is_placeholder


@pytest.mark.parametrize(
    "value",
    [
        "${VAR}",
        "${VAR:=3}",
        "$VAR",
        "$(VAR)",
        "$(params.count)",
        "<PLACEHOLDER>",
        "<your project id>",
        "<%= port %>",
        "@NAME@",
        "{{ .Values.x }}",
        "{{x}}{{y}}",
        "${A}-${B}",
        "${HOST}:${PORT}",
        "[YOUR_X]",
        "__X__",
        "{id}",
        "%{ for }",
        "((secret))",
        "#{Octopus.Port}#",
        "YOUR_PROJECT_ID",
        "CHANGEME",
        ["YOUR_X"],
        {"id": None},
    ],
)
def test_nothing_but_placeholders(value: Any) -> None:
    assert is_placeholder(value)
    if isinstance(value, str):
        assert has_placeholder(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "web",
        "8080",
        "a<b",
        "a < b > c",
        "user@example.com",
        "100%",
        "$5",
        "{}",
        "[::1]",
        "ALWAYS",
        "a $ b",
    ],
)
def test_plain_texts(value: str) -> None:
    assert not is_placeholder(value)
    assert not has_placeholder(value)


@pytest.mark.parametrize(
    "value", [None, 3, True, [], {}, ["a", "b"], ["web"], {"a": 1}, {"a": None, "b": None}]
)
def test_other_values(value: Any) -> None:
    assert not is_placeholder(value)


@pytest.mark.parametrize(
    "value",
    [
        "web-${VAR}",
        "gcr.io/[PROJECT_ID]/web",
        "gcr.io/<PROJECT>/web:1",
        "https://$HOST/x",
        "a-{{ .x }}-b",
        "x@TAG@y",
        "registry/$(NAME)",
    ],
)
def test_partly_placeholders(value: str) -> None:
    assert has_placeholder(value)
    assert not is_placeholder(value)
