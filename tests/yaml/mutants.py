"""Small YAML texts, most of them odd: seeds written by hand, and their mutations."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = (
    """\
apiVersion: v1
kind: Service
metadata:
  name: web
  labels: {app: web, tier: 'front end'}
spec:
  ports:
  - port: 80
    targetPort: http # named
  - name: x
    port: 0x1F
""",
    """\
a:
- b
- c: 1
  d: [1, two, {three: 3}]
-
- - x
  - y: z
    w: "q\\n"
e: ~
""",
    """\
data:
  run.sh: |
    #!/bin/sh
    echo "a: b"

      indented
  folded: >-
    one
    two

    three
  last: |+
    x

""",
    """\
a: plain text
  goes on
  here
b: 'single
  quoted'' too'
c: "double \\
  quoted\\t\\u00e4"
d: e
""",
    """\
base: &base
  x: 1
  y: &l [1, 2]
use:
  <<: *base
  z: *l
more: {<<: [*base, {q: 1}], x: 2}
""",
    """\
---
a: 1
---
# nothing
---
b: 2
...
--- {c: 3}
""",
    """\
{"kind": "List", "items": [{"a": 1, "b": [true, null, "x\\u0041"]}, {}],
 "n": 1.5e3}
""",
    """\
? complex
: value
? [k]
: v
plain: !!str 1
other: !custom {a: b}
bin: !!binary aGk=
""",
    """\
a: yes
b: 0644
c: 1_000
d: .5
e: 2001-01-01
f: 1:30
g: 08
h: -0x1
y: on
1.0: k
""",
    """\
list:
  - name: a # one
    args: ["--x=1", '--y', z:1]

  - name: b
    env:
    - {name: A, value: "1"}
    - name: B
      value: |-
        deep
         er
""",
    """\
\u00fc: \u00e4\u00f6 \U0001f600
note: 'it''s' # \u00fc
url: http://x/y?z#f
time: 12:30
empty:
end: ""
""",
    """\
a:  \x20
  b:

    c: d \x20
    # comment
  e: f
# end""",
    """\
- |
 a
  b
- >

 x
 y

  z
- |2
   c
-   d
-
  e: f
- g:
  - h
""",
    """\
script: >
  a


  b
   c
  d

x: |

  y
\t
z: 1
""",
)
_PIECES = (
    " ", "  ", "\n", "\n\n", "\n  ", "\t", ": ", ":", "- ", "-", "#", " #", "'", '"', "{", "}", "[", "]", ",", ", ", "&a ", "*a",
    "!", "!t ", "|", ">", "|\n", ">-\n", "|2\n", "---", "\n---\n", "\n...\n", "? ", "%", "@", "`", "\\", "a", "b: c", "1", "~", "\r\n", "\r",
    "\u00e9", "\u2028", "\x85", "\xa0", "\ufeff", "\x00", "\x07", "<<: ", "y", "\\n", "\\x41", "//", "=", "key: |\n   x\n", "{a: b}", "[]", "''",
)  # fmt: skip


def mutants(seed: int, count: int) -> Iterator[str]:
    """`count` texts, the same for the same seed."""
    random = Random(seed)  # noqa: S311
    for _ in range(count):
        text = random.choice(SEEDS)
        if random.random() < 0.15:
            text = _spliced(random, text, random.choice(SEEDS))
        if random.random() < 0.3:
            text = _part(random, text)
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            text = random.choice(_MUTATIONS)(random, text)
        yield text


def _part(random: Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    start = random.randrange(len(lines))
    return "".join(lines[start : start + random.randint(1, 4)])


def _spliced(random: Random, one: str, other: str) -> str:
    lines, more = one.splitlines(keepends=True), other.splitlines(keepends=True)
    at = random.randrange(len(lines) + 1)
    return "".join(lines[:at] + more + lines[at:])


def _insert(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(_PIECES) + text[at:]


def _delete(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + text[at + random.randint(1, 3) :]


def _replace(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(_PIECES) + text[at + random.randint(1, 3) :]


def _indent(random: Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    at = random.randrange(len(lines))
    last = min(len(lines), at + random.choice((1, 1, 2, 5)))
    by = random.choice((-2, -1, 1, 2, 4))
    lines[at:last] = [
        " " * by + line if by > 0 else line[min(-by, len(line) - len(line.lstrip(" "))) :]
        for line in lines[at:last]
    ]
    return "".join(lines)


def _shuffle(random: Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    if random.random() < 0.5:
        lines[one], lines[other] = lines[other], lines[one]
    else:
        lines.insert(one, lines[other])
    return "".join(lines)


def _endings(random: Random, text: str) -> str:
    kind = random.random()
    if kind < 0.4:
        return text.replace("\n", "\r\n")
    return text.rstrip("\n") if kind < 0.8 else text + random.choice((" ", "  \n", "\n\n", "#", "\t"))


_MUTATIONS = (
    _insert,
    _insert,
    _insert,
    _delete,
    _delete,
    _replace,
    _replace,
    _indent,
    _indent,
    _shuffle,
    _endings,
)
