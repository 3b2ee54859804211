"""A value and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    Step = str | int


class Place(NamedTuple):
    """A value, and the way to it: `path` from what `origin` stands for.

    `origin` is whatever the caller bound, such as a Node or a Resource; None if the value has no place.
    `parts` are the items of a list that was put together from several places. The place of an optional
    value is that of the value within.
    """

    value: Any
    origin: Any = None
    path: tuple[Step, ...] = ()
    parts: tuple[Place, ...] | None = None

    def items(self) -> Iterator[Place]:
        """The items of a list; of a map its keys, each with the way to its value."""
        if self.parts is not None:
            yield from self.parts
        elif isinstance(self.value, list):
            for index, item in enumerate(self.value):
                yield self._below(index, item)
        elif isinstance(self.value, dict):
            for key in self.value:
                yield self._below(key, key)

    def at(self, step: Step) -> Place:
        """A field or item that the value has."""
        if self.parts is not None and isinstance(step, int):
            return self.parts[step]
        return self._below(step, self.value[step])

    def _below(self, step: Step, value: Any) -> Place:
        return Place(value) if self.origin is None else Place(value, self.origin, (*self.path, step))
