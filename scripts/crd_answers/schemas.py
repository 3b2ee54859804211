"""Questions about definitions and objects: random schemas, values near them, and keywords put where they hurt."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

Schema = dict[str, Any]

FIELDS = ["a", "b", "c", "d"]
SCALARS: dict[str, list[Any]] = {
    "string": ["", "a", "b", "ab", "2020-01-01", "a@b", "xxxxx", "10s"],
    "integer": [0, 1, 2, 3, 5, 10, -1, 2**31],
    "number": [0, 1, 0.5, 1.5, 2.5, 1e30, 3],
    "boolean": [True, False],
}
WHOLES = ["object", "object", "object", "array", "array", "int-or-string", "anything"]
LIMITS: dict[str, list[tuple[str, list[Any]]]] = {
    "string": [
        ("minLength", [0, 1, 2, 3]),
        ("maxLength", [0, 1, 2, 3]),
        ("pattern", ["^a", "b$", "^[a-z]{2}$", "(?i)A"]),
        ("format", ["date", "date-time", "email", "duration", "int32", "foo", "ipv4"]),
        ("enum", [["a", "b"], ["a", ""], ["x"]]),
    ],
    "number": [
        ("minimum", [0, 1, 2, 2.5, -1, 1.5]),
        ("maximum", [0, 1, 2, 2.5, -1, 1.5]),
        ("exclusiveMinimum", [True]),
        ("multipleOf", [2, 0.5, 3, 1.5]),
        ("enum", [[1, 2], [1.5, 3], [0]]),
        ("format", ["int32", "int64", "double", "date"]),
    ],
    "array": [("minItems", [0, 1, 2, 3]), ("maxItems", [0, 1, 2, 3])],
    "object": [
        ("minProperties", [0, 1, 2, 3]),
        ("maxProperties", [0, 1, 2, 3]),
        ("required", [["a"], ["b"], ["a", "c"]]),
    ],
}
LIMITS["integer"] = LIMITS["number"]

MUTATIONS: list[tuple[str, list[Any]]] = [
    ("type", ["", "string", "object", "array", "integer", "null", "foo", None]),
    ("items", [{}, {"type": "string"}, [{"type": "string"}], {"type": "object"}]),
    ("items", [{"type": "string", "nullable": True}]),
    ("additionalProperties", [True, False, {"type": "string"}, {}]),
    ("properties", [{"x": {"type": "string"}}, {"x": {}}, {"kind": {"type": "integer"}}]),
    ("properties", [{"metadata": {"type": "object", "properties": {"name": {"type": "string"}}}}]),
    ("x-kubernetes-preserve-unknown-fields", [True, False]),
    ("x-kubernetes-embedded-resource", [True]),
    ("x-kubernetes-int-or-string", [True]),
    ("x-kubernetes-list-type", ["set", "map", "atomic", "foo"]),
    ("x-kubernetes-list-map-keys", [["a"], ["x"], ["a", "a"]]),
    ("x-kubernetes-map-type", ["atomic", "granular", "foo"]),
    ("uniqueItems", [True]),
    ("nullable", [True]),
    ("default", ["a", 1, {}, {"zz": 1}, [], {"a": 1}, True]),
    ("anyOf", [[{"type": "integer"}, {"type": "string"}], [{"required": ["a"]}], [{"description": "x"}]]),
    (
        "anyOf",
        [
            [{"properties": {"a": {"type": "string"}}}],
            [{"properties": {"zz": {}}}],
            [{"items": {"minLength": 1}}],
        ],
    ),
    (
        "allOf",
        [[{"anyOf": [{"type": "integer"}, {"type": "string"}]}], [{"default": 1}], [{"nullable": True}]],
    ),
    ("allOf", [[{"additionalProperties": {"minLength": 1}}], [{"properties": {"metadata": {}}}]]),
    ("not", [{"type": "string"}, {"required": ["a"]}, {"properties": {"a": {"properties": {"b": {}}}}}]),
    ("$ref", ["#/a"]),
    ("id", ["x"]),
    ("definitions", [{"a": {"type": "string"}}]),
    ("patternProperties", [{"a": {"type": "string"}}]),
    ("dependencies", [{"a": ["b"]}]),
    ("additionalItems", [True, False]),
    ("pattern", ["(", "a(?=b)", "^a$", "[z-a]"]),
    ("required", [["a"], ["b"]]),
    ("title", ["t"]),
    (
        "x-kubernetes-validations",
        [[{"rule": ""}], [{"rule": "self\n== 1"}], [{"rule": "true", "message": " "}]],
    ),
    (
        "x-kubernetes-validations",
        [[{"rule": "true", "message": "a\nb"}], [{"rule": "true", "reason": "Foo"}]],
    ),
]


def objects(chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Definitions with objects that nearly satisfy them."""
    for _ in range(count):
        spec = _schema(chance, 1)
        values = [_value(spec, chance) for _ in range(5)]
        yield {"crd": _crd(spec), "objects": [_object(value) for value in values]}


