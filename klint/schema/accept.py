"""The quick answer: whether an object satisfies its type, in a few microseconds.

Every type becomes one closure, and what it needs to know is gathered when the first object comes by.
A test gives up at the first doubt: what is wrong, and whether anything is, is then for
`klint.schema.explain` to say, so that the two have to agree only on what is right.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.schema import facts
from klint.schema.scalars import NUMBERS, PLAIN, STRINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.release import Release
    from klint.schema.field import Field

    Test = Callable[[Any], bool]

SCHEMA = "apiextensions.v1.JSONSchemaProps"
KEY_DEFAULTS = {"protocol": "TCP"}
"""What a key of a list stands for where an item doesn't give it."""


def keys_of(item: dict[str, Any], keys: tuple[str, ...]) -> tuple[Any, ...]:
    """What makes an item of a list one of a kind."""
    return tuple([item.get(key, KEY_DEFAULTS.get(key)) for key in keys])


class _Tables(NamedTuple):
    plain: frozenset[str]  # fields any string will do for
    tests: dict[str, Test]  # of every field, for a value that is not null
    nullable: frozenset[str]
    required: tuple[str, ...]


@cache
def accepts(type_name: str, release: Release, *, status: bool = False) -> Test:
    """A test of one type; True says that nothing is wrong, False that something may be.

    In a status nothing is required and no enumeration is checked: clients don't write it,
    and the API server decodes it and drops it.
    """
    tables: _Tables | None = None

    def test(value: Any) -> bool:
        nonlocal tables
        if type(value) is not dict:
            return False
        if tables is None:
            tables = _tables(type_name, release, status=status)
        plain, tests, nullable, required = tables
        for key, item in value.items():
            if type(item) is str and key in plain:
                continue
            field = tests.get(key)
            if field is None or not (key in nullable if item is None else field(item)):
                return False
        for key in required:  # noqa: SIM110  # all() costs twice as much
            if key not in value:
                return False
        return True

    return test


def in_status(field: Field, *, status: bool) -> bool:
    """Whether what is below this field is a status."""
    return status or (field.name == "status" and field.shape.endswith("Status"))


def _tables(type_name: str, release: Release, *, status: bool) -> _Tables:
    fields = [field for field in facts.fields(type_name, release).values() if not field.deprecated]
    needed = tuple(field.name for field in fields if field.required and not status)
    return _Tables(
        frozenset(
            field.name for field in fields if field.shape in PLAIN and not _values(field, status=status)
        ),
        {field.name: _test(field, release, in_status(field, status=status)) for field in fields},
        frozenset(field.name for field in fields) - frozenset(needed),
        needed,
    )


def _values(field: Field, *, status: bool) -> frozenset[str]:
    """An empty string is a value not given."""
    return frozenset(("", *field.enum)) if field.enum and not status else frozenset()


def _test(field: Field, release: Release, status: bool) -> Test:  # noqa: FBT001
    inner = _inner(field, release, status=status)
    around = field.shape.removesuffix(field.item)
    while around:
        kind, around = around[-2:], around[:-2]
        inner = _map(inner) if kind == "{}" else _list(inner, field, named=not around)
    return inner


def _inner(field: Field, release: Release, *, status: bool) -> Test:
    """What is in the lists and maps of a field, or the field itself."""
    if field.type:
        return accepts(field.type, release, status=status)
    if field.item == "schema":
        schema = accepts(SCHEMA, release)
        return lambda value: type(value) in {bool, list} or schema(value)
    return _scalar(field.item, _values(field, status=status))


def _scalar(shape: str, values: frozenset[str]) -> Test:
    if values:
        return lambda value: type(value) is str and value in values
    if shape == "any":
        return _anything
    if shape in {"bool", "string"}:
        return _is_bool if shape == "bool" else _is_string
    text: Test = STRINGS.get(shape, _anything if shape in PLAIN else _nothing)
    number: Test = NUMBERS.get(shape, _nothing)

    def test(value: Any) -> bool:
        kind = type(value)
        if kind is str:
            return text(value)
        return (kind is int or kind is float) and number(value)

    return test


def _map(inner: Test) -> Test:
    def test(value: Any) -> bool:
        if type(value) is not dict:
            return False
        for item in value.values():  # noqa: SIM110  # all() costs twice as much
            if item is not None and not inner(item):
                return False
        return True

    return test


def _list(inner: Test, field: Field, *, named: bool) -> Test:
    """A list; `named` if it is the field itself, which its keys are about."""
    keys = field.keys if named else ()
    distinct = named and (field.set or field.unique)

    def test(value: Any) -> bool:
        if type(value) is not list:
            return False
        for item in value:
            if not inner(item):
                return False
        if len(value) < 2 or not (keys or distinct):
            return True
        if not keys:
            return len(set(value)) == len(value)
        return len({keys_of(item, keys) for item in value}) == len(value)

    return test


def _is_string(value: Any) -> bool:
    return type(value) is str


def _is_bool(value: Any) -> bool:
    return type(value) is bool


def _anything(value: Any) -> bool:  # noqa: ARG001
    return True


def _nothing(value: Any) -> bool:  # noqa: ARG001
    return False
