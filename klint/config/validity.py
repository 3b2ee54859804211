"""Whether a config says what klint understands, by `schemas/klint/config.schema.json`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from klint.errors import KlintError
from klint.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jsonschema import ValidationError

    from klint.config.written import Written

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
}
_WORDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}
_PATTERNS = {
    "until": "write a day, as in 2027-01-31",
    "max-file-size": "write a size, as in 10MB",
}


def check(written: Written) -> None:
    """KlintError with every mistake and its line."""
    with open(shipped("schemas", "klint", "config.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    if accepts(schema, written.values, schema["$defs"]):
        return
    import jsonschema  # costs 60 ms, and configs are mostly right

    mistakes = []
    for error in jsonschema.Draft202012Validator(schema).iter_errors(written.values):
        steps = tuple(error.absolute_path)
        mistakes += [(written.line(at), message) for at, message in _mistakes(error, steps)]
    for line, message in sorted(mistakes)[:1]:
        rest = "".join(f"\n{written.path}:{line}: {message}" for line, message in sorted(mistakes)[1:])
        raise KlintError(message + rest, written.path, line)


def accepts(schema: Mapping[str, Any], value: Any, definitions: Mapping[str, Any]) -> bool:
    """Whether JSON Schema surely accepts a value; False may also mean that this knows too little of it."""
    return all(
        keyword in _KEYWORDS and _KEYWORDS[keyword](stated, value, schema, definitions)
        for keyword, stated in schema.items()
        if keyword not in ("$schema", "$defs", "title", "description")
    )


def _type(stated: Any, value: Any, *_: Any) -> bool:
    names = stated if isinstance(stated, list) else [stated]
    kinds = tuple(kind for name in names for kind in _TYPES.get(name, ()))
    return isinstance(value, kinds) and not isinstance(value, bool)


def _enum(stated: Any, value: Any, *_: Any) -> bool:
    return any(value == one and type(value) is type(one) for one in stated)


def _reference(stated: str, value: Any, _: Any, definitions: Mapping[str, Any]) -> bool:
    return accepts(definitions[stated.removeprefix("#/$defs/")], value, definitions)


def _properties(stated: Any, value: Any, _: Any, definitions: Mapping[str, Any]) -> bool:
    return not isinstance(value, dict) or all(
        accepts(stated[key], inner, definitions) for key, inner in value.items() if key in stated
    )


def _additional(stated: Any, value: Any, schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> bool:
    if not isinstance(value, dict):
        return True
    others = [inner for key, inner in value.items() if key not in schema.get("properties", ())]
    return not others or (
        stated is not False and all(accepts(stated, inner, definitions) for inner in others)
    )


def _items(stated: Any, value: Any, _: Any, definitions: Mapping[str, Any]) -> bool:
    return not isinstance(value, list) or all(accepts(stated, inner, definitions) for inner in value)


def _any_of(stated: Any, value: Any, _: Any, definitions: Mapping[str, Any]) -> bool:
    return any(accepts(one, value, definitions) for one in stated)


_KEYWORDS: dict[str, Callable[[Any, Any, Mapping[str, Any], Mapping[str, Any]], bool]] = {
    "type": _type,
    "enum": _enum,
    "$ref": _reference,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "anyOf": _any_of,
    "required": lambda stated, value, *_: not isinstance(value, dict) or all(key in value for key in stated),
    "minLength": lambda stated, value, *_: not isinstance(value, str) or len(value) >= stated,
    "minimum": lambda stated, value, *_: not isinstance(value, int) or value >= stated,
    "pattern": lambda stated, value, *_: not isinstance(value, str) or bool(re.search(stated, value)),
}


def _mistakes(error: ValidationError, steps: tuple[Any, ...]) -> list[tuple[tuple[Any, ...], str]]:
    """What one error of jsonschema means, each with its place."""
    subject = ".".join(map(str, steps)) or "the config"
    schema: Any = error.schema
    value: Any = error.instance
    kind = str(error.validator)
    stated = schema[kind]
    if kind == "additionalProperties":
        known = list(schema["properties"])
        return [
            ((*steps, key), f"unknown key '{key}'{_near(key, known)}") for key in value if key not in known
        ]
    if kind == "enum":
        names = [one for one in stated if isinstance(one, str)]
        return [(steps, f"{subject}: '{value}' is none of {', '.join(names)}{_near(str(value), names)}")]
    if kind == "type":
        expected = " or ".join(_WORDS[name] for name in (stated if isinstance(stated, list) else [stated]))
        return [(steps, f"{subject}: expected {expected}, found {_called(value)}")]
    if kind == "anyOf":
        return [(steps, f"{subject}: say what to suppress: a rule, path, kind, name or namespace")]
    if kind == "pattern":
        hint = _PATTERNS.get(str(steps[-1]), "klint works offline: write a path")
        return [(steps, f"{subject}: '{value}' is not understood; {hint}")]
    return [(steps, f"{subject}: {error.message}")]


def _near(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.replace("_", "-"), known, 1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _called(value: Any) -> str:
    if value is None:
        return "nothing"
    names = ((bool, "boolean"), (dict, "object"), (list, "array"), (str, "string"), (int, "integer"))
    return _WORDS[next((name for kind, name in names if isinstance(value, kind)), "number")]
