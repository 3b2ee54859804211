"""One field of a Kubernetes type, and the line that says so in `schemas/kubernetes/types.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.release import NEWEST, OLDEST, Release

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCALARS = "any bool bytes int-or-string int32 int64 micro-time number quantity schema string time"
SCALARS = frozenset(_SCALARS.split(" "))


class Field(NamedTuple):
    """A field as one release has it.

    `shape` is a scalar (`string bool int32 int64 number quantity int-or-string bytes time micro-time`),
    `any` value, a `schema` of a custom resource or what may stand for one (true, false, a list), or the
    name of a type (`core.v1.Container`); before it `[]` for every list and `{}` for every map around it:
    `[]core.v1.EnvVar`, `{}quantity`.

    `required` says what the API server insists on, which is less than the published schema says.
    `keys` are the keys of a list that is a map; `unique` says that the server refuses two items of the
    same keys; `set` marks a list of distinct scalars, `atomic` one that is replaced as a whole.
    `merge` and `strategy` are what a strategic merge patch goes by. `enum` is empty for any value.
    `introduced` is None where 1.25 has the field already, `removed` is the first release without it.
    """

    name: str
    shape: str
    required: bool = False
    enum: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    unique: bool = False
    set: bool = False
    atomic: bool = False
    merge: str = ""
    strategy: tuple[str, ...] = ()
    deprecated: bool = False
    introduced: Release | None = None
    removed: Release | None = None

    @property
    def item(self) -> str:
        """The shape without the lists and maps around it."""
        return self.shape.lstrip("[]{}")

    @property
    def type(self) -> str:
        """The name of the type this field holds, maybe in a list or map; empty for scalars."""
        return "" if self.item in SCALARS else self.item


def read(name: str, lines: str | list[str], minor: int | None = None) -> Field | None:
    """The field as release 1.`minor` has it, or as the newest that has it; None if it has none.

    A field whose shape changed has a line for each stretch of releases.
    """
    for whole in [lines] if isinstance(lines, str) else reversed(lines):
        line, _, enum = whole.partition(" enum=")  # values may hold blanks
        shape, *words = line.split(" ")
        marks = dict(word.partition("=")[::2] for word in words)
        since, until = int(marks.get("since", OLDEST.minor)), int(marks.get("until", NEWEST.minor + 1))
        if minor is None or since <= minor < until:
            return _field(name, shape, marks, enum, minor or until - 1)
    return None


def _field(name: str, shape: str, marks: dict[str, str], enum: str, minor: int) -> Field:
    return Field(
        name,
        shape,
        required="required" in marks,
        enum=tuple(_values(enum, minor)) if enum else (),
        keys=tuple(marks["keys"].split(",")) if "keys" in marks else (),
        unique="unique" in marks,
        set="set" in marks,
        atomic="atomic" in marks,
        merge=marks.get("merge", ""),
        strategy=tuple(marks["strategy"].split(",")) if "strategy" in marks else (),
        deprecated="deprecated" in marks and int(marks["deprecated"] or 0) <= minor,
        introduced=_release(marks.get("since")),
        removed=_release(marks.get("until")),
    )


def _values(text: str, minor: int) -> Iterator[str]:
    """`Equal|Exists|Gt@35`: a value with its first release is left out before it."""
    for word in text.split("|"):
        value, _, since = word.partition("@")
        if int(since or 0) <= minor:
            yield value


def _release(minor: str | None) -> Release | None:
    return Release(1, int(minor)) if minor else None
