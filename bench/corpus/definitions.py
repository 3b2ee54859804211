"""CustomResourceDefinitions, and custom resources that obey them."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any

from bench.corpus.dice import WORDS, Dice
from bench.corpus.workloads import Object, metadata

if TYPE_CHECKING:
    from collections.abc import Callable

DEFINITIONS = 116
_LEAF_BYTES = 205  # of a property with its description, as written
_SMALLEST, _MEDIAN, _LARGEST = 2_000, 5_000, 125_000


def definition(number: int) -> Object:
    """The CustomResourceDefinition with that number, in every repository the same."""
    kind = _kind(number)
    schema = {
        "description": f"{kind} is the schema.",
        "type": "object",
        "properties": {"spec": _schema(number)},
    }
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    if number % 3 == 0:
        version["subresources"] = {"status": {}}
    names = {"kind": kind, "listKind": f"{kind}List", "plural": f"{kind.lower()}s", "singular": kind.lower()}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{names['plural']}.custom.example.com"},
        "spec": {"group": "custom.example.com", "names": names, "scope": "Namespaced", "versions": [version]},
    }


def resource(dice: Dice) -> Object:
    """A custom resource that its definition accepts."""
    number = dice.randrange(DEFINITIONS)
    return {
        "apiVersion": "custom.example.com/v1",
        "kind": _kind(number),
        "metadata": metadata(dice),
        "spec": _value(dice, _schema(number), depth=0),
    }


def _kind(number: int) -> str:
    return WORDS[number % len(WORDS)].capitalize() + ("", "Set", "Policy")[number // len(WORDS)]


@cache
def _schema(number: int) -> Object:
    dice = Dice(number)
    length = min(max(_MEDIAN * math.exp(dice.gauss(0, 1.25)), _SMALLEST), _LARGEST)
    made: Object = {"description": "Spec is what is wanted.", "type": "object", "properties": {}}
    while length > 0:
        leaves = dice.choice((1, 1, 4, 8, 15))
        made["properties"][dice.camel()] = _branch(dice, leaves)
        length -= leaves * _LEAF_BYTES
    return made


def _branch(dice: Dice, leaves: int) -> Object:
    if leaves == 1:
        return _leaf(dice)
    properties = {dice.choice((dice.camel(), dice.choice(WORDS))): _leaf(dice) for _ in range(leaves)}
    made: Object = {"description": dice.sentence(6), "type": "object", "properties": properties}
    if dice.often(0.4):
        made["required"] = sorted(dice.sample(sorted(properties), 1))
    return {"type": "array", "items": made} if dice.often(0.3) else made


def _leaf(dice: Dice) -> Object:
    about = dice.sentence(dice.choice((4, 8, 14, 30)))
    if dice.often(0.15):
        about += f"\n{dice.sentence(9)}"
    text: Object = {"description": about, "type": "string"}
    forms: tuple[Object, ...] = (
        text,
        text | {"enum": ["Always", "Never", "OnDemand"]},
        text | {"type": "integer", "format": "int32", "minimum": 0},
        text | {"type": "boolean"},
        text | {"type": "array", "items": {"type": "string"}},
        text | {"type": "object", "additionalProperties": {"type": "string"}},
    )
    return dict(dice.choices(forms, (8, 1, 2, 2, 1, 1))[0])


def _value(dice: Dice, schema: Object, depth: int) -> Any:
    if "enum" in schema:
        return dice.choice(schema["enum"])
    return _MAKERS[schema["type"]](dice, schema, depth)


def _object(dice: Dice, schema: Object, depth: int) -> Object:
    properties = schema.get("properties", {})
    wanted = dice.sample(sorted(properties), min(len(properties), 3 if depth else 6))
    return {
        name: _value(dice, properties[name], depth + 1)
        for name in dict.fromkeys(wanted + schema.get("required", []))
    }


_MAKERS: dict[str, Callable[[Dice, Object, int], Any]] = {
    "string": lambda dice, _schema, _depth: dice.name(),
    "integer": lambda dice, _schema, _depth: dice.randrange(100),
    "boolean": lambda dice, _schema, _depth: dice.often(0.5),
    "array": lambda dice, schema, depth: [_value(dice, schema["items"], depth + 1)],
    "object": _object,
}
