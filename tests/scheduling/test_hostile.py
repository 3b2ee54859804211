"""Values of wrong types anywhere: a finding elsewhere, never a crash here."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from klint.kube.scheduling import World, place, stored
from tests.scheduling.clusters import Maker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

BAD: tuple[Any, ...] = (None, 0, -1, 2**70, "", "x", True, [], {}, [None], [[]], {"a": None}, 1.5, "9e99")


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    steps: Any = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for step in steps:
        yield (*path, step)
        yield from paths(value[step], (*path, step))


def spoiled(objects: list[Any], path: tuple[Any, ...], value: Any) -> list[Any]:
    objects = copy.deepcopy(objects)
    parent: Any = objects
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = value
    return [one for one in objects if isinstance(one, dict)]


@settings(max_examples=3, deadline=None)
@given(st.randoms(use_true_random=True))
def test_any_value_anywhere(dice: Random) -> None:
    world = Maker(dice).world(3, 3, 6)
    nodes, pods = [dict(one) for one in world.nodes], [dict(one) for one in world.pods]
    for path in paths(nodes):
        found = World(nodes=spoiled(nodes, path, dice.choice(BAD)), pods=pods)
        assert len(place(stored(found)).verdicts) == len(pods)
    for path in paths(pods):
        found = World(nodes=nodes, pods=spoiled(pods, path, dice.choice(BAD)))
        assert all(isinstance(verdict.message, str) for verdict in place(stored(found)).verdicts)
