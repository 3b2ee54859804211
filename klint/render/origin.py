"""Values that remember where they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.yaml import Document, Node
    from klint.yaml.node import Path, Step

_NOTHING: Mapping[Step, Origin] = {}


class Origin:
    """Where a value is written, with everything in it but what `inner` knows to be from elsewhere.

    `layers` are the other places that speak of the value: what a patch replaced, what it was merged with.
    With `whole` the value was made of that place as it stands, and what is in it has no place of its own.
    """

    __slots__ = ("document", "inner", "layers", "path", "whole")

    def __init__(
        self,
        document: Document,
        path: Path,
        inner: Mapping[Step, Origin] = _NOTHING,
        layers: tuple[Origin, ...] = (),
        *,
        whole: bool = False,
    ) -> None:
        self.document = document
        self.path = path
        self.inner = inner
        self.layers = layers
        self.whole = whole

    def __repr__(self) -> str:
        return f"Origin({self.document.source.path!r}, {'.'.join(map(str, self.path))})"

    def at(self, step: Step) -> Origin:
        """Where what stands at `step` is written."""
        found = self.inner.get(step)
        if found is not None:
            return found
        return self if self.whole else Origin(self.document, (*self.path, step))

    def over(self, *layers: Origin) -> Origin:
        """This place, with others that speak of the same value."""
        return Origin(self.document, self.path, self.inner, (*self.layers, *layers), whole=self.whole)

    @property
    def node(self) -> Node:
        """The value as it is written there."""
        return self.document.root.at(self.path)


class Traced(NamedTuple):
    """A plain value and where it is written; never changed, only replaced."""

    value: Any
    origin: Origin

    def at(self, step: Step) -> Traced:
        """What stands at `step`, which must be there."""
        return Traced(self.value[step], self.origin.at(step))

    def get(self, key: str) -> Traced | None:
        """What a mapping says at `key`; None where it says nothing or this is no mapping."""
        value = self.value
        return self.at(key) if isinstance(value, dict) and key in value else None

    def put(self, key: str, child: Traced) -> Traced:
        """This mapping with `child` at `key`."""
        return self.updated({key: child})

    def without(self, key: str) -> Traced:
        """This mapping with nothing at `key`."""
        return self.updated({key: None}) if key in self.value else self

    def updated(self, changes: Mapping[str, Traced | None]) -> Traced:
        """This mapping with these at their keys, where None takes away what is there."""
        value = {**self.value}
        inner = {**self.origin.inner}
        for key, child in changes.items():
            inner.pop(key, None)
            if child is None:
                value.pop(key, None)
            else:
                value[key] = child.value
                if not self._is_plain(key, child.origin):
                    inner[key] = child.origin
        return Traced(value, self._having(inner))

    def filled(self, children: Mapping[str, Traced]) -> Traced:
        """A mapping of these in the place of this value."""
        return Traced({}, self._having(_NOTHING)).updated(children)

    def listing(self, items: Iterable[Traced]) -> Traced:
        """A list of these in the place of this value."""
        kept = list(items)
        inner = {
            index: item.origin for index, item in enumerate(kept) if not self._is_plain(index, item.origin)
        }
        return Traced([item.value for item in kept], self._having(inner))

    def items(self) -> Iterator[Traced]:
        """The items of a list."""
        return map(self.at, range(len(self.value)))

    def _having(self, inner: Mapping[Any, Origin]) -> Origin:
        origin = self.origin
        return Origin(origin.document, origin.path, inner, origin.layers, whole=origin.whole)

    def _is_plain(self, step: Step, child: Origin) -> bool:
        """Whether a child stands where the place of this value says anyway."""
        origin = self.origin
        return (
            not child.inner
            and not child.layers
            and child.document is origin.document
            and child.whole is origin.whole
            and child.path == (origin.path if origin.whole else (*origin.path, step))
        )


def made(value: Any, origin: Origin) -> Traced:
    """A value that exists because of what is written at `origin`."""
    return Traced(value, Origin(origin.document, origin.path, layers=origin.layers, whole=True))


def is_seed(traced: Traced) -> bool:
    """Whether this was only just made, to be set to something."""
    return traced.origin.whole and traced.value in ("", {}, [])


def instead(old: Traced, new: Traced) -> Traced:
    """`new`, which knows that it stands in the place of `old`."""
    return new if is_seed(old) else new._replace(origin=new.origin.over(old.origin))
