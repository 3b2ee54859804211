"""A JSON Schema at work, and what it finds in the words of klint."""

from __future__ import annotations

import json
import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from klint.errors import KlintError
from klint.schema.crd.definition import mapping
from klint.schema.crd.keywords import WORDS, kind
from klint.schema.crd.objects import owner
from klint.schema.near import nearest
from klint.schema.patterns import InvalidPatternError, UnsupportedPatternError, pattern
from klint.schema.scalars import shown
from klint.schema.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema import ValidationError
    from jsonschema.protocols import Validator as JsonSchema
    from referencing import Resource

_LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
}
_SIZES = {
    "minItems": "needs at least {} items",
    "maxItems": "may have at most {} items",
    "minLength": "needs at least {} characters",
    "maxLength": "may have at most {} characters",
    "minProperties": "needs at least {} fields",
    "maxProperties": "may have at most {} fields",
}


class Validator:
    """One schema; `root` is the folder that its references must not leave."""

    def __init__(self, root: str, path: str, schema: Any) -> None:
        self._root = os.path.realpath(root)
        self._path = path
        self._written = schema

    def violations(self, value: Any, kind_name: str) -> list[Violation]:
        """All violations of an object; KlintError if the schema itself cannot be followed."""
        from referencing.exceptions import Unresolvable

        try:
            errors = sorted(
                self._schema.iter_errors(value), key=lambda error: list(map(str, error.absolute_path))
            )
        except Unresolvable as error:
            raise self._broken(error) from None
        return [found for error in errors for found in _violations(error, kind_name)]

    @cached_property
    def _schema(self) -> JsonSchema:
        from jsonschema.validators import Draft202012Validator, extend, validator_for
        from referencing import Registry

        known = validator_for(self._written, default=Draft202012Validator)
        keywords = {"additionalProperties": _additional, "pattern": _pattern, "required": _required}
        # an $id would have relative references looked for at that address
        schema = self._written
        if isinstance(schema, dict):
            schema = {key: part for key, part in schema.items() if key not in ("$id", "id")}
        registry: Registry[Any] = Registry(retrieve=self._retrieve)  # type: ignore[call-arg]
        made: JsonSchema = extend(known, keywords)(schema, registry=registry)  # type: ignore[no-untyped-call]
        return made

    def _retrieve(self, reference: str) -> Resource[Any]:
        from urllib.parse import unquote, urlsplit

        from referencing import Resource
        from referencing.jsonschema import DRAFT202012

        parts = urlsplit(reference)
        if parts.scheme or parts.netloc:
            raise KlintError(f"klint reads no network, and the schema refers to {reference}", self._path)
        path = os.path.realpath(os.path.join(os.path.dirname(self._path), unquote(parts.path)))
        if os.path.commonpath([self._root, path]) != self._root:
            raise KlintError(f"the schema refers to {reference}, which is outside of its folder", self._path)
        with open(path, encoding="utf-8") as file:
            return Resource.from_contents(json.load(file), default_specification=DRAFT202012)

    def _broken(self, error: BaseException) -> KlintError:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, KlintError):
                return cause
            cause = cause.__cause__ or cause.__context__
        return KlintError(f"a reference in this schema leads nowhere: {error}", self._path)


# The three keywords whose errors would not say where, or would take unbounded time.


def _required(_: object, names: Any, value: Any, __: object) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    if isinstance(value, dict) and isinstance(names, list):
        for name in names:
            if value.get(name) is None:
                yield ValidationError("missing", path=(str(name),))


def _additional(
    validator: Any, rest: Any, value: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    patterns = mapping(schema.get("patternProperties"))
    for key in value if isinstance(value, dict) else ():
        if key in mapping(schema.get("properties")) or any(
            _matches(text, key) is not False for text in patterns
        ):
            continue
        if isinstance(rest, dict):
            yield from validator.descend(value[key], rest, path=key)
        elif rest is False:
            near = nearest(key, mapping(schema.get("properties")))
            yield ValidationError(near or "", path=(key,))


def _pattern(_: object, text: Any, value: Any, __: object) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    if isinstance(value, str) and _matches(str(text), value) is False:
        yield ValidationError("no match")


def _matches(text: str, value: str) -> bool | None:
    try:
        return pattern(text).matches(value)
    except (InvalidPatternError, UnsupportedPatternError):
        return None


def _violations(error: ValidationError, kind_name: str) -> Iterator[Violation]:
    """What an error is to klint; nothing where a value is null, which is as good as absent."""
    path = tuple(error.absolute_path)
    keyword, wanted, value = str(error.validator), error.validator_value, error.instance
    if keyword == "required":
        values = {"parent": owner(kind_name, path[:-1]), "field": str(path[-1])}
        yield Violation("missing-field", path, values)
    elif keyword == "additionalProperties":
        hint = f"; did you mean {error.message}?" if error.message else ""
        named = {"parent": owner(kind_name, path[:-1]), "field": str(path[-1])}
        yield Violation(
            "unknown-field", path, {**named, "near": error.message or None, "hint": hint}, on_key=True
        )
    elif value is not None:
        fault, values = _fault(error, keyword, wanted, value)
        yield Violation(fault, path, values)


def _fault(error: ValidationError, keyword: str, wanted: Any, value: Any) -> tuple[str, dict[str, Any]]:
    expected = _types(error)
    if expected:
        return "wrong-type", {"expected": expected, "found": WORDS[kind(value)], "shown": shown(value)}
    if keyword in ("enum", "const"):
        allowed = wanted if keyword == "enum" and isinstance(wanted, list) else [wanted]
        words = ", ".join(one if isinstance(one, str) else shown(one) for one in allowed)
        return "bad-enum", {"shown": shown(value), "allowed": words, "near": None, "hint": ""}
    if keyword in _LIMITS:
        return "out-of-range", {"shown": shown(value), "limit": _LIMITS[keyword].format(wanted)}
    if keyword in _SIZES:
        return "wrong-size", {"problem": _SIZES[keyword].format(wanted)}
    if keyword == "pattern":
        return "bad-format", {"shown": shown(value), "expected": f"text that matches {wanted}"}
    forms = (
        f"fits none of {len(wanted)} allowed forms"
        if isinstance(wanted, list)
        else "is what its schema rules out"
    )
    return "unmet-choice", {"problem": forms}


def _types(error: ValidationError) -> str:
    """The types that would have been right, if it is only that: also where they are alternatives."""
    if error.validator == "type":
        names = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        return " or ".join(WORDS.get(str(name), str(name)) for name in names if name != "null")
    alternatives = error.context if error.validator in ("anyOf", "oneOf") else ()
    if not alternatives or any(one.validator != "type" or one.relative_path for one in alternatives):
        return ""
    return " or ".join(dict.fromkeys(map(_types, alternatives)))
