"""Forms of scalars that Go reads in its own way."""

from __future__ import annotations

import pytest

from klint.schema.near import distance, nearest
from klint.schema.scalars import is_bytes, is_micro_time, is_time, shown


@pytest.mark.parametrize(
    "text",
    [
        "2006-01-02T15:04:05Z",
        "2006-01-02T15:04:05.9+02:00",
        "2006-01-02T15:04:05,9Z",
        "2006-01-02T5:04:05Z",
        "2024-02-29T00:00:00Z",
        "2006-01-02T15:04:05+24:00",
    ],
)
def test_times(text: str) -> None:
    assert is_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2006-01-02",
        "2006-01-02 15:04:05Z",
        "2006-01-02t15:04:05z",
        "2006-01-02T24:00:00Z",
        "2006-01-02T15:04:60Z",
        "2006-01-02T15:04:05+25:00",
        "2006-13-02T15:04:05Z",
        "2006-02-29T15:04:05Z",
        "2006-00-01T15:04:05Z",
        "2006-01-02T15:04:05",
    ],
)
def test_no_times(text: str) -> None:
    assert not is_time(text)


def test_a_micro_time_has_six_digits() -> None:
    assert is_micro_time("2006-01-02T15:04:05.123456Z")
    assert not is_micro_time("2006-01-02T15:04:05Z")
    assert not is_micro_time("2006-01-02T15:04:05.1234567Z")


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("", True),
        ("YQ==", True),
        ("Y\nQ=\r\n=", True),
        ("YR==", True),
        ("YQ", False),
        ("Y Q==", False),
        ("YQ==YQ==", False),
    ],
)
def test_base64(text: str, good: bool) -> None:  # noqa: FBT001
    assert is_bytes(text) is good


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", '"a"'),
        ("a\nb", '"a b"'),
        ("x" * 100, '"' + "x" * 35 + '..."'),
        (True, "true"),
        (None, "null"),
        ({"a": 1}, "{...}"),
        ([], "[...]"),
        (1.5, "1.5"),
        (10**4000, "a huge integer"),
    ],
)
def test_values_fit_a_message(value: object, text: str) -> None:
    assert shown(value) == text


def test_distance_counts_a_swap_once() -> None:
    assert distance("selcetor", "selector", 3) == 1
    assert distance("abc", "xyz", 1) > 1


def test_nearest() -> None:
    assert nearest("conatiners", ["containers", "initContainers"]) == "containers"
    assert nearest("NAME", ["name", "names"]) == "name"
    assert nearest("cpu", ["limits", "requests"]) is None
