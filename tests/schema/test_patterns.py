"""RE2 as Kubernetes uses it; `tests/conformance/test_crd.py` compares many more patterns with Go's own answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klint.schema.patterns import InvalidPatternError, UnsupportedPatternError, pattern

MATCHES = [
    # pattern, a text that matches, a text that does not
    ("abc", "xabcx", "ab"),
    ("^abc$", "abc", "abc\n"),
    (r"\Aabc\z", "abc", "xabc"),
    ("(?m)^b$", "a\nb\nc", "abc"),
    ("a.c", "abc", "a\nc"),
    ("(?s)a.c", "a\nc", "ac"),
    ("(?i)abc", "xABc", "ab"),
    ("a(?i)b", "aB", "AB"),
    ("a(?i:b)c", "aBc", "aBC"),
    ("(?i)a(?-i)b", "Ab", "AB"),
    (r"^\d+$", "12", "١٢"),
    (r"^\w+$", "a_1", "é"),
    (r"^\s$", "\f", "\v"),
    (r"\bfoo\b", "a foo b", "afoo"),
    (r"o\B", "oo", "o o"),
    ("^[[:alpha:]_]+$", "a_B", "1"),
    ("^[[:^digit:]]$", "a", "1"),
    (r"^\pL+$", "éß", "1"),
    (r"^\p{Lu}$", "É", "é"),
    (r"^\PN$", "a", "٣"),
    (r"^\p{^Lu}$", "a", "A"),
    (r"^\p{Greek}*$", "", "a"),
    (r"^\Qa.b\E+$", "a.bb", "axb"),
    (r"^\x41\x{42}\103\n$", "ABC\n", "ABC"),
    ("^a{2,3}$", "aaa", "aaaa"),
    ("^a{2,}$", "aaaa", "a"),
    ("^a{,3}$", "a{,3}", "aa"),
    ("^[]a]+$", "]a", "b"),
    ("^[^]a]+$", "b", "]"),
    (r"^[\d-]+$", "1-2", "a"),
    ("^(a|b|)c$", "c", "ac c"),
    ("^(?P<first>a)(?<second>b)$", "ab", "a"),
    ("^(a*)*$", "aaa", "b"),
    ("^[^a]$", "\n", "a"),
]


@pytest.mark.parametrize(("text", "good", "bad"), MATCHES)
def test_matches(text: str, good: str, bad: str) -> None:
    assert pattern(text).matches(good) is True
    assert pattern(text).matches(bad) is False


REFUSED = [
    "(", ")", "[a", "a**", "*a", "(*a)", "a{2}{3}", "a{3,2}", "a{1001}", "(a{100}){100}", "[z-a]", r"[a-\d]",
    r"\8", r"\1", r"\Z", "\\", r"\xZ", r"\x{110000}", "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(?P=n)", "(?P<>a)",
    "(?i", "(?z)", "(?-)", "[[:foo:]]", r"\p{L", r"[\b]", "a+*",
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    with pytest.raises(InvalidPatternError):
        pattern(text)


@pytest.mark.parametrize(
    "text", [r"\p{Tamil}", r"\p{NoSuchScript}", "(" * 200 + ")" * 200, "(a|b|c|d|e){900}(a{900}b)"]
)
def test_unsupported(text: str) -> None:
    if "900" in text:
        pattern(text)  # large, and still possible
        return
    with pytest.raises(UnsupportedPatternError):
        pattern(text)


def test_what_cannot_be_told_is_not_guessed() -> None:
    assert pattern("(?i)k").matches("K") is True
    assert pattern("(?i)k").matches("\N{KELVIN SIGN}") is None
    assert pattern(r"\p{Greek}").matches("Ω") is None
    assert pattern("(?i)k").spans("Ω") is None


@pytest.mark.parametrize(
    ("text", "subject", "expected"),
    [
        ("a+", "baab a", [(1, 3), (5, 6)]),
        ("a+?", "aa", [(0, 1), (1, 2)]),
        ("a|ab", "ab", [(0, 1)]),
        ("ab|a", "ab", [(0, 2)]),
        ("a*", "baac", [(0, 0), (1, 3), (4, 4)]),
        ("(?U)a+", "aa", [(0, 1), (1, 2)]),
        ("^a", "aa", [(0, 1)]),
        (r"\ba", "ab ba a", [(0, 1), (6, 7)]),
        ("x", "abc", []),
    ],
)
def test_spans(text: str, subject: str, expected: list[tuple[int, int]]) -> None:
    assert pattern(text).spans(subject) == expected
    assert pattern(text).spans(subject, most=1) == expected[:1]


HARD = [
    "(a+)+$",
    "(a|aa)+$",
    "(a*)*b",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(.*)(.*)(.*)(.*)(.*)[^a]$",
    "(a?){50}a{50}b",
]


@pytest.mark.parametrize("text", HARD)
def test_linear_time(text: str) -> None:
    """Python's `re` would take years."""
    assert pattern(text).matches("a" * 60_000) is (text in HARD[:2])


@given(st.text(max_size=12))
def test_any_text_is_read(text: str) -> None:
    try:
        compiled = pattern(text)
    except (InvalidPatternError, UnsupportedPatternError):
        return
    assert compiled.matches("") in (True, False)


@given(st.text(alphabet="ab*+?|()[].^$", max_size=10), st.text(alphabet="ab\n", max_size=6))
def test_spans_and_matches_agree(text: str, subject: str) -> None:
    try:
        compiled = pattern(text)
    except InvalidPatternError:
        return
    assert bool(compiled.spans(subject)) is compiled.matches(subject)
