"""What people write into manifests to silence a finding: comments and annotations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from klint.finding import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.manifest import Resource
    from klint.text import Source
    from klint.yaml import Comment, Node, Stream

MARKER = "klint:"
ANNOTATION = "ignore.klint/"
KUBE_LINTER = "ignore-check.kube-linter.io/"
_COMMENT = re.compile(
    r"# *klint: *(?P<scope>ignore|ignore-file)\[(?P<rules>[^\]]*)\]"
    r"(?: +until +(?P<until>\d{4}-\d\d-\d\d))?[ :]*(?P<reason>.*)"
)
_UNTIL = re.compile(r"\s*until +(\d{4}-\d\d-\d\d)[ :]*(.*)", re.DOTALL)


class Directive(NamedTuple):
    """One order to be silent.

    `rules` are names as written; those of kube-linter carry the prefix `kube-linter/`. Lines are zero-based and
    inclusive; `subject` is the index of the resource that an annotation silences.
    `problem` says why the order cannot be followed.
    """

    location: Location
    rules: tuple[str, ...]
    reason: str
    until: str
    first_line: int
    last_line: int
    subject: int | None = None
    problem: str = ""

    def covers(self, line: int, subject: int | None) -> bool:
        if self.subject is not None:
            return subject == self.subject
        return self.first_line <= line <= self.last_line


def directives(stream: Stream, resources: list[Resource]) -> Iterator[Directive]:
    """All orders in a file."""
    text = stream.source.text
    if MARKER in text:
        for comment in stream.comments(MARKER):
            made = _from_comment(stream.source, comment)
            if made:
                yield made
    if ANNOTATION in text or KUBE_LINTER in text:
        for resource in resources:
            yield from _from_annotations(resource)


def _from_comment(source: Source, comment: Comment) -> Directive | None:
    location = Location(source.path, source.position(comment.span.start), source.position(comment.span.end))
    found = _COMMENT.match(comment.text)
    if not found:
        problem = "write it as '# klint: ignore[rule-name] reason'"
        return Directive(location, (), "", "", comment.line, comment.line, problem=problem)
    rules = tuple(name.strip() for name in found["rules"].split(",") if name.strip())
    problem = "" if rules else "it names no rule"
    first, last = 0, len(source.starts)
    if found["scope"] == "ignore":
        first = _subject_line(source, comment)
        last = _block_end(source, first)
    return Directive(
        location, rules, found["reason"].strip(), found["until"] or "", first, last, problem=problem
    )


def _subject_line(source: Source, comment: Comment) -> int:
    """A comment with a line of its own speaks of the next line that is none."""
    line = comment.line
    if comment.own_line:
        while line + 1 < len(source.starts):
            line += 1
            text = source.line(line).strip()
            if text and not text.startswith("#"):
                return line
    return line


def _block_end(source: Source, first: int) -> int:
    """The last line of the block that a line starts; in block style indentation tells."""
    text = source.line(first)
    indent = _indent(text)
    item = text[indent : indent + 2] in ("- ", "-")
    last = first
    for number in range(first + 1, len(source.starts)):
        line = source.line(number)
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        deeper = _indent(line) > indent
        list_below = _indent(line) == indent and not item and stripped[:2] in ("- ", "-")
        if not deeper and not list_below:
            break
        last = number
    return last


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _from_annotations(resource: Resource) -> Iterator[Directive]:
    annotations = resource["metadata"]["annotations"]
    if not isinstance(annotations.value, dict):
        return
    for key, value in annotations.value.items():
        if key.startswith(ANNOTATION):
            yield _annotation(annotations[key], key.removeprefix(ANNOTATION), str(value or ""), resource)
        elif key.startswith(KUBE_LINTER):
            name = "kube-linter/" + key.removeprefix(KUBE_LINTER)
            yield _annotation(annotations[key], name, str(value or ""), resource)


def _annotation(node: Node, name: str, value: str, resource: Resource) -> Directive:
    source = node.source
    location = Location(source.path, source.position(node.key_span.start), source.position(node.key_span.end))
    until = _UNTIL.fullmatch(value)
    reason = until[2] if until else value
    return Directive(
        location, (name,), reason.strip(), until[1] if until else "", 0, 0, subject=resource.ordinal
    )
