"""Every key and value stands exactly where it is written, whatever the style."""

from __future__ import annotations

import pytest

from klint.text import Source
from klint.yaml import Document, parse


def only(text: str) -> Document:
    stream = parse(Source("a.yaml", text))
    (document,) = stream.documents
    return document


def shown(document: Document, *path: str | int) -> tuple[str | None, str]:
    """The text of a value's key, if it has one, and that of the value."""
    text = document.source.text
    key, value = document.key_span(path), document.span(path)
    return text[slice(*key)] if key else None, text[slice(*value)]


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a: b\n", ("a",), ("a", "b")),
        ("a: b\n", (), (None, "a: b")),
        ("  a:   b   # c\n", ("a",), ("a", "b")),
        ("a: 'it''s' # c\n", ("a",), ("a", "'it''s'")),
        ('"a b" : "c\\n"\n', ("a b",), ('"a b"', '"c\\n"')),
        ("'a': [b, {c: d}]\n", ("a",), ("'a'", "[b, {c: d}]")),
        ("a: [b, {c: d}]\n", ("a", 1), (None, "{c: d}")),
        ("a: [b, {c: d, 'e': f}]\n", ("a", 1, "e"), ("'e'", "f")),
        ("a: [b: c]\n", ("a", 0), (None, "b: c")),
        ("a: [\n  b, # c\n  d\n  ]\n", ("a",), ("a", "[\n  b, # c\n  d\n  ]")),
        ("a: [\n  b, # c\n  d\n  ]\n", ("a", 1), (None, "d")),
        ("a:\n  [b,\n   c]\n", ("a", 1), (None, "c")),
        ("a: one\n  two\n\n  three # c\n", ("a",), ("a", "one\n  two\n\n  three")),
        ("a:\n  one\n  two\nb: c\n", ("a",), ("a", "one\n  two")),
        ("a: 'one\n  two'\nb: c\n", ("a",), ("a", "'one\n  two'")),
        ("a: |\n  b\n\n   c  \n\nd: e\n", ("a",), ("a", "|\n  b\n\n   c  ")),
        ("a: >-2 # c\n    b\n", ("a",), ("a", ">-2 # c\n    b")),
        ("a: |+ # c\n\nd: e\n", ("a",), ("a", "|+")),
        ("- |\n  b\n- c\n", (0,), (None, "|\n  b")),
        ("a:\n  b:\n  - c\n  - d: e\n    f: g\n# h\n", ("a",), ("a", "b:\n  - c\n  - d: e\n    f: g")),
        ("a:\n  b:\n  - c\n  - d: e\n    f: g\n# h\n", ("a", "b"), ("b", "- c\n  - d: e\n    f: g")),
        ("a:\n  b:\n  - c\n  - d: e\n    f: g\n# h\n", ("a", "b", 1), (None, "d: e\n    f: g")),
        ("- - a\n  - b\n-   c: d\n", (0,), (None, "- a\n  - b")),
        ("- - a\n  - b\n-   c: d\n", (1,), (None, "c: d")),
        ("-\n  a: b\n", (0,), (None, "a: b")),
        ("a: &x b\nc: *x\n", ("a",), ("a", "b")),
        ("a: &x b\nc: *x\n", ("c",), ("c", "*x")),
        ("a: &x !t {b: c}\n", ("a",), ("a", "{b: c}")),
        ("a: !!str &x\n  b\n", ("a",), ("a", "b")),
        ("a: &x\n  b: c\nd: *x\n", ("d",), ("d", "*x")),
        ("a: &x\n  b: c\nd: *x\n", ("d", "b"), ("b", "c")),
        ("a: &x\n- b\n- {c: d}\ne: *x\nf: [*x]\n", ("f", 0, 1, "c"), ("c", "d")),
        ("a: &x {b: c, d: e}\nf:\n  <<: *x\n  d: g\n", ("f", "b"), ("b", "c")),
        ("a: &x {b: c, d: e}\nf:\n  <<: *x\n  d: g\n", ("f", "d"), ("d", "g")),
        ("a: {<<: [{b: c}, {b: d}]}\n", ("a", "b"), ("b", "c")),
        ("a: 1\nb: 2\na: 3\n", ("a",), ("a", "3")),
        ("a: 1\nb: 2\na: 3\n", ("b",), ("b", "2")),
        ("y: 1\n", ("true",), ("y", "1")),
        ("1.0: a\n", ("1",), ("1.0", "a")),
        ("? a\n: b\n", ("a",), ("a", "b")),
        ("? [a]\n: b\nc: d\n", ("c",), ("c", "d")),
        ('{"a": {"b": [1, "c"]},\n "d": null}', ("a", "b", 1), (None, '"c"')),
        ('{"a":1,"d":{"e":2}}', ("d", "e"), ('"e"', "2")),
        ("\U0001f600: [\U0001f600, \u00e4]\n", ("\U0001f600", 1), (None, "\u00e4")),
        ("---\n# c\na: b\n...\n", (), (None, "a: b")),
        ("--- a\n", (), (None, "a")),
        ("  a\n  b\n", (), (None, "a\n  b")),
    ],
)
def test_span(text: str, path: tuple[str | int, ...], expected: tuple[str | None, str]) -> None:
    assert shown(only(text), *path) == expected
    windows = text.replace("\n", "\r\n")
    key, value = expected
    assert shown(only(windows), *path) == (key, value.replace("\n", "\r\n"))


@pytest.mark.parametrize(
    ("text", "path", "at"),
    [
        ("a:\nb: c\n", ("a",), 2),
        ("a:   # c\nb: c\n", ("a",), 2),
        ("a : \n", ("a",), 3),
        ("a: &x # c\n", ("a",), 5),
        ("- a\n-\n", (1,), 5),
        ("{a: , b}", ("a",), 3),
        ("{a: , b}", ("b",), 7),
        ("{a , b}", ("a",), 2),
        ("a:\n  b:\n", ("a", "b"), 7),
        ("--- # c\n---\n", (), 8),
    ],
)
def test_nothing_stands_where_it_would_begin(text: str, path: tuple[str | int, ...], at: int) -> None:
    document = parse(Source("a.yaml", text)).documents[0]
    assert document.span(path) == (at, at)


def test_absent_stands_at_the_nearest_key() -> None:
    root = only("a:\n  b: 1\n").root
    absent = root["a"]["c"]["d"]
    assert not absent.present
    assert absent.span == root["a"].key_span == (0, 1)


def test_a_document_reaches_from_its_marker_to_the_next() -> None:
    text = "# c\na: 1\n---\nb: 2\n---\n---\nc: {y: 1, y: 2}\n...\n"
    extents = [text[document.start : document.end] for document in parse(Source("a.yaml", text)).documents]
    assert extents == ["a: 1\n", "---\nb: 2\n", "---\n", "---\nc: {y: 1, y: 2}\n"]
