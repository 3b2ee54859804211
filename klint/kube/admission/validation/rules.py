"""The language that the tables of this package are written in.

A check takes a value, the place it stands at and the scope of the object, and answers the faults.
Values are plain, decoded as the API server decodes them: their types are right, null is absent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.admission.validation.fault import Aside, invalid, not_supported, required

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.pod.view import PodView
    from klint.kube.formats import Format
    from klint.release import Release

    Check = Callable[[Any, At, "Scope"], Iterable[Fault]]


class Scope(NamedTuple):
    """What a check may ask about the rest: the release, the object's name, the pod around the value."""

    release: Release
    name: str = ""
    pod: PodView | None = None

    @property
    def inside(self) -> PodView:
        """The pod around a value that only stands in pods."""
        assert self.pod  # noqa: S101  # a mistake in a table, never in a manifest
        return self.pod


class Rules:
    """What is demanded of the fields of one type, and then of the whole of it.

    `required` fields must be neither absent nor empty nor zero. A check of a field isn't asked for null.
    """

    __slots__ = ("_fields", "_required", "_whole")

    def __init__(self, fields: Mapping[str, Check], *whole: Check, required: Iterable[str] = ()) -> None:
        self._fields = fields
        self._whole = whole
        self._required = tuple(required)

    def __call__(self, value: Any, at: At, scope: Scope) -> list[Fault]:
        faults: list[Fault] = []
        value = value or {}
        fields = self._fields
        for key, item in value.items():
            check = fields.get(key)
            if check is not None and item is not None:
                faults += check(item, (at, key), scope)
        for key in self._required:
            if not value.get(key):
                faults.append(required((at, key)))
        for check in self._whole:
            faults += check(value, at, scope)
        return faults


def each(check: Check) -> Check:
    """For the items of a list; a null among them is an object without fields."""

    def checked(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
        faults: list[Fault] = []
        for index, item in enumerate(value):
            faults += check({} if item is None else item, (at, index), scope)
        return faults

    return checked


def text(form: Format, *, empty: bool = False) -> Check:
    """A string in a format; an empty one is not given unless `empty` says it is."""

    def checked(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
        if not value and not empty:
            return ()
        wrong = form(value)
        return [invalid(at, value, one) for one in wrong] if wrong else ()

    return checked


def texts(form: Format, *, indexed: bool = True) -> Check:
    """A list of strings in a format; without `indexed` the server names the list, not the item."""

    def checked(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
        faults: list[Fault] = []
        for index, item in enumerate(value):
            if wrong := form(item or ""):
                here = (at, index if indexed else Aside(index))
                faults += [invalid(here, item or "", one) for one in wrong]
        return faults

    return checked


def one_of(*allowed: str, empty: bool = True) -> Check:
    """An enumeration; an empty value is one not given, unless `empty` is False."""
    known = frozenset(("", *allowed) if empty else allowed)

    def checked(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
        return () if value in known else [not_supported(at, value, allowed)]

    return checked


def at_least(least: int, words: str = "") -> Check:
    detail = words or f"must be greater than or equal to {least}"

    def checked(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
        return () if value >= least else [invalid(at, value, detail)]

    return checked


not_negative = at_least(0)
positive = at_least(1, "must be greater than zero")


def given(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    """For a field that may be absent, but not empty."""
    return () if value else [required(at)]


def within(low: float, high: float, words: str) -> Check:
    def checked(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
        return () if low <= value <= high else [invalid(at, value, words)]

    return checked


def dropped(check: Check, until: Release | None = None) -> Check:
    """For a field that the server drops before validation, in releases before `until` or in all."""

    def checked(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
        faults = check(value, at, scope)
        is_kept = until is not None and scope.release >= until
        return faults if is_kept else [fault.doubtful for fault in faults]

    return checked


def all_of(*checks: Check) -> Check:
    def checked(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
        faults: list[Fault] = []
        for check in checks:
            faults += check(value, at, scope)
        return faults

    return checked
