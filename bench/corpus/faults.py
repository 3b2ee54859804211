"""The mistakes that people make in manifests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.corpus.hand import Twice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.corpus.dice import Dice
    from bench.corpus.workloads import Object

_FREE = ("labels", "matchLabels", "annotations", "data", "selector", "metadata", "nodeSelector")
_REQUIRED = (
    "containers",
    "name",
    "roleRef",
    "ports",
    "schedule",
    "podSelector",
    "scaleTargetRef",
    "jobTemplate",
)


def inflict(dice: Dice, manifest: Object) -> None:
    """Spoil one place of a manifest."""
    places = list(
        _structs({key: value for key, value in manifest.items() if key not in ("apiVersion", "kind")})
    )
    if not places:
        manifest["specs"] = {}
        return
    fault = dice.choices(tuple(_FAULTS), tuple(_FAULTS.values()))[0]
    fault(dice, dice.choice(places))


def _structs(value: Any) -> Iterator[Object]:
    """The mappings whose keys are fields."""
    if isinstance(value, list):
        for item in value:
            yield from _structs(item)
    elif isinstance(value, dict):
        for key, below in value.items():
            if isinstance(below, dict) and below and key not in _FREE:
                yield below
            if key not in _FREE:
                yield from _structs(below)
    if isinstance(value, dict) and "name" in value:
        yield value


def _misspell(dice: Dice, struct: Object) -> None:
    key = dice.choice(sorted(struct))
    struct[key[:-1] if len(key) > 4 else key + "s"] = struct.pop(key)


def _mistype(dice: Dice, struct: Object) -> None:
    key = dice.choice(sorted(struct))
    value = struct[key]
    if isinstance(value, dict):
        struct[key] = [value]
    elif isinstance(value, list):
        struct[key] = value[0]
    else:
        struct[key] = str(value) if isinstance(value, int) else 8080


def _repeat(dice: Dice, struct: Object) -> None:
    key = dice.choice(sorted(struct))
    struct[key] = Twice(struct[key], struct[key])


def _omit(dice: Dice, struct: Object) -> None:
    present = [key for key in _REQUIRED if key in struct]
    if present:
        del struct[dice.choice(present)]
    else:
        _misspell(dice, struct)


_FAULTS: dict[Callable[[Dice, Object], None], int] = {_misspell: 3, _mistype: 3, _omit: 3, _repeat: 1}
