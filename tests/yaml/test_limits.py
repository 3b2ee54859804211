"""Hostile texts: a Problem or a value, in bounded time, and never an exception."""

from __future__ import annotations

import pytest

from klint.text import Source
from klint.yaml import Stream, parse


def read(text: str) -> Stream:
    return parse(Source("a.yaml", text))


def repeated(levels: int, width: int) -> str:
    """Aliases of aliases: `width` to the power of `levels` values."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]" for level in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "a: " + "{b: " * 20_000,
        "- " * 20_000 + "a",
        "? " * 20_000 + "a",
        "a: " + "[" * 10_500 + "]" * 10_500,
    ],
    ids=["lists", "mappings", "dashes", "keys", "closed"],
)
def test_too_deep(text: str) -> None:
    stream = read(text)
    assert [problem.fault for problem in stream.problems] == ["too-deep"]
    assert not stream.documents


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 9000 + "]" * 9000,
        "- " * 9000 + "a",
        "".join(" " * depth + "a:\n" for depth in range(1000)),
    ],
    ids=["lists", "dashes", "keys"],
)
def test_deep(text: str) -> None:
    stream = read(text)
    assert not stream.problems
    (document,) = stream.documents
    document.span(())
    assert not stream.comments("a")


@pytest.mark.parametrize("text", [repeated(20, 10), repeated(9, 9)], ids=["huge", "billion"])
def test_aliases_of_aliases(text: str) -> None:
    stream = read(text)
    assert [problem.fault for problem in stream.problems] == ["excessive-aliases"]
    assert not stream.documents


def test_many_aliases_of_little_are_no_fault() -> None:
    stream = read("a: &a {b: c}\nd:\n" + "- *a\n" * 5000)
    assert not stream.problems
    assert stream.documents[0].span(("d", 4999)) == (16 + 4999 * 5 + 2, 16 + 4999 * 5 + 4)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9" * 100_000, "9" * 100_000),
        ("0x" + "f" * 100_000, "0x" + "f" * 100_000),
        ("1e99999999", "1e99999999"),
        ("0" * 100_000 + "7", 7),
    ],
    ids=["decimal", "hexadecimal", "exponent", "zeros"],
)
def test_huge_numbers_are_texts(text: str, value: object) -> None:
    assert read(text).documents[0].value == value


@pytest.mark.parametrize(
    "text",
    [
        "x y " * 500_000,
        "a: " + "b " * 500_000 + "\n",
        "'" * 200_001,
        '"' * 200_001,
        "a: '" + "''" * 100_000,
        'a: "' + "\\\\" * 100_001,
        ":" * 200_000,
        " " * 200_000 + ":",
        "{" + "a:" * 100_000,
        "a" + " " * 200_000 + ": b",
        "%a\n" * 50_000,
        "--- @\n" * 5_000,
        "---\n\0\n" * 5_000,
        "k: 'x\n" * 20_000,
        "- [\n" * 20_000,
        "a: |\n" + "\n" * 200_000 + "  b\n",
        "a: b\n" + "\n" * 200_000 + "  c\n",
        "a: b\r" * 20_000,
        "\ufeff" * 10_000,
        "a: " + "!x " * 20_000,
        "a: " + "&x " * 20_000,
        "a: \ud800\n",
    ],
    ids=range(22),
)
def test_long_texts(text: str) -> None:
    stream = read(text)
    for document in stream.documents:
        document.span(())
    assert stream.documents or stream.problems
