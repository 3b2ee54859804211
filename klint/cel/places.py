"""A value and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Step = str | int


class Place(NamedTuple):
    """A value, and the way to it: `path` from what `origin` stands for.

    `origin` is whatever the caller bound, such as a Node or a Resource; None if the value has no place.
    `parts` are the items of a list that was put together from several places. The place of an optional
    value is that of the value within, or where it would stand.
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

    def absent(self, step: Step) -> Place:
        """Where a field would stand that the value does not have."""
        return self._below(step, None)

    def _below(self, step: Step, value: Any) -> Place:
        return Place(value) if self.origin is None else Place(value, self.origin, (*self.path, step))


def locator(*roots: Place) -> Callable[[Any], Place | None]:
    """Finds the maps and lists below the roots again, by identity; one that an anchor shares at its first place."""
    known: dict[int, Place] = {}

    def locate(value: Any) -> Place | None:
        if not known:
            waiting = list(reversed(roots))
            while waiting:
                place = waiting.pop()
                if isinstance(place.value, dict | list) and id(place.value) not in known:
                    known[id(place.value)] = place
                    steps = list(place.value) if isinstance(place.value, dict) else range(len(place.value))
                    waiting.extend(place.at(step) for step in reversed(steps))
        return known.get(id(value))

    return locate
