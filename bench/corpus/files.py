"""Objects put into files and folders, as teams do."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING

from bench.corpus import kinds, strays
from bench.corpus.dice import PARTS, TEAMS, Dice
from bench.corpus.faults import inflict
from bench.corpus.hand import Hand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bench.corpus.workloads import Object

_CROWDS = {1: 1960, 2: 410, 3: 110, 5: 80, 9: 75, 16: 57, 34: 33}  # files by the documents they hold
_OVERLAYS = 40  # each a base, an overlay and a patch
_CHARTS = 6
_OTHERS = 12


def write(folder: str, *, files: int = kinds.FILES, seed: int = 1) -> None:
    """Fill `folder` with about that many files; the same seed gives the same bytes."""
    dice = Dice(seed)
    layout = _manifests(dice, files)
    for path, documents in layout.items():
        _save(os.path.join(folder, path), Hand(dice).text(_spoilt(dice, documents)))
    for path, text in _others(dice, layout, files):
        _save(os.path.join(folder, path), text)


def _manifests(dice: Dice, files: int) -> dict[str, list[Object]]:
    layout: dict[str, list[Object]] = {}
    for documents in _packed(dice, files):
        first = documents[0]
        folder = (
            f"{dice.choice(TEAMS)}/{dice.choice(PARTS)}/{dice.choice(('base', 'base', 'jobs', 'rights'))}"
        )
        stem = f"{folder}/{first['kind']}-{first['metadata']['name']}".lower()
        path = f"{stem}.yaml"
        while path in layout:
            path = f"{stem}-{dice.randrange(1000)}.yaml"
        layout[path] = documents
    return layout


def _packed(dice: Dice, files: int) -> Iterator[list[Object]]:
    """Objects in groups of one file each."""
    for alone in kinds.long(dice, files):
        yield [alone]
    sizes = [size for size, count in _CROWDS.items() for _ in range(kinds.share(count, files))]
    dice.shuffle(sizes)
    waiting = kinds.common(dice, files)
    for size in sizes:
        if documents := list(islice(waiting, size)):
            yield documents


def _spoilt(dice: Dice, documents: list[Object]) -> list[Object]:
    for document in documents:
        if "custom" not in document["apiVersion"] and dice.often(kinds.FAULTY):
            inflict(dice, document)
    return documents


def _others(dice: Dice, layout: dict[str, list[Object]], files: int) -> Iterator[tuple[str, str]]:
    """Path and text of everything that is no manifest."""
    bases = sorted({os.path.dirname(path) for path in layout if "/base/" in path})
    for folder in dice.sample(bases, min(len(bases), kinds.share(_OVERLAYS, files))):
        members = [path for path in layout if os.path.dirname(path) == folder]
        yield from _written(
            dice, folder, {"kustomization.yaml": strays.base([os.path.basename(path) for path in members])}
        )
        yield from _written(
            dice, f"{os.path.dirname(folder)}/production", strays.overlay(_patched(layout, members))
        )
    for number in range(kinds.share(_CHARTS, files)):
        for name, text in strays.chart(dice):
            yield f"charts/{PARTS[number]}/{name}", text
    for number in range(kinds.share(_OTHERS, files)):
        made = {
            f"pipeline-{number}.yaml": strays.pipeline(dice),
            f"compose-{number}.yaml": strays.compose(dice),
        }
        yield from _written(dice, "tools", made)


def _patched(layout: dict[str, list[Object]], members: Iterable[str]) -> Object | None:
    for path in members:
        for document in layout[path]:
            if document.get("kind") == "Deployment" and "name" in document.get("metadata", ()):
                return document
    return None


def _written(dice: Dice, folder: str, documents: dict[str, Object]) -> Iterator[tuple[str, str]]:
    for name, document in documents.items():
        yield f"{folder}/{name}", Hand(dice).text([document])


def _save(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
