"""Custom resources by their definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from klint.release import Release
from klint.schema import crd
from tests.schema.written import definition, resource, widget, with_schema, with_spec

if TYPE_CHECKING:
    from klint.manifest import Resource

RELEASE = Release(1, 34)


def found(custom: Resource, described: Resource, release: Release = RELEASE) -> list[tuple[str, str, str]]:
    """Fault, place and what is said of it."""
    return [
        (one.fault, ".".join(map(str, one.path)), said(dict(one.values)))
        for one in crd.violations(custom, described, release)
    ]


def said(values: dict[str, Any]) -> str:
    for key in ("problem", "limit", "expected", "allowed", "hint", "keys", "shown", "parent"):
        if values.get(key):
            return str(values[key])
    return ""


CASES = [
    # schema of spec, value of spec, fault, place, what is said
    ("{type: string}", "1", "wrong-type", "spec", "a string"),
    ("{type: integer}", "1.5", "wrong-type", "spec", "an integer"),
    ("{type: integer}", "99999999999999999999", "wrong-type", "spec", "an integer"),
    ("{type: boolean}", "'yes'", "wrong-type", "spec", "true or false"),
    ("{x-kubernetes-int-or-string: true}", "[]", "wrong-type", "spec", "an integer or a string"),
    ("{type: array, items: {type: string}}", "[a, 1]", "wrong-type", "spec.1", "a string"),
    ("{type: object, additionalProperties: {type: string}}", "{a: 1}", "wrong-type", "spec.a", "a string"),
    ("{type: object, properties: {host: {type: string}}}", "{hots: a}", "unknown-field", "spec.hots", "; did you mean host?"),
    ("{type: object, required: [a], properties: {a: {type: string}}}", "{}", "missing-field", "spec.a", "Widget spec"),
    ("{type: object, required: [a], properties: {a: {type: string}}}", "{a: null}", "missing-field", "spec.a", "Widget spec"),
    ("{type: string, enum: [a, b]}", "c", "bad-enum", "spec", "a, b"),
    ("{type: string, nullable: true, enum: [a]}", "null", "bad-enum", "spec", "a"),
    ("{type: integer, minimum: 1}", "0", "out-of-range", "spec", "at least 1"),
    ("{type: integer, minimum: 1, maximum: 9}", "10", "out-of-range", "spec", "at least 1 and at most 9"),
    ("{type: number, minimum: 0, exclusiveMinimum: true}", "0", "out-of-range", "spec", "more than 0"),
    ("{type: number, maximum: 1, exclusiveMaximum: true}", "1.0", "out-of-range", "spec", "less than 1"),
    ("{type: integer, multipleOf: 5}", "7", "out-of-range", "spec", "a multiple of 5"),
    ("{type: string, minLength: 1}", "''", "wrong-size", "spec", "has no characters, but needs at least 1"),
    ("{type: string, maxLength: 2}", "äöü", "wrong-size", "spec", "has 3 characters, but may have at most 2"),
    ("{type: array, maxItems: 1, items: {type: string}}", "[a, b]", "wrong-size", "spec", "has 2 items, but may have at most 1"),
    ("{type: object, minProperties: 1, additionalProperties: {type: string}}", "{}", "wrong-size", "spec", "has no fields, but needs at least 1"),
    ("{type: string, pattern: '^[a-z]+$'}", "A", "bad-format", "spec", "text that matches ^[a-z]+$"),
    ("{type: string, format: ipv4}", "1.2.3", "bad-format", "spec", "of the format ipv4"),
    ("{type: string, format: k8s-short-name}", "A", "bad-format", "spec", "of the format k8s-short-name"),
    ("{type: object, properties: {a: {type: string}, b: {type: string}}, oneOf: [{required: [a]}, {required: [b]}]}", "{a: x, b: z}", "unmet-choice", "spec", "needs exactly one of a, b"),
    ("{type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}", "{}", "unmet-choice", "spec", "needs at least one of a, b"),
    ("{type: string, oneOf: [{pattern: a}, {pattern: b}]}", "ab", "unmet-choice", "spec", "fits 2 of 2 forms, but may fit only one"),
    ("{type: string, anyOf: [{pattern: a}, {pattern: b}]}", "c", "unmet-choice", "spec", "fits none of 2 allowed forms"),
    ("{type: object, properties: {a: {type: string}, b: {type: string}}, not: {required: [a, b]}}", "{a: x, b: z}", "unmet-choice", "spec", "may not have a and b"),
    ("{type: string, not: {pattern: a}}", "a", "unmet-choice", "spec", "is what its schema rules out"),
    ("{type: string, allOf: [{minLength: 3}]}", "ab", "wrong-size", "spec", "has 2 characters, but needs at least 3"),
    ("{type: array, x-kubernetes-list-type: set, items: {type: string}}", "[a, b, a, a]", "duplicate-set-item", "spec.2", '"a"'),
    ("{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items: {type: object, required: [name], properties: {name: {type: string}}}}", "[{name: a}, {name: a}]", "duplicate-list-key", "spec.1.name", "name"),
    ("{type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}", "{kind: Pod}", "missing-field", "spec.apiVersion", "an embedded object"),
    ("{type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}", "{apiVersion: v1, kind: Pod, metadata: {nam: a}}", "unknown-field", "spec.metadata.nam", "; did you mean name?"),
    ("{type: object, additionalProperties: false}", "{a: 1}", "unknown-field", "spec.a", "Widget spec"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "value", "fault", "place", "words"), CASES)
def test_refused(schema: str, value: str, fault: str, place: str, words: str) -> None:
    assert found(widget(f"spec: {value}"), with_spec(schema)) == [(fault, place, words)]


ACCEPTED = [
    ("{type: integer}", "1.0"),
    ("{type: integer, format: int32}", "3000000000"),
    ("{type: number}", "1"),
    ("{type: integer, minimum: 1.5}", "1"),
    ("{type: string, format: int32}", "a"),
    ("{type: string}", "null"),
    ("{type: string, nullable: true}", "null"),
    ("{type: object, nullable: true}", "null"),
    ("{x-kubernetes-int-or-string: true}", "1"),
    ("{x-kubernetes-int-or-string: true}", "'1'"),
    ("{x-kubernetes-preserve-unknown-fields: true}", "{any: [thing, {at: all}]}"),
    ("{type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {type: string}}}", "{b: 1}"),
    ("{type: object, required: [a], properties: {a: {type: string, default: x}}}", "{}"),
    ("{type: object, required: [a], properties: {a: {type: string, default: x}}}", "{a: null}"),
    ("{type: object, properties: {a: {type: object, default: {}, required: [b], properties: {b: {type: integer, default: 1}}}}}", "{}"),
    ("{type: array, x-kubernetes-list-type: set, items: {x-kubernetes-int-or-string: true}}", "[1, '1']"),
    ("{type: string, pattern: a}", "bar"),
    ("{type: string, format: duration}", "1h30m"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "value"), ACCEPTED)
def test_accepted(schema: str, value: str) -> None:
    assert found(widget(f"spec: {value}"), with_spec(schema)) == []


def test_unknown_fields_below_a_kept_one_are_told() -> None:
    kept = "{type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {type: object}}}"
    assert found(widget("spec: {b: {c: 1}, a: {d: 1}}"), with_spec(kept)) == [
        ("unknown-field", "spec.a.d", "a")
    ]


def test_a_mapping_in_the_wrong_place_is_one_fault() -> None:
    assert found(
        widget("spec: {a: {b: 1}}"), with_spec("{type: object, properties: {a: {type: string}}}")
    ) == [("wrong-type", "spec.a", "a string")]


def test_metadata_is_that_of_every_object() -> None:
    custom = resource(
        "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a, lables: {}, labels: {b: 1}}\n"
    )
    assert {(fault, place) for fault, place, _ in found(custom, with_schema("{type: object}"))} == {
        ("unknown-field", "metadata.lables"),
        ("wrong-type", "metadata.labels.b"),
    }


def test_a_schema_may_restrict_the_name() -> None:
    schema = "{type: object, properties: {metadata: {type: object, properties: {name: {type: string, maxLength: 2}}}}}"
    assert [place for _, place, _ in found(widget(""), with_schema(schema))] == ["metadata.name"]


def test_status_is_ignored_where_it_has_a_subresource() -> None:
    schema = "{type: object, properties: {status: {type: object, required: [ready], properties: {ready: {type: boolean}}}}}"
    custom = widget("status: {}")
    assert [place for _, place, _ in found(custom, with_schema(schema))] == ["status.ready"]
    assert found(custom, with_schema(schema, ", subresources: {status: {}}")) == []


def test_replicas_of_a_scale_subresource() -> None:
    scale = ", subresources: {scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}}"
    described = with_spec("{type: object, properties: {size: {type: integer}}}", scale)
    assert found(widget("spec: {size: -1}"), described) == [
        ("out-of-range", "spec.size", "at least 0 and at most 2147483647")
    ]
    assert found(widget("spec: {size: 3}"), described) == []


def test_versions() -> None:
    described = definition(
        "{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}",
        "{name: v1beta1, served: true, storage: false, deprecated: true, schema: {openAPIV3Schema: {type: object}}}",
        "{name: v1alpha1, served: false, storage: false, schema: {openAPIV3Schema: {type: object}}}",
    )
    assert found(widget("", "v1"), described) == []
    assert found(widget("", "v1beta1"), described) == [
        ("deprecated-api", "apiVersion", "; use example.com/v1")
    ]
    assert found(widget("", "v1alpha1"), described) == [
        ("version-not-served", "apiVersion", "; it serves v1, v1beta1")
    ]
    assert [fault for fault, _, _ in found(widget("", "v2"), described)] == ["version-not-served"]


def test_every_version_has_its_own_schema() -> None:
    described = definition(
        "{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {a: {type: string}}}}}",
        "{name: v2, served: true, storage: false, schema: {openAPIV3Schema: {type: object, properties: {b: {type: string}}}}}",
    )
    assert [place for _, place, _ in found(widget("a: x\nb: z", "v1"), described)] == ["b"]
    assert [place for _, place, _ in found(widget("a: x\nb: z", "v2"), described)] == ["a"]


def test_a_definition_without_versions_says_nothing() -> None:
    broken = resource(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a}\n"
        "spec: {group: example.com, names: {kind: Widget}}\n"
    )
    assert found(widget("spec: 1"), broken) == []


OLD = """\
apiVersion: apiextensions.k8s.io/v1beta1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  version: v1
  names: {kind: Widget, plural: widgets}
  validation: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {a: {type: string}}}}}}
