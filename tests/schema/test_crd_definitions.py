"""Definitions that the API server would not take."""

from __future__ import annotations

import pytest

from klint.release import Release
from klint.schema import crd
from tests.schema.written import definition, resource, with_schema, with_spec

RELEASE = Release(1, 34)


def faults(text_or_definition: object) -> list[tuple[str, str, str]]:
    described = resource(text_or_definition) if isinstance(text_or_definition, str) else text_or_definition
    return [
        (one.fault, one.values["place"], one.values["problem"])
        for one in crd.faults(described, RELEASE)  # type: ignore[arg-type]
    ]


SPECS = [
    # schema of spec, place below it, the problem
    ("{}", ".type", "must be given for a field"),
    ("{type: null}", ".type", "must be given for a field"),
    ("{type: 'null'}", ".type", "must be nullable instead"),
    ("{type: text}", ".type", "is no type of OpenAPI"),
    ("{type: array}", ".items", "must be given for a list"),
    ("{type: array, items: {}}", ".items.type", "must be given for the items of a list"),
    ("{type: array, items: [{type: string}]}", ".items", "must be a schema, not a list of schemas"),
    ("{type: array, uniqueItems: true, items: {type: string}}", ".uniqueItems", "must not be true; x-kubernetes-list-type: set does the same"),
    ("{type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}", ".additionalProperties", "must not be used together with properties"),
    ("{type: object, $ref: '#/definitions/a'}", ".$ref", "is not supported"),
    ("{type: object, x-kubernetes-preserve-unknown-fields: false}", ".x-kubernetes-preserve-unknown-fields", "must be true or left out"),
    ("{type: object, anyOf: [{type: string}]}", ".anyOf[0].type", "must not be used below allOf, anyOf, oneOf or not"),
    ("{type: object, not: {properties: {a: {default: 1}}}, properties: {a: {type: integer}}}", ".not.properties[a].default", "must not be used below allOf, anyOf, oneOf or not"),
    ("{x-kubernetes-int-or-string: true, anyOf: [{type: string}, {pattern: a}]}", ".anyOf[0].type", "must not be used below allOf, anyOf, oneOf or not"),
    ("{x-kubernetes-int-or-string: true, x-kubernetes-preserve-unknown-fields: true}", ".x-kubernetes-preserve-unknown-fields", "must not be true with x-kubernetes-int-or-string"),
    ("{type: object, x-kubernetes-embedded-resource: true}", ".properties", "must not be empty with x-kubernetes-embedded-resource but without x-kubernetes-preserve-unknown-fields"),
    ("{type: string, x-kubernetes-list-type: set}", ".type", "must be array with x-kubernetes-list-type"),
    ("{type: array, x-kubernetes-list-type: bag, items: {type: string}}", ".x-kubernetes-list-type", "must be atomic, set or map"),
    ("{type: array, x-kubernetes-list-type: set, items: {type: object}}", ".items.x-kubernetes-map-type", "must be atomic for the items of a set"),
    ("{type: array, x-kubernetes-list-type: map, items: {type: object}}", ".x-kubernetes-list-map-keys", "must be given with x-kubernetes-list-type: map"),
    ("{type: array, x-kubernetes-list-map-keys: [a], items: {type: object, required: [a], properties: {a: {type: string}}}}", ".x-kubernetes-list-type", "must be map with x-kubernetes-list-map-keys"),
    ("{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [b], items: {type: object, properties: {a: {type: string}}}}", ".x-kubernetes-list-map-keys", "must name fields of the items, which have no b"),
    ("{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a], items: {type: object, properties: {a: {type: string}}}}", ".items.properties[a].default", "must be given, or the field be required, for a key of the list"),
    ("{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a], items: {type: object, required: [a], properties: {a: {type: object}}}}", ".items.properties[a].type", "must be a scalar for a key of the list"),
    ("{type: array, x-kubernetes-list-type: set, items: {type: string, nullable: true}}", ".items.nullable", "must not be true for the items of a set"),
    ("{type: string, x-kubernetes-map-type: atomic}", ".type", "must be object with x-kubernetes-map-type"),
    ("{type: string, pattern: '('}", ".pattern", "is no regular expression: a ( is never closed"),
    ("{type: string, pattern: 'a(?=b)'}", ".pattern", "is no regular expression: a group has unknown flags, or is a look-around, which RE2 has not"),
    ("{type: integer, default: a}", ".default", "is a string, not an integer"),
    ("{type: string, enum: [a], default: b}", ".default", "is none of a"),
    ("{type: object, properties: {a: {type: string}}, default: {b: 1}}", ".default.b", "is no field that the schema describes"),
    ("{type: object, required: [a], properties: {a: {type: string}}, default: {}}", ".default.a", "is required"),
    ("{type: object, x-kubernetes-validations: [{rule: ''}]}", ".x-kubernetes-validations[0].rule", "must not be empty"),
    ('{type: object, x-kubernetes-validations: [{rule: "a\\nb"}]}', ".x-kubernetes-validations[0].message", "must be given for a rule of several lines"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "place", "problem"), SPECS)
def test_of_a_field(schema: str, place: str, problem: str) -> None:
    assert faults(with_spec(schema)) == [("non-structural-schema", f"v1 properties[spec]{place}", problem)]


