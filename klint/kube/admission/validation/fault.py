"""Why the API server refuses an object: one fault at one place, in the server's words.

A place (`At`) is a pair of the place above it and one more step, None at the root: cheap to make on the way
down, and only spelled out where something is wrong. Source of types and texts: `field.Error` of
k8s.io/apimachinery.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from klint.kube.admission.validation.printed import printed, quoted, typed

if TYPE_CHECKING:
    from collections.abc import Iterable

DUPLICATE = "FieldValueDuplicate"
FORBIDDEN = "FieldValueForbidden"
INTERNAL = "InternalError"
INVALID = "FieldValueInvalid"
NOT_FOUND = "FieldValueNotFound"
NOT_SUPPORTED = "FieldValueNotSupported"
REQUIRED = "FieldValueRequired"
TOO_LONG = "FieldValueTooLong"
TOO_MANY = "FieldValueTooMany"


class Key(str):
    """A step to an entry of a map, which the server prints in brackets."""

    __slots__ = ()


class Aside(NamedTuple):
    """A step that the server prints as something else, or not at all."""

    step: str | int
    printed: str = ""


Step = str | int | Key | Aside
At: TypeAlias = "tuple[At, Step] | None"


class Fault(NamedTuple):
    """`path` leads to the value in the object, `field` is what the server calls that place.

    `type` is the cause that the server's Status names (`FieldValueRequired`); `message` begins with its words
    ("Required value") and may go on with the value and a detail. `certain` is False where a server with the
    usual admission plugins mends it before validation or drops the field. `formerly` is the message of releases
    before 1.34 where it is another.
    """

    type: str
    path: tuple[str | int, ...]
    field: str
    message: str
    certain: bool = True
    formerly: str = ""

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"

    @property
    def doubtful(self) -> Fault:
        return self._replace(certain=False)


def down(at: At, *steps: Step) -> At:
    """The place some steps below another."""
    for step in steps:
        at = (at, step)
    return at


def aside(at: At, printed: str = "") -> At:
    """The same place, its last step printed as something else or not at all."""
    if at is None:
        return None
    above, step = at
    return above, Aside(step.step if isinstance(step, Aside) else step, printed)


def field(at: At) -> str:
    """What the server calls a place: `spec.containers[0].resources.limits[cpu]`."""
    steps: list[str] = []
    while at is not None:
        at, step = at
        steps.append(_printed(step))
    return "".join(reversed(steps)).removeprefix(".")


def path(at: At) -> tuple[str | int, ...]:
    """The steps to a place, as keys and indices of plain values."""
    steps: list[str | int] = []
    while at is not None:
        at, step = at
        steps.append(step.step if isinstance(step, Aside) else step)
    return tuple(reversed(steps))


def _printed(step: Step) -> str:
    if isinstance(step, Aside):
        return step.printed if step.printed.startswith("[") or not step.printed else f".{step.printed}"
    return f"[{step}]" if isinstance(step, int | Key) else f".{step}"


def duplicate(at: At, value: Any) -> Fault:
    return _with_value(DUPLICATE, "Duplicate value", at, value)


def forbidden(at: At, detail: str) -> Fault:
    return _fault(FORBIDDEN, "Forbidden", at, detail)


def internal(at: At, detail: str) -> Fault:
    return _fault(INTERNAL, "Internal error", at, detail)


def invalid(at: At, value: Any, detail: str) -> Fault:
    return _with_value(INVALID, "Invalid value", at, value, detail)


def not_found(at: At, value: Any, detail: str = "") -> Fault:
    return _with_value(NOT_FOUND, "Not found", at, value, detail)


def not_supported(at: At, value: Any, allowed: Iterable[str], *, plain: bool = False) -> Fault:
    """A `plain` value is a string in Go; otherwise it is of a type of its own, as enumerations are."""
    detail = "supported values: " + ", ".join(map(quoted, allowed))
    shown = typed(value) if type(value) is str and not plain else value
    return _with_value(NOT_SUPPORTED, "Unsupported value", at, shown, detail)


def required(at: At, detail: str = "") -> Fault:
    return _fault(REQUIRED, "Required value", at, detail)


def too_long(at: At, most: int) -> Fault:
    return _fault(TOO_LONG, "Too long", at, f"may not be more than {most} bytes")


def too_many(at: At, count: int, most: int) -> Fault:
    return _fault(TOO_MANY, f"Too many: {count}", at, f"must have at most {most} items")


def without_value(at: At, detail: str) -> Fault:
    """An invalid value that is not shown."""
    return _fault(INVALID, "Invalid value", at, detail)


def _with_value(kind: str, words: str, at: At, value: Any, detail: str = "") -> Fault:
    shown = printed(value)
    fault = _fault(kind, f"{words}: {shown.text}", at, detail)
    if shown.formerly == shown.text:
        return fault
    return fault._replace(
        formerly=f"{words}: {shown.formerly}{fault.message[len(words) + 2 + len(shown.text) :]}"
    )


def _fault(kind: str, words: str, at: At, detail: str) -> Fault:
    return Fault(kind, path(at), field(at), f"{words}: {detail}" if detail else words)