"""


def test_old_definitions_keep_unknown_fields() -> None:
    custom = widget("spec: {a: 1, b: 2}")
    assert found(custom, resource(OLD)) == [("wrong-type", "spec.a", "a string")]
    assert found(custom, resource(OLD + "  preserveUnknownFields: false\n")) == [
        ("unknown-field", "spec.b", "; did you mean a?"),
        ("wrong-type", "spec.a", "a string"),
    ]


def test_formats_come_with_releases() -> None:
    described = with_spec("{type: string, format: k8s-long-name}")
    assert found(widget("spec: A"), described, Release(1, 33)) == []
    assert found(widget("spec: A"), described, Release(1, 34)) != []


def test_malformed_definitions_do_no_harm() -> None:
    for schema in (
        "{type: [string]}",
        "{properties: 3, required: 4, items: 5, enum: 6, oneOf: 7, minimum: x}",
        "7",
    ):
        crd.violations(widget("spec: {a: [1]}"), with_spec(schema), RELEASE)
        list(crd.faults(with_spec(schema), RELEASE))


def test_what_is_not_evaluated_is_counted() -> None:
    described = with_spec(
        "{type: object, x-kubernetes-validations: [{rule: self.a > 1}, {rule: self.b > 1}],"
        " properties: {a: {type: integer, x-kubernetes-validations: [{rule: self > 0}]},"
        " b: {type: string, pattern: '\\p{Tamil}'}}}"
    )
    version = crd.definition(described).versions[0]
    assert version.schema is not None
    assert crd.unevaluated(version.schema) == {"CEL rules": 3, "regular expressions": 1}
    assert [place.path for place in crd.expressions(version.schema)] == [
        ("properties", "spec"),
        ("properties", "spec", "properties", "a"),
    ]
