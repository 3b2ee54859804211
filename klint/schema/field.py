"""One field of a Kubernetes type, and the line that says so in `schemas/kubernetes/types.json`."""

from __future__ import annotations

from typing import NamedTuple

from klint.release import Release

SCALARS = frozenset(
    "string bool int32 int64 number quantity int-or-string bytes time micro-time duration object any".split()
)


class Field(NamedTuple):
    """A field as one release has it.

    `shape` is a scalar (`string bool int32 int64 number quantity int-or-string bytes time micro-time
    duration`), `object` (any mapping), `any`, or the name of a type (`core.v1.Container`), behind
    `[]` for every list and `{}` for every map around it: `[]core.v1.EnvVar`, `{}quantity`.

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
