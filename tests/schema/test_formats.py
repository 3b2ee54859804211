"""Formats of strings; `tests/conformance/test_crd.py` compares many more texts with the server's own answers."""

from __future__ import annotations

import pytest

from klint.release import Release
from klint.schema.formats import checker

RELEASE = Release(1, 34)

TEXTS = [
    # format, good, bad
    ("byte", "aGVsbG8=", "hello"),
    ("cidr", "10.0.0.0/8", "10.0.0.0"),
    ("cidr", "2001:db8::/32", "2001:db8::/129"),
    ("date", "2024-02-29", "2023-02-29"),
    ("date-time", "2024-05-01T12:00:00Z", "2024-05-01 12:00:00Z"),
    ("datetime", "2024-05-01T12:00:00+01:00", "2024-05-01T24:00:00Z"),
    ("duration", "1h30m", "soon"),
    ("duration", "2 weeks", "2"),
    ("email", "ada@example.com", "ada"),
    ("hostname", "web.example.com", "web_1.example.com"),
    ("hostname", "localhost", "my-host"),  # a single label may not hold a dash but as its second letter
    ("ipv4", "10.0.0.1", "10.0.0.256"),
    ("ipv6", "fe80::1", "fe80::1%eth0"),
    ("mac", "01:23:45:67:89:ab", "01:23:45:67:89"),
    ("uri", "https://example.com/a?b", "example.com/a"),
    ("uuid", "123E4567-e89b-12d3-a456-426614174000", "123e4567"),
    ("uuid4", "123e4567-e89b-42d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174000"),
    ("k8s-short-name", "web-1", "Web"),
    ("k8s-long-name", "web.example", "web..example"),
]


@pytest.mark.parametrize(("name", "good", "bad"), TEXTS)
def test_texts(name: str, good: str, bad: str) -> None:
    accepts = checker(name, RELEASE)
    assert accepts
    assert accepts(good)
    assert not accepts(bad)


@pytest.mark.parametrize("name", ["", "int32", "int64", "double", "regex", "quantity", "None"])
def test_what_the_server_does_not_look_at(name: str) -> None:
    assert checker(name, RELEASE) is None


def test_formats_come_with_releases() -> None:
    assert checker("k8s-short-name", Release(1, 33)) is None
    assert checker("uuid", Release(1, 25)) is not None


def test_hostile_texts_take_no_time() -> None:
    for name in ("duration", "email", "hostname", "uri", "byte", "k8s-long-name", "date-time"):
        accepts = checker(name, RELEASE)
        assert accepts
        for text in ("1" * 50_000, "a" * 50_000, "a." * 25_000, "1h" * 25_000 + "!"):
            accepts(text)
