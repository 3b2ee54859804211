"""The values of CEL that Python has no type for; all others are plain Python.

bool, int, float, str, bytes, None, list and dict stand for themselves. Timestamps and durations are in
`times`, Kubernetes' own types in their libraries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from klint.cel.errors import BudgetError, CelError, EvaluationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

T = TypeVar("T")


class UInt(int):
    """An unsigned number; its range is the business of the arithmetic."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{int(self)}u"


class Type:
    """A type as a value: what `type(x)` answers."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Type) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


class Optional:
    """A value that may be absent; `NONE` is the absent one."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def __repr__(self) -> str:
        return f"optional.of({self._value!r})" if self else "optional.none()"

    def __bool__(self) -> bool:
        return self._value is not _ABSENT

    @property
    def value(self) -> Any:
        """EvaluationError if there is none."""
        if self._value is _ABSENT:
            raise EvaluationError("optional.none() has no value")
        return self._value


_ABSENT = object()
NONE = Optional(_ABSENT)


class Message(dict[str, Any]):
    """A value written as `Name{field: value}`, such as `Object.spec{replicas: 3}`: its fields, and its name."""

    __slots__ = ("name",)

    def __init__(self, name: str, fields: Mapping[str, Any]) -> None:
        super().__init__(fields)
        self.name = name


class Lazy(dict[str, Any]):
    """A map whose values are worked out when they are first asked for, such as a policy's `variables`."""

    __slots__ = ("_sources",)

    def __init__(self, sources: Mapping[str, Callable[[], Any]]) -> None:
        super().__init__()
        self._sources = sources

    def __missing__(self, name: str) -> Any:
        try:
            value = self[name] = self._sources[name]()
        except BudgetError:
            raise
        except CelError as error:  # its offset counts in another text
            raise EvaluationError(f"'{name}' has no value: {error.message}") from error
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


class _Truth:
    """A bool as the key of a map; to Python alone, True and 1 would be one key."""

    __slots__ = ("value",)

    def __init__(self, *, value: bool) -> None:
        self.value = value


_TRUTHS = {True: _Truth(value=True), False: _Truth(value=False)}


class BoolMap(dict[Any, Any]):
    """A map with bool keys. A plain dict has none: looked up there, a bool is absent."""

    __slots__ = ()

    def __init__(self, entries: Iterable[tuple[Any, Any]]) -> None:
        super().__init__((_TRUTHS[key] if type(key) is bool else key, value) for key, value in entries)

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(_TRUTHS[key] if type(key) is bool else key)

    def __contains__(self, key: object) -> bool:
        return super().__contains__(_TRUTHS[key] if type(key) is bool else key)

    def __iter__(self) -> Iterator[Any]:
        return (key.value if type(key) is _Truth else key for key in super().__iter__())


def type_name(value: object) -> str:
    """The name of a value's type as CEL prints it."""
    if isinstance(value, Message):
        return value.name
    return next((_NAMES[kind] for kind in type(value).__mro__ if kind in _NAMES), type(value).__name__)


def named(name: str) -> Callable[[type[T]], type[T]]:
    """Decorates a class whose values have the CEL type of the name."""

    def decorate(kind: type[T]) -> type[T]:
        _NAMES[kind] = name
        return kind

    return decorate


_NAMES: dict[type, str] = {
    bool: "bool",
    int: "int",
    UInt: "uint",
    float: "double",
    str: "string",
    bytes: "bytes",
    type(None): "null_type",
    list: "list",
    dict: "map",
    Type: "type",
    Optional: "optional_type",
}
