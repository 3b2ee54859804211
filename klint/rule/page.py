"""A page: YAML front matter, prose, and examples that are tests."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from klint.errors import KlintError
from klint.finding import Severity
from klint.rule.model import SUBJECTS, Option, Rule
from klint.shipped import shipped
from klint.text import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.yaml import Node

_FENCE = re.compile(
    r"(?P<ticks>```+)(?P<info>\w+)(?P<rest>[^\n]*)\n(?P<text>.*?)^(?P=ticks)\s*$", re.DOTALL | re.MULTILINE
)
_EXPECTED = re.compile(r"# (?P<severity>error|warning|info)(?:: (?P<message>.*))?$")
_RULE_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Expected(NamedTuple):
    """A finding that an example announces: zero-based line, and the message where it is given."""

    line: int
    message: str | None


class File(NamedTuple):
    """One file of an example.

    `name` is the path that the text pretends to have, from the fence: ```` ```yaml deploy/web.yaml ````.
    `line` is the zero-based line of the page on which the text starts.
    """

    name: str
    text: str
    line: int
    expected: tuple[Expected, ...]


class Example(NamedTuple):
    """What stands under one heading: files that are checked together, and what must be found in them."""

    heading: str
    files: tuple[File, ...]

    @property
    def fails(self) -> bool:
        return any(file.expected for file in self.files)


class Page(NamedTuple):
    """One rule with everything its page says."""

    rule: Rule
    prose: str
    examples: tuple[Example, ...]


def read(path: str) -> Page:
    """Read one page; KlintError with the line if it is none."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except OSError as error:
        raise KlintError(f"the page cannot be read: {error.strerror}", path) from None
    except UnicodeDecodeError:
        raise KlintError("the page is not UTF-8", path) from None
    if not text.startswith("---\n") or "\n---\n" not in text:
        raise KlintError("a rule page starts with YAML front matter between two lines '---'", path, 1)
    matter, body = text[4:].split("\n---\n", 1)
    name = os.path.basename(path).removesuffix(".md")
    if not _RULE_NAME.fullmatch(name):
        raise KlintError(f"'{name}' is no rule name: use small letters, digits and single dashes", path)
    prose, _, _ = body.partition("\n## ")
    rule = _rule(name, path, prose.strip(), _front_matter(path, matter))
    first_line = matter.count("\n") + 3
    return Page(rule, prose.strip(), tuple(_examples(body, first_line)))


def _front_matter(path: str, matter: str) -> Node:
    from klint.yaml import parse

    stream = parse(Source(path, matter))
    for problem in stream.problems:
        raise KlintError(problem.message, path, _line(stream.source, problem.span.start))
    node = stream.documents[0].root
    _validate(path, node)
    return node


def _validate(path: str, node: Node) -> None:
    import json

    import jsonschema

    with open(shipped("schemas", "klint", "rule.schema.json"), encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    for error in sorted(validator.iter_errors(node.value), key=lambda error: list(error.absolute_path)):
        at = node.at(tuple(error.absolute_path))
        raise KlintError(f"front matter: {error.message}", path, _line(node.source, at.span.start))


def _line(source: Source, offset: int) -> int:
    return source.position(offset).line + 2  # the line '---' stands before the front matter


def _rule(name: str, path: str, prose: str, node: Node) -> Rule:
    matter = node.value
    each = matter["each"]
    checks = matter.get("check", [])
    options = {
        key: Option(value["type"], value["default"], value["description"])
        for key, value in matter.get("options", {}).items()
    }
    return Rule(
        name=name,
        group=os.path.basename(os.path.dirname(os.path.abspath(path))),
        severity=Severity[matter["severity"]],
        each=(each,) if isinstance(each, str) else tuple(each),
        checks={check: is_local(check, path) for check in ([checks] if isinstance(checks, str) else checks)},
        message=matter["message"],
        title=_first_sentence(prose),
        since=matter.get("since", ""),
        default=matter.get("default", "on") in ("on", True),
        options=options,
        replaces=tuple(matter.get("replaces", ())),
        tags=tuple(matter.get("tags", ())),
        path=path,
    )


def _first_sentence(prose: str) -> str:
    paragraph = " ".join(prose.split("\n\n", 1)[0].split())
    end = re.search(r"[.:](?= |$)", paragraph)
    return paragraph[: end.start()] if end else paragraph


def is_local(check: str, path: str) -> bool:
    """Whether a check asks for no cluster; read from its source, which is not run for that."""
    module, _, function = check.rpartition(".")
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        spec = None
    if spec is None or not spec.origin:
        hint = "; from the page's own folder it is imported only with --allow-code"
        beside = os.path.join(os.path.dirname(path), *module.split("."))
        hint = hint if os.path.exists(f"{beside}.py") else ""
        raise KlintError(f"there is no module {module}, which the page's check names{hint}", path)
    with open(spec.origin, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return "cluster" not in [argument.arg for argument in node.args.args]
    raise KlintError(f"{module} has no function {function}, which the page's check names", path)


def _examples(body: str, first_line: int) -> Iterator[Example]:
    for part in re.split(r"^(?=## )", body, flags=re.MULTILINE):
        if part.startswith("## "):
            files = tuple(_files(part, first_line))
            if files:
                yield Example(part[3:].split("\n", 1)[0].strip(), files)
        first_line += part.count("\n")


def _files(part: str, first_line: int) -> Iterator[File]:
    for number, found in enumerate(_FENCE.finditer(part)):
        if found["info"] in ("yaml", "json"):
            name = found["rest"].strip() or f"example{number or ''}.{found['info']}"
            line = first_line + part[: found.start("text")].count("\n")
            yield File(name, found["text"], line, tuple(_expected(found["text"])))


def _expected(text: str) -> list[Expected]:
    return [
        Expected(number, found["message"])
        for number, line in enumerate(text.split("\n"))
        if (found := _EXPECTED.search(line))
    ]


def subjects(rule: Rule) -> str:
    """The subjects in words, for lists of rules."""
    return ", ".join(name if name in SUBJECTS else f"kind {name}" for name in rule.each)