ROOTS = [
    ("{type: string}", "type", "must be object at the root"),
    ("{properties: {}}", "type", "must be given at the root"),
    ("{type: object, nullable: true}", "nullable", "must not be true at the root"),
    ("{type: object, additionalProperties: true}", "additionalProperties", "must not be used at the root"),
    ("{type: object, properties: {kind: {type: integer}}}", "properties[kind].type", "must be string"),
    ("{type: object, properties: {metadata: {type: object, description: mine}}}", "properties[metadata]", "must specify nothing but name and generateName"),
    ("{type: object, properties: {metadata: {type: object, properties: {name: {type: string, default: a}}}}}", "properties[metadata].properties[name].default", "must not be given in the metadata of an object"),
    ("{type: object, anyOf: [{properties: {a: {minLength: 1}}}]}", "anyOf[0].properties[a]", "validates what the schema does not describe outside"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "place", "problem"), ROOTS)
def test_of_the_root(schema: str, place: str, problem: str) -> None:
    assert faults(with_schema(schema)) == [("non-structural-schema", f"v1 {place}", problem)]


def test_of_the_root_with_a_status_subresource() -> None:
    schema = "{type: object, oneOf: [{required: [a]}], properties: {a: {type: string}}}"
    assert faults(with_schema(schema)) == []
    assert faults(with_schema(schema, ", subresources: {status: {}}")) == [
        (
            "non-structural-schema",
            "v1 oneOf",
            "must not be used at the root together with the status subresource",
        )
    ]


SOUND = [
    "{type: object, x-kubernetes-preserve-unknown-fields: true}",
    "{x-kubernetes-preserve-unknown-fields: true}",
    "{x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}], pattern: '^[0-9]+$'}",
    "{x-kubernetes-int-or-string: true, allOf: [{anyOf: [{type: integer}, {type: string}]}, {pattern: a}]}",
    "{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a], items: {type: object, required: [a], properties: {a: {type: string}}}}",
    "{type: object, properties: {a: {type: string, default: b}}, default: {}}",
    "{type: object, properties: {a: {type: object, default: {}, properties: {b: {type: integer, default: 1}}}}}",
    "{type: object, additionalProperties: {type: string}}",
    "{type: string, pattern: '(?i)^[[:alpha:]]+\\z'}",
]


@pytest.mark.parametrize("schema", SOUND)
def test_sound(schema: str) -> None:
    assert faults(with_spec(schema)) == []


def test_names() -> None:
    described = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widget.apps.k8s.io}
spec:
  group: apps.k8s.io
  scope: Global
  names: {kind: Widget, listKind: Widget, plural: Widgets, shortNames: [wi, W_]}
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
"""
    assert [(fault, place) for fault, place, _ in faults(described)] == [
        ("invalid-definition", "metadata.annotations[api-approved.kubernetes.io]"),
        ("invalid-definition", "metadata.name"),
        ("invalid-definition", "spec.names.plural"),
        ("invalid-definition", "spec.names.listKind"),
        ("invalid-definition", "spec.names.shortNames[1]"),
        ("invalid-definition", "spec.scope"),
    ]


SCHEMA = "schema: {openAPIV3Schema: {type: object}}"


def test_versions() -> None:
    described = definition(
        f"{{name: v1, served: true, storage: true, {SCHEMA}, deprecationWarning: old}}",
        f"{{name: v1, served: true, storage: true, {SCHEMA}}}",
        "{name: V2, served: true, storage: false}",
    )
    assert [place for _, place, _ in faults(described)] == [
        "spec.versions",
        "spec.versions[0].deprecationWarning",
        "spec.versions[1].name",
        "spec.versions[2].name",
        "spec.versions[2].schema.openAPIV3Schema",
    ]


def test_columns_and_scale() -> None:
    described = definition(
        f"{{name: v1, served: true, storage: true, {SCHEMA},"
        " additionalPrinterColumns: [{name: Age, type: time, jsonPath: metadata.age}],"
        " subresources: {scale: {specReplicasPath: .size, statusReplicasPath: .status.size}}}"
    )
    assert [(place, problem) for _, place, problem in faults(described)] == [
        ("spec.versions[0].subresources.scale.specReplicasPath", "must begin with .spec."),
        (
            "spec.versions[0].additionalPrinterColumns[0].type",
            "must be one of boolean, date, integer, number, string",
        ),
        ("spec.versions[0].additionalPrinterColumns[0].jsonPath", "must begin with a dot"),
    ]


CONVERSIONS = [
    ("{strategy: Never}", ["spec.conversion.strategy"]),
    ("{strategy: None, webhook: {conversionReviewVersions: [v1]}}", ["spec.conversion.webhook"]),
    ("{strategy: Webhook}", ["spec.conversion.webhook.clientConfig", "spec.conversion.webhook.conversionReviewVersions"]),
    ("{strategy: Webhook, webhook: {clientConfig: {url: 'http://a'}, conversionReviewVersions: [v1, v1]}}", ["spec.conversion.webhook.clientConfig.url", "spec.conversion.webhook.conversionReviewVersions"]),
    ("{strategy: Webhook, webhook: {clientConfig: {service: {name: a, namespace: b}}, conversionReviewVersions: [v1]}}", []),
]  # fmt: skip


@pytest.mark.parametrize(("conversion", "places"), CONVERSIONS)
def test_conversion(conversion: str, places: list[str]) -> None:
    described = f"""\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: widgets.example.com}}
spec:
  group: example.com
  scope: Namespaced
  names: {{kind: Widget, plural: widgets}}
  conversion: {conversion}
  versions: [{{name: v1, served: true, storage: true, {SCHEMA}}}]
"""
    assert [place for _, place, _ in faults(described)] == places


def test_old_definitions_are_left_to_their_removal() -> None:
    text = "apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nmetadata: {name: a}\nspec: {}\n"
    assert faults(text) == []
