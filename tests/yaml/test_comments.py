"""Comments are told apart from text that only looks like one."""

from __future__ import annotations

from klint.text import Source
from klint.yaml import parse

TEXT = """\
# klint: first
a: "# klint: text" # klint: second
b: | # klint: third
  # klint: text

  # klint: text
# klint: fourth
c: x # not this
  # klint: fifth # klint: still fifth
d: x#klint:text
e: 'one # klint: text
  # klint: text'
f: [a, # klint: sixth
  "# klint: text"]
g: {h: "#"} # klint: seventh
i: &j # klint: eighth
  - k # klint: ninth
l: # klint: tenth
---
m: >
  # klint: text
n: [
---
# klint: eleventh
"""


def comments(text: str) -> list[tuple[str, int, bool]]:
    source = Source("a.yaml", text)
    found = parse(source).comments("klint:")
    for comment in found:
        assert text[slice(*comment.span)] == comment.text
        assert source.position(comment.span.start).line == comment.line
    return [(comment.text, comment.line, comment.own_line) for comment in found]


EXPECTED = [
    ("# klint: first", 0, True),
    ("# klint: second", 1, False),
    ("# klint: third", 2, False),
    ("# klint: fourth", 6, True),
    ("# klint: fifth # klint: still fifth", 8, True),
    ("# klint: sixth", 12, False),
    ("# klint: seventh", 14, False),
    ("# klint: eighth", 15, False),
    ("# klint: ninth", 16, False),
    ("# klint: tenth", 17, False),
]


def test_comments() -> None:
    assert comments(TEXT[: TEXT.index("---")]) == EXPECTED


def test_comments_with_crlf() -> None:
    assert comments(TEXT[: TEXT.index("---")].replace("\n", "\r\n")) == EXPECTED


def test_comments_of_a_document_that_the_exact_loader_reads() -> None:
    assert (
        comments("z: !t x\n" + TEXT[: TEXT.index("---")])[1:]
        == [(text, line + 1, own) for text, line, own in EXPECTED][1:]
    )


def test_comments_around_a_syntax_error() -> None:
    assert comments(TEXT)[-1] == ("# klint: eleventh", 23, True)


def test_no_marker_no_reading() -> None:
    source = Source("a.yaml", "a: b\n")
    assert parse(source).comments("klint:") == []
