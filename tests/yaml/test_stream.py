"""What a text holds: its documents, and what is wrong with it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from klint.text import Source
from klint.yaml import Stream, parse


def read(text: str) -> Stream:
    return parse(Source("a.yaml", text))


def values(text: str) -> list[object]:
    return [document.value for document in read(text).documents]


def faults(text: str) -> list[tuple[str, str]]:
    """What is wrong, and the text that it stands on."""
    stream = read(text)
    return [(problem.fault, text[slice(*problem.span)]) for problem in stream.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("# nothing\n", []),
        ("a", ["a"]),
        ("---\n", [None]),
        ("---\n---\n# nothing\n", [None, None]),
        ("# c\n---\na: 1\n--- # c\n- b\n---\n{c: d}\n", [{"a": 1}, ["b"], {"c": "d"}]),
        ("a: 1\n...\n---\nb: 2\n", [{"a": 1}, {"b": 2}]),
        ("--- a\n--- |\n b\n--- {c: d}\n", ["a", "b\n", {"c": "d"}]),
        ("%YAML 1.1\n---\na: 1\n", [{"a": 1}]),
        ("a: |\n  ---\n  b\n", [{"a": "---\nb\n"}]),
        ("a: b\r\nc:\r\n- d\r\n---\r\ne: |\r\n  f\r\n", [{"a": "b", "c": ["d"]}, {"e": "f\n"}]),
        ("\ufeffa: 1\n", [{"a": 1}]),
        ('{"a": ["b\\u00e4", 1e3, true]}', [{"a": ["b\u00e4", 1000, True]}]),
        ('\n{\n\t"a": "b\\/c"\n}', [{"a": "b/c"}]),
        (
            "kind: List\nitems:\n- kind: A\n- kind: B\n",
            [{"kind": "List", "items": [{"kind": "A"}, {"kind": "B"}]}],
        ),
        ("a: &x {b: [1]}\nc: *x\n", [{"a": {"b": [1]}, "c": {"b": [1]}}]),
        ("a: &x 1\nb: &x 2\nc: *x\n", [{"a": 1, "b": 2, "c": 2}]),
        ("a: &x\n  b: &x 1\nc: *x\n", [{"a": {"b": 1}, "c": 1}]),
        ("a: &x {b: &x 1}\nc: *x\n", [{"a": {"b": 1}, "c": 1}]),
    ],
)
def test_documents(text: str, expected: list[object]) -> None:
    assert values(text) == expected
    assert not read(text).problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [b\n---\nc: 1\n", [{"c": 1}]),
        ("a: 1\n---\n\tb: 2\n---\nc: 3\n", [{"a": 1}, {"c": 3}]),
        ("a: 'b\n---\nc: 'd\n---\ne: 1\n", [{"e": 1}]),
        ("a: \x00\n---\nb: 1\n", [{"b": 1}]),
        ("a: b: c\n--- @\n---\n- d\n", [["d"]]),
        ("a: *b\n---\nc: 1\n", [{"a": None}, {"c": 1}]),
    ],
)
def test_documents_around_a_fault(text: str, expected: list[object]) -> None:
    assert values(text) == expected
    assert read(text).problems


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("a:\n\tb: c\n", "tab used for indentation: YAML wants spaces", "\t"),
        ("a: b: c\n", "a second ': ' on this line: quote the text, or start a new line", ":"),
        ("a: b\n  c: d\n", "a key cannot stand here: is the indentation right?", ":"),
        ("a:\n   b: 1\n  c: 2\n", "expected a key or '- ' here: is the indentation right?", "c"),
        ("- a\nb: c\n", "expected a key or '- ' here: is the indentation right?", "b"),
        ("a: @b\n", "a value cannot start with '@': quote it", "@"),
        ("a: `b`\n", "a value cannot start with '`': quote it", "`"),
        ("a: {b: c\nd: e\n", "expected ',' or '}' in this mapping", ":"),
        ("a: [b\nc: d\n", "expected ',' or ']' in this list", ":"),
        ("a: 'b\nc: d\n", "this quoted text is never closed", "'"),
        ('a: "b\\q"\n', "unknown escape in a double-quoted text; in single quotes '\\' is itself", "\\"),
        ("a: b\nc\n", "expected ': ' after a key", ""),
        ("a: - b\n", "a list cannot start here: put its '-' on a line of its own", "-"),
        ("a: |b\n  c\n", "only '+', '-', a digit and a comment may follow '|' or '>'", "b"),
        ("a: b\x07\n", "character U+0007 is not allowed in YAML", "\x07"),
        ("a: 'b' c\n", "expected a key or '- ' here: is the indentation right?", "c"),
    ],
)
def test_syntax_error(text: str, message: str, place: str) -> None:
    stream = read(text)
    assert [(problem.fault, problem.message) for problem in stream.problems] == [("syntax-error", message)]
    assert text[slice(*stream.problems[0].span)] == place
    assert not stream.documents


def test_an_unclosed_list_says_where_it_opens() -> None:
    (problem,) = read("a: [b\nc: d\n").problems
    assert problem.related == (((3, 4), "opened here"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [("duplicate-key", "a")]),
        ("1: a\n'1': b\n", [("duplicate-key", "'1'")]),
        ("a: {b: 1, b: 2, b: 3}\n", [("duplicate-key", "b"), ("duplicate-key", "b")]),
        ("? [a]\n: b\n", [("bad-key", "[a]")]),
        ("~: a\n", [("bad-key", "~")]),
        ("a: {<<: 1}\n", [("bad-merge", "1")]),
        ("a: !!int b\n", [("bad-tag", "b")]),
        ("a: .inf\nb: -.INF\nc: .nan\n", [("infinite-number", ".inf"), ("infinite-number", "-.INF"), ("infinite-number", ".nan")]),
        ("a: *b\n", [("unknown-anchor", "*b")]),
        ("a: &b [*b]\n", [("cyclic-alias", "*b")]),
        ("a: &b {c: 1}\nd: {<<: *b, c: 2}\n", []),
    ],
)  # fmt: skip
def test_faults(text: str, expected: list[tuple[str, str]]) -> None:
    assert faults(text) == expected
    assert len(read(text).documents) == 1


def test_a_doubled_key_knows_the_first() -> None:
    stream = read("---\nb: 0\n---\na: 1\na: 2\na: 3\n")
    assert [problem.related for problem in stream.problems] == [(((13, 14), "first set here"),)] * 2
    assert [problem.document for problem in stream.problems] == [1, 1]
    assert stream.documents[1].problems == tuple(stream.problems)
    assert stream.documents[1].value == {"a": 3}


def test_values_are_not_shared_between_documents() -> None:
    first, second = read("a: {b: [c]}\n---\na: {b: [c]}\n").documents
    first.value["a"]["b"].append("d")
    assert second.value == {"a": {"b": ["c"]}}


@pytest.mark.parametrize(
    ("text", "imported"),
    [
        ("a: b\nc:\n- d: {e: [f]}\n  g: |\n    h\n---\ni: &j k\nl: *j\n", False),
        ("a: !b c\n", True),
    ],
)
def test_the_library_is_imported_only_for_doubts(text: str, imported: bool) -> None:  # noqa: FBT001
    program = (
        "import sys; from klint.text import Source; from klint.yaml import parse\n"
        f"parse(Source('a', {text!r})).documents[0].span(()); print(any('ruamel' in name for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(imported)
