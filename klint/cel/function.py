"""A function of the language, and all that an environment knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.cel.errors import CelCheckError
from klint.cel.library import NAMES, functions
from klint.cel.values import UInt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Release = tuple[int, int]
ANY = object  # the type of a parameter that takes every value
NULL = type(None)
EVER: Release = (1, 0)
OUTSIDE: Release = (999, 0)  # of a library that no release of Kubernetes has

_EXACT = frozenset((bool, int, UInt, float, str, bytes, NULL))


class Function(NamedTuple):
    """One overload: its name, the types it takes, and what it does.

    `call` gets the values, of a `member` the receiver first. It raises EvaluationError where it has no
    answer; where the fault stands is added by the caller. It answers the same for the same values, and
    may be asked once for constant ones. `since` is the first release of Kubernetes whose API server
    evaluates it (which takes it into new objects one release later, so that it can be rolled back).
    `metered` functions get the Frame before the values and charge their cost to it. `wants` names a
    binding that is passed before the values, such as the cluster. `literals` checks constant arguments
    when the expression is loaded: by place, a function that raises EvaluationError.
    """

    name: str
    parameters: tuple[type, ...]
    call: Callable[..., Any]
    member: bool = False
    since: Release = EVER
    metered: bool = False
    wants: str = ""
    literals: tuple[tuple[int, Callable[[Any], object]], ...] = ()


def fits(value: object, parameter: type) -> bool:
    """Whether a parameter of this type takes the value."""
    if type(value) is parameter or parameter is ANY:
        return True
    return parameter not in _EXACT and isinstance(value, parameter)


class Registry:
    """The library's functions and others, for one release of Kubernetes (None: all there are)."""

    def __init__(self, others: Iterable[Function], release: Release | None) -> None:
        self.release = release
        self._others: dict[str, list[Function]] = {}
        for function in others:
            self._others.setdefault(function.name, []).append(function)

    def __contains__(self, name: str) -> bool:
        return name in self._others or name in NAMES

    def overloads(self, name: str, count: int, offset: int, *, member: bool) -> tuple[Function, ...]:
        """All that a call may mean, in order of preference; CelCheckError if it means nothing."""
        known = functions(name) if name in NAMES else ()
        named = [*known, *self._others.get(name, ())]
        if not named:
            raise CelCheckError(f"there is no function '{name}'{self._near(name)}", offset)
        shaped = [one for one in named if one.member is member and len(one.parameters) == count]
        if not shaped:
            raise CelCheckError(_misshapen(name, named, count, member=member), offset)
        found = tuple(one for one in shaped if self.release is None or one.since <= self.release)
        if not found:
            self.require(f"{name}()", min(one.since for one in shaped), offset)
        return found

    def require(self, what: str, since: Release, offset: int) -> None:
        """CelCheckError if the release does not have it yet."""
        if self.release is None or since <= self.release:
            return
        if since == OUTSIDE:
            raise CelCheckError(f"{what} is not part of Kubernetes", offset)
        needed, target = (f"{major}.{minor}" for major, minor in (since, self.release))
        raise CelCheckError(f"{what} needs Kubernetes {needed}, target is {target}", offset)

    def _near(self, name: str) -> str:
        from difflib import get_close_matches

        near = get_close_matches(name, NAMES.union(self._others), 1, 0.75)
        return f"; did you mean '{near[0]}'?" if near else ""


def _misshapen(name: str, named: list[Function], count: int, *, member: bool) -> str:
    counts = sorted({len(one.parameters) - member for one in named if one.member is member})
    if counts:
        wanted = " or ".join(map(str, counts))
        return f"{name}() takes {wanted} argument{'s' * (counts != [1])}, not {count - member}"
    return f"{name}() is called " + (f"as {name}(x), not as x.{name}()" if member else f"as x.{name}()")
