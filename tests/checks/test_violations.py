"""Violations as findings: which are told, where they stand, how they read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from klint.config import Config
from klint.engine.check import check
from klint.engine.world import World
from klint.errors import KlintError
from klint.text import Source

if TYPE_CHECKING:
    from pathlib import Path

    from klint.finding import Finding

DEFINITION = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets}
  versions:
    - name: VERSION
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {spec: SPEC}}}
"""
WIDGET = "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: one}\nspec:\n"


def definition(spec: str, version: str = "v1") -> str:
    return DEFINITION.replace("SPEC", spec).replace("VERSION", version)


def findings(*texts: str, declared: tuple[str, ...] = (), config: Config | None = None) -> list[Finding]:
    sources = [Source(f"{index}.yaml", text) for index, text in enumerate(texts)]
    world = World(declared=[Source("declared.yaml", text) for text in declared])
    return list(check(sources, config or Config.default(), world=world).findings)


def rules(*texts: str, declared: tuple[str, ...] = (), config: Config | None = None) -> list[str]:
    return [finding.rule for finding in findings(*texts, declared=declared, config=config)]


def test_a_definition_in_another_file() -> None:
    (finding,) = findings(definition("{type: integer}"), WIDGET + "  a lot\n")
    assert (finding.rule, finding.location.path, finding.location.start.line) == ("wrong-type", "1.yaml", 4)
    assert finding.message == "spec is a string, not an integer"


def test_a_definition_that_is_only_declared() -> None:
    assert rules(WIDGET + "  a lot\n", declared=(definition("{type: integer}"),)) == ["wrong-type"]


def test_no_definition() -> None:
    report = check([Source("a.yaml", WIDGET + "  a lot\n")], Config.default())
    assert not report.findings
    assert report.summary.unknown_kinds == {"example.com/v1/Widget": 1}


def test_of_several_definitions_the_kindest_counts() -> None:
    number, text = definition("{type: integer}"), definition("{type: string}")
    assert rules(number, text, WIDGET + "  a lot\n") == []
    (finding,) = findings(number, definition("{type: boolean}"), WIDGET + "  a lot\n")
    assert finding.rule == "wrong-type"
    assert not finding.certain


def test_a_version_that_is_not_served_shows_the_definition() -> None:
    (finding,) = findings(definition("{type: string}", "v2"), WIDGET + "  a lot\n")
    assert finding.rule == "version-not-served"
    assert [(other.location.path, other.label) for other in finding.related] == [
        ("0.yaml", "the versions that are defined")
    ]


@pytest.mark.parametrize(
    "value", ["${SIZE}", "<size>", "{{ .size }}", "@SIZE@", "[YOUR_SIZE]", "{size}", "x-${SIZE}"]
)
def test_what_is_to_be_filled_in(value: str) -> None:
    spec = "{type: object, properties: {size: {type: integer}, name: {type: string, pattern: '^[a-z]$'}}}"
    text = WIDGET + f"  size: {value!r}\n" if value[0] not in "[{" else WIDGET + f"  size: {value}\n"
    if value.startswith("{{"):
        text = WIDGET + f"  size: '{value}'\n"
    assert rules(definition(spec), text) == []


def test_a_placeholder_may_take_either_branch() -> None:
    spec = (
        "{type: object, properties: {a: {type: string}}, oneOf: [{properties: {a: {enum: [x]}}},"
        " {properties: {a: {enum: [y]}}}]}"
    )
    assert rules(definition(spec), WIDGET + "  a: ${WHICH}\n") == []
    assert rules(definition(spec), WIDGET + "  a: z\n") == ["unmet-choice"]


def test_blocks_are_marked_at_their_key() -> None:
    spec = "{type: object, properties: {size: {type: string}}}"
    (finding,) = findings(definition(spec), WIDGET + "  size:\n    of: it\n")
    assert (finding.location.start, finding.location.end) == ((4, 2), (4, 6))


def test_long_lists_of_words_are_cut() -> None:
    words = ", ".join(f"word{number}" for number in range(40))
    (finding,) = findings(definition(f"{{type: string, enum: [{words}]}}"), WIDGET + "  other\n")
    assert finding.message.startswith('spec is "other"; it must be one of word0, word1')
    assert len(finding.message) <= 100


def test_schemas_of_the_user(tmp_path: Path) -> None:
    schema = {"properties": {"spec": {"type": "integer"}}}
    (tmp_path / "widget_v1.json").write_text(json.dumps(schema))
    config = Config.default()._replace(schemas=(str(tmp_path),))
    assert rules(WIDGET + "  a lot\n", config=config) == ["wrong-type"]
    assert rules(definition("{type: string}"), WIDGET + "  a lot\n", config=config) == []


def test_what_is_judged_and_what_is_not(tmp_path: Path) -> None:
    (tmp_path / "gadget_v1.json").write_text("{}")
    rule = "{type: object, x-kubernetes-validations: [{rule: self.a > 1}], properties: {a: {type: integer}}}"
    texts = (
        definition(rule),
        WIDGET + "  a: 2\n",
        *(WIDGET.replace("Widget", kind) for kind in ("Gadget", "Gizmo")),
    )
    config = Config.default()._replace(schemas=(str(tmp_path),))
    summary = check([Source(f"{index}.yaml", text) for index, text in enumerate(texts)], config).summary
    assert summary.unknown_kinds == {"example.com/v1/Gizmo": 1}
    assert summary.not_evaluated == {"CEL rules of example.com/v1/Widget": 1}


def test_a_location_that_cannot_be_followed() -> None:
    config = Config.default()._replace(schemas=("https://example.com/schemas",))
    with pytest.raises(KlintError, match="klint reads no network"):
        findings(WIDGET, config=config)


def test_a_schema_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "widget_v1.json").write_text("{")
    with pytest.raises(KlintError, match="not JSON"):
        findings(WIDGET + "  1\n", config=Config.default()._replace(schemas=(str(tmp_path),)))


def test_depth() -> None:
    deep = "{x: " * 400 + "1" + "}" * 400
    spec = "{type: object, x-kubernetes-preserve-unknown-fields: true}"
    assert rules(definition(spec), WIDGET + f"  {deep}\n") == []
    schema = "{type: object, properties: {a: " * 400 + "{type: string}" + "}}" * 400
    assert set(rules(definition(schema))) <= {"bottomless-object"}
