"""JSON Schemas from the user's folders."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from klint.errors import KlintError
from klint.release import Release
from klint.schema import supplied
from tests.schema.written import widget

if TYPE_CHECKING:
    from pathlib import Path

RELEASE = Release(1, 34)
SCHEMA = {
    "$schema": "http://json-schema.org/schema#",
    "type": "object",
    "additionalProperties": False,
    "required": ["spec"],
    "properties": {
        "apiVersion": {"type": "string"},
        "kind": {"type": "string"},
        "metadata": {"type": "object"},
        "spec": {
            "type": "object",
            "additionalProperties": False,
            "required": ["host"],
            "properties": {
                "host": {"type": "string", "pattern": "^[a-z]+$", "maxLength": 5},
                "port": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
                "weight": {"type": "integer", "minimum": 1},
                "mode": {"enum": ["fast", "slow"]},
                "note": {"type": ["string", "null"]},
                "either": {"anyOf": [{"minLength": 3}, {"pattern": "^x"}]},
            },
        },
    },
}


def write(path: Path, schema: Any = SCHEMA) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(schema if isinstance(schema, str) else json.dumps(schema))
    return path


def found(text: str, *locations: Path | str) -> list[tuple[str, str]] | None:
    answer = supplied.violations(widget(text), [str(location) for location in locations], RELEASE)
    return None if answer is None else [(one.fault, ".".join(map(str, one.path))) for one in answer]


FAULTS = [
    ("spec: {host: web}", []),
    ("spec: {host: web, note: null, port: null}", []),
    ("spec: {host: web, port: 1.5}", [("wrong-type", "spec.port")]),
    ("spec: {hots: web, host: web}", [("unknown-field", "spec.hots")]),
    ("spec: {}", [("missing-field", "spec.host")]),
    ("spec: {host: 1}", [("wrong-type", "spec.host")]),
    ("spec: {host: WEB}", [("bad-format", "spec.host")]),
    ("spec: {host: abcdef}", [("wrong-size", "spec.host")]),
    ("spec: {host: web, weight: 0}", [("out-of-range", "spec.weight")]),
    ("spec: {host: web, mode: medium}", [("bad-enum", "spec.mode")]),
    ("spec: {host: web, either: ab}", [("unmet-choice", "spec.either")]),
    ("spec: {host: web}\nstatus: {}", [("unknown-field", "status")]),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_faults(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    write(tmp_path / "widget-example-v1.json")
    assert found(text, tmp_path) == expected


@pytest.mark.parametrize(
    "place",
    [
        "example.com/widget_v1.json",
        "v1.34.0-standalone-strict/widget-example-v1.json",
        "widget-example-v1.json",
        "widget_v1.json",
    ],
)
def test_layouts_of_a_folder(tmp_path: Path, place: str) -> None:
    write(tmp_path / place)
    assert found("spec: {}", tmp_path) == [("missing-field", "spec.host")]


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json", "example.com/widget_v1.json"),
        ("{{.ResourceKind}}{{.KindSuffix}}.json", "widget-example-v1.json"),
        ("{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}/{{ .ResourceKind }}{{ .KindSuffix }}.json",
         "v1.34.0-standalone-strict/widget-example-v1.json"),
    ],
)  # fmt: skip
def test_templates(tmp_path: Path, template: str, place: str) -> None:
    write(tmp_path / place)
    assert supplied.problem(f"{tmp_path}/{template}") == ""
    assert found("spec: {}", f"{tmp_path}/{template}") == [("missing-field", "spec.host")]


def test_the_first_location_counts(tmp_path: Path) -> None:
    write(tmp_path / "one" / "widget_v1.json", {"type": "object"})
    write(tmp_path / "two" / "widget_v1.json")
    assert found("spec: {}", tmp_path / "none", tmp_path / "one", tmp_path / "two") == []


def test_no_schema(tmp_path: Path) -> None:
    assert found("spec: {}", tmp_path) is None


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("https://example.com/{{ .Group }}.json", "klint reads no network"),
        ("../https:/example.com", "klint reads no network"),
        ("schemas/{{ .Kind }}.json", "'Kind' is nothing that a schema's location holds"),
        ("nowhere", "there is no folder nowhere"),
        ("nowhere/{{ .Group }}.json", "there is no folder nowhere"),
    ],
)
def test_bad_locations(location: str, words: str) -> None:
    assert words in supplied.problem(location)


def test_references_stay_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    write(folder / "parts.json", {"definitions": {"Spec": SCHEMA["properties"]["spec"]}})  # type: ignore[index]
    write(
        folder / "sub" / "widget_v1.json",
        {"properties": {"spec": {"$ref": "../parts.json#/definitions/Spec"}}},
    )
    with pytest.raises(KlintError, match=r"outside of its folder"):
        found("spec: {}", folder / "sub")
    write(
        folder / "example.com" / "widget_v1.json",
        {"properties": {"spec": {"$ref": "../parts.json#/definitions/Spec"}}},
    )
    assert found("spec: {}", folder) == [("missing-field", "spec.host")]


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$ref": "https://example.com/a.json"}, "klint reads no network"),
        ({"$ref": "/etc/passwd"}, "outside of its folder"),
        ({"$ref": "missing.json"}, "leads nowhere"),
        ("{", "not JSON"),
    ],
)
def test_bad_schemas(tmp_path: Path, schema: Any, words: str) -> None:
    write(tmp_path / "widget_v1.json", schema)
    with pytest.raises(KlintError, match=words):
        found("spec: {}", tmp_path)


def test_an_address_as_id_does_not_lead_to_the_network(tmp_path: Path) -> None:
    write(tmp_path / "parts.json", {"definitions": {"Spec": {"type": "object", "required": ["host"]}}})
    schema = {
        "$id": "https://example.com/widget.json",
        "properties": {"spec": {"$ref": "parts.json#/definitions/Spec"}},
    }
    write(tmp_path / "widget_v1.json", schema)
    assert found("spec: {}", tmp_path) == [("missing-field", "spec.host")]
