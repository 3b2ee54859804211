"""Recorded answers of Kubernetes 1.34's own code on patterns, formats, definitions and custom resources.

`scripts/record_crd_answers.py` asks the questions.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from typing import TYPE_CHECKING, Any

from klint.manifest import outline, resources
from klint.release import Release
from klint.schema import crd
from klint.schema.formats import checker
from klint.schema.patterns import InvalidPatternError, UnsupportedPatternError, pattern
from klint.text import Source
from klint.yaml import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.manifest import Resource
    from klint.schema.violation import Path

HERE = os.path.dirname(os.path.abspath(__file__))
RELEASE = Release(1, 34)

# judged by a format that klint lets pass where it is not sure
LENIENT = {"email", "uri"}


def recorded(name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    with gzip.open(os.path.join(HERE, "crd", f"{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            question, answer = json.loads(line)
            yield question, answer


def resource(value: Any) -> Resource:
    stream = Stream(Source("object.json", json.dumps(value)))
    return resources(stream, outline(stream, "object.json"))[0]


def written(path: Path) -> str:
    """A path in dots, which is how it is comparable: the server puts some keys in brackets, others not."""
    return ".".join(map(str, path))


def plain(field: str) -> str:
    return re.sub(r"\[([^\]]*)\]", r".\1", field).strip(".")


def test_patterns() -> None:
    judged = 0
    for question, answer in recorded("patterns"):
        text = question["pattern"]
        try:
            compiled = pattern(text)
        except InvalidPatternError:
            assert "invalid" in answer, text
            continue
        except UnsupportedPatternError:
            continue
        assert "invalid" not in answer, text
        for subject, matches, span in zip(question["texts"], answer["matches"], answer["spans"], strict=True):
            found = compiled.matches(subject)
            if found is None:
                continue
            judged += 1
            assert found is matches, (text, subject)
            first = [tuple(one) for one in compiled.spans(subject, most=1) or ()]
            assert first == ([in_characters(subject, span)] if span else []), (text, subject)
    assert judged > 5000


def in_characters(text: str, span: list[int]) -> tuple[int, ...]:
    data = text.encode()
    return tuple(len(data[:offset].decode()) for offset in span)


def test_formats() -> None:
    for question, answer in recorded("formats"):
        accepts = checker(question["format"], RELEASE)
        assert accepts
        for text, matches in zip(question["texts"], answer["matches"], strict=True):
            lenient = question["format"] in LENIENT and accepts(text)
            assert lenient or accepts(text) is matches, (question["format"], text)


def test_objects() -> None:
    for question, answer in recorded("objects"):
        if answer.get("faults"):
            continue  # the definition itself is refused
        definition = resource(question["crd"])
        for value, said in zip(question["objects"], answer["objects"], strict=True):
            found = crd.violations(resource(value), definition, RELEASE)
            assert bool(found) is bool(said), (question["crd"], value, said, found)
            compare(found, said, (question["crd"], value))


def compare(found: list[Any], said: dict[str, Any], context: object) -> None:
    """Every fault at the place the server names; it also lists the faults of alternatives that did not fit."""
    if said.get("invalid"):
        return  # decoding gave up at the first fault
    places = {plain(path) for path in said.get("unknown") or ()}
    for fault in said.get("faults") or ():
        quoted = re.match(r'"(.*?)" must', fault["detail"])
        forbidden = re.match(r"(\S+) in body is a forbidden property", fault["detail"])
        places.add(plain((forbidden or quoted or [0, fault["field"]])[1]))
    for violation in found:
        place = written(violation.path)
        assert place in places or owner(place) in places, (violation, said, context)


def owner(place: str) -> str:
    """A key of a list's item stands for the item."""
    return place.rpartition(".")[0]


def test_definitions() -> None:
    for question, answer in recorded("definitions"):
        if answer.get("invalid"):
            continue  # it cannot even be decoded, which is for the kind's own schema to say
        found = list(crd.faults(resource(question["crd"]), RELEASE))
        said = answer.get("faults") or []
        assert bool(found) is bool(said), (question["crd"], said, found)
        places = {root(fault["field"]) for fault in said}
        places |= {root(fault["detail"].rpartition("is defined in ")[2]) for fault in said}
        for violation in found:
            place = root(written(violation.path))
            assert "." not in place or {place, owner(place)} & places, (question["crd"], said, violation)


def root(place: str) -> str:
    """The place in the schema, up to a default: which of a default's faults is named varies.

    Of what must not stand at the root the server says no more than that.
    """
    inside = re.sub(r"^spec\.(versions\.\d+\.schema|validation)\.openAPIV3Schema", "", plain(place))
    return re.sub(r"(^|\.)default\b.*", ".default", inside).strip(".")
