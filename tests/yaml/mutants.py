"""Small YAML texts, most of them odd: seeds written by hand, and their mutations."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = (
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels: {app: web, tier: 'front end'}\nspec:\n  ports:\n"
    "  - port: 80\n    targetPort: http # named\n  - name: x\n    port: 0x1F\n",
    "a:\n- b\n- c: 1\n  d: [1, two, {three: 3}]\n-\n- - x\n  - y: z\n    w: \"q\\n\"\ne: ~\n",
    "data:\n  run.sh: |\n    #!/bin/sh\n    echo \"a: b\"\n\n      indented\n  folded: >-\n    one\n    two\n\n    three\n  last: |+\n    x\n\n",
    "a: plain text\n  goes on\n  here\nb: 'single\n  quoted'' too'\nc: \"double \\\n  quoted\\t\\u00e4\"\nd: e\n",
    "base: &base\n  x: 1\n  y: &l [1, 2]\nuse:\n  <<: *base\n  z: *l\nmore: {<<: [*base, {q: 1}], x: 2}\n",
    "---\na: 1\n---\n# nothing\n---\nb: 2\n...\n--- {c: 3}\n",
    '{"kind": "List", "items": [{"a": 1, "b": [true, null, "x\\u0041"]}, {}],\n "n": 1.5e3}\n',
    "? complex\n: value\n? [k]\n: v\nplain: !!str 1\nother: !custom {a: b}\nbin: !!binary aGk=\n",
    "a: yes\nb: 0644\nc: 1_000\nd: .5\ne: 2001-01-01\nf: 1:30\ng: 08\nh: -0x1\ny: on\n1.0: k\n",
    "list:\n  - name: a # one\n    args: [\"--x=1\", '--y', z:1]\n\n  - name: b\n    env:\n    - {name: A, value: \"1\"}\n"
    "    - name: B\n      value: |-\n        deep\n         er\n",
    "\u00fc: \u00e4\u00f6 \U0001f600\nnote: 'it''s' # \u00fc\nurl: http://x/y?z#f\ntime: 12:30\nempty:\nend: \"\"\n",
    "a:   \n  b:\n\n    c: d  \n    # comment\n  e: f\n# end",
    "- |\n a\n  b\n- >\n\n x\n y\n\n  z\n- |2\n   c\n-   d\n-\n  e: f\n- g:\n  - h\n",
    "script: >\n  a\n\n\n  b\n   c\n  d\n\nx: |\n\n  y\n\t\nz: 1\n",
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
    lines[at:last] = [" " * by + line if by > 0 else line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines[at:last]]
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


_MUTATIONS = (_insert, _insert, _insert, _delete, _delete, _replace, _replace, _indent, _indent, _shuffle, _endings)