def definitions(chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Definitions whose schemas were changed in one to three places."""
    for _ in range(count):
        crd = _crd(_schema(chance, 1))
        version = crd["spec"]["versions"][0]
        root = version["schema"]["openAPIV3Schema"]
        if chance.random() < 0.3:
            root["properties"]["metadata"] = {"type": "object"}
        if chance.random() < 0.4:
            version["subresources"] = {"status": {}}
        for _ in range(chance.randint(1, 3)):
            keyword, values = chance.choice(MUTATIONS)
            part = chance.choice(list(_parts(root)))
            value = copy.deepcopy(chance.choice(values))
            part.pop(keyword, None) if value is None else part.update({keyword: value})
        yield {"crd": crd}


def _crd(spec: Schema) -> dict[str, Any]:
    schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}}
    version = {"name": "v1", "served": True, "storage": True, "schema": schema}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "foos.example.com"},
        "spec": {
            "group": "example.com",
            "scope": "Namespaced",
            "names": {"plural": "foos", "kind": "Foo"},
            "versions": [version],
        },
    }


def _object(spec: Any) -> dict[str, Any]:
    return {"apiVersion": "example.com/v1", "kind": "Foo", "metadata": {"name": "a"}, "spec": spec}


def _parts(schema: Any) -> Iterator[Schema]:
    if isinstance(schema, dict):
        yield schema
        inner = [schema.get("items"), schema.get("additionalProperties"), schema.get("not")]
        inner += [*(schema.get("properties") or {}).values()]
        for key in ("allOf", "anyOf", "oneOf"):
            inner += schema.get(key, [])
        for part in inner:
            yield from _parts(part)


def _schema(chance: random.Random, depth: int) -> Schema:
    name = "object" if depth == 1 else chance.choice([*SCALARS, *(WHOLES if depth < 4 else ())])
    if name == "anything":
        return {"x-kubernetes-preserve-unknown-fields": True}
    if name == "int-or-string":
        spelled = [{"type": "integer"}, {"type": "string"}]
        return {"x-kubernetes-int-or-string": True, **({"anyOf": spelled} if chance.random() < 0.5 else {})}
    schema: Schema = {"type": name}
    if name == "array":
        schema["items"] = _schema(chance, depth + 1)
        _list_type(schema, chance)
    elif name == "object":
        _object_form(schema, chance, depth)
    if chance.random() < 0.5:
        _limit(schema, name, chance)
    if depth > 1 and name in SCALARS and chance.random() < 0.1:
        schema["default"] = chance.choice(SCALARS[name])
    if depth > 1 and "x-kubernetes-list-type" not in schema and chance.random() < 0.1:
        schema["nullable"] = True
    if chance.random() < 0.25:
        schema[chance.choice(["allOf", "anyOf", "oneOf"])] = [
            _condition(schema, chance) for _ in range(chance.randint(1, 3))
        ]
    if chance.random() < 0.07:
        schema["not"] = _condition(schema, chance)
    return schema


def _object_form(schema: Schema, chance: random.Random, depth: int) -> None:
    form = 0 if depth == 1 else chance.random()
    if form < 0.7:
        names = chance.sample(FIELDS, chance.randint(1, 4))
        schema["properties"] = {name: _schema(chance, depth + 1) for name in names}
        if form > 0.6:
            schema["x-kubernetes-preserve-unknown-fields"] = True
    elif form < 0.85:
        schema["additionalProperties"] = _schema(chance, depth + 1)
    elif form < 0.9:
        schema["additionalProperties"] = chance.random() < 0.5
    else:
        schema |= {"x-kubernetes-embedded-resource": True, "x-kubernetes-preserve-unknown-fields": True}


def _list_type(schema: Schema, chance: random.Random) -> None:
    items = schema["items"]
    keys = [name for name, part in items.get("properties", {}).items() if part.get("type") in SCALARS]
    if chance.random() < 0.5:
        return
    if items.get("type") in ("string", "integer"):
        schema["x-kubernetes-list-type"] = "set"
        items.pop("nullable", None)
    elif items.get("type") == "object" and keys:
        keys = keys[:2]
        schema |= {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": keys}
        items["required"] = sorted({*items.get("required", []), *keys})
        for part in (items, *(items["properties"][key] for key in keys)):
            part.pop("nullable", None)


def _limit(schema: Schema, name: str, chance: random.Random) -> None:
    limits = LIMITS.get(name, [])
    for keyword, values in chance.sample(limits, min(len(limits), chance.randint(1, 2))):
        schema.setdefault(keyword, chance.choice(values))


def _condition(schema: Schema, chance: random.Random, depth: int = 0) -> Schema:
    """Something that may stand below a junctor of a schema."""
    made: Schema = {}
    if "type" in schema and chance.random() < 0.5:
        _limit(made, schema["type"], chance)
    names = list(schema.get("properties", {}))
    if names and chance.random() < 0.6:
        made["required"] = [chance.choice(names)]
    if names and depth < 2 and chance.random() < 0.4:
        name = chance.choice(names)
        made["properties"] = {name: _condition(schema["properties"][name], chance, depth + 1)}
    return made


def _value(schema: Schema, chance: random.Random) -> Any:
    """A value that may satisfy a schema."""
    if chance.random() < 0.06:
        return chance.choice([None, 1, "a", True, 1.5, [], {}, ["a"], {"a": 1}, {"zz": 1}])
    if "enum" in schema and chance.random() < 0.7:
        return chance.choice(schema["enum"])
    name = schema.get("type", "string" if "x-kubernetes-int-or-string" in schema else "anything")
    if name == "object":
        return _fields(schema, chance)
    if name == "array":
        return [_value(schema["items"], chance) for _ in range(chance.randint(0, 4))]
    return chance.choice(SCALARS.get(name, [1, "a", {"x": [1]}, None, [{"a": 1}]]))


def _fields(schema: Schema, chance: random.Random) -> dict[str, Any]:
    made = {
        name: _value(part, chance)
        for name, part in schema.get("properties", {}).items()
        if chance.random() < 0.75
    }
    rest = schema.get("additionalProperties")
    for name in chance.sample(FIELDS, chance.randint(0, 3)) if rest is not None else ():
        made[name] = _value(rest, chance) if isinstance(rest, dict) else chance.choice([1, "a", {"x": 1}])
    if "x-kubernetes-embedded-resource" in schema and chance.random() < 0.9:
        made |= {"apiVersion": chance.choice(["v1", "v1", ""]), "kind": chance.choice(["Foo", "Foo", 3])}
        made["metadata"] = chance.choice([{"name": "x"}, {"nam": "x"}, {"labels": {"a": "b"}}])
    if chance.random() < 0.12:
        made[chance.choice(["zz", "aa"])] = chance.choice([1, {"q": 1}, None])
    if "x-kubernetes-preserve-unknown-fields" in schema and chance.random() < 0.5:
        made["free"] = chance.choice([1, {"q": {"r": None, "s": 1}}])
    return made
