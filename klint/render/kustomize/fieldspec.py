"""Fields of objects as kustomize's configuration names them, and how they are changed.

Follows api/filters/fieldspec of kustomize 5.5.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from klint.render.kustomize.identity import Gvk
from klint.render.kustomize.problem import RefusalError
from klint.render.origin import Traced, made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from klint.render.origin import Origin

    Setter = Callable[[Traced], Traced]

_ANY = Gvk("", "", "")


class FieldSpec(NamedTuple):
    """A field of the objects that `gvk` selects; `create` says that it is made where it is not there."""

    path: str
    gvk: Gvk = _ANY
    create: bool = False


class Seed(NamedTuple):
    """What to make of a field that is not there: a mapping or a text, because of what stands at `origin`."""

    value: Any
    origin: Origin


def merged(specs: tuple[FieldSpec, ...], more: Iterable[FieldSpec]) -> tuple[FieldSpec, ...]:
    """Both, without those that an earlier one covers; RefusalError where two disagree."""
    result = list(specs)
    paths: dict[str, list[FieldSpec]] = {}
    for spec in specs:
        paths.setdefault(spec.path, []).append(spec)
    for spec in more:
        same = paths.setdefault(spec.path, [])
        covering = next((old for old in same if spec.gvk.selects(old.gvk)), None)
        if covering is None:
            result.append(spec)
            same.append(spec)
        elif covering.create != spec.create:
            raise RefusalError("invalid", f"the field specs of {spec.path} disagree whether to create it")
    return tuple(result)


def change(traced: Traced, path: str, setter: Setter, seed: Seed | None = None) -> Traced:
    """The object with `setter` applied to what stands at `path`, in every item of the lists on the way."""
    return _change(traced, steps(path), setter, seed)


@lru_cache(maxsize=4096)
def steps(path: str, separator: str = "/") -> tuple[str, ...]:
    r"""The parts of a path, in which `\\/` is no separator."""
    parts = path.split(separator)
    if len(parts) > 1 and not parts[0]:
        del parts[0]
    joined = parts[:1]
    for part in parts[1:]:
        if joined[-1].endswith("\\"):
            joined[-1] = joined[-1][:-1] + separator + part
        else:
            joined.append(part)
    return tuple(joined)


def _change(here: Traced, path: tuple[str, ...], setter: Setter, seed: Seed | None) -> Traced:
    if not path:
        return setter(here)
    value = here.value
    if value is None:
        return here
    if isinstance(value, list):
        items = list(here.items())
        changed = [_change(item, path, setter, seed) for item in items]
        same = all(new is old for new, old in zip(changed, items, strict=True))
        return here if same else here.listing(changed)
    if not isinstance(value, dict):
        raise RefusalError("mismatch", f"{path[0]} is looked for in what is no mapping", here.origin.node)
    return _descend(here, path, setter, seed)


def _descend(here: Traced, path: tuple[str, ...], setter: Setter, seed: Seed | None) -> Traced:
    name = path[0].removesuffix("[]")
    is_list = name != path[0]
    if not name:
        raise RefusalError("invalid", "a field spec has an empty part")
    child = here.get(name)
    new = child
    if is_list:
        if child is not None and child.value is None:
            new = child._replace(value=[])
    elif seed is not None and (child is None or child.value is None):
        new = made(seed.value if len(path) == 1 else {}, seed.origin)
    if new is None:
        return here
    new = _change(new, path[1:], setter, seed)
    return here if new is child else here.put(name, new)
