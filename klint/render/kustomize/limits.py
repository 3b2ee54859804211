"""What a kustomization may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE: Mapping[str, str] = {}


class Limits(NamedTuple):
    """Bounds of one build, and what the user allows.

    `objects` bounds what is held at once, `bytes` what is read for one kustomization with all that it includes,
    `depth` how far kustomizations include each other, `weight` how many values an object may have.
    `mirrors` say which folder of the tree holds what a URL starts with; nothing is ever fetched.
    `anywhere` lets files stand outside the folder of the kustomization that names them (kustomize's
    `--load-restrictor LoadRestrictionsNone`), though never outside of the tree.
    """

    objects: int = 20_000
    bytes: int = 256 << 20
    depth: int = 40
    weight: int = 2_000_000
    mirrors: Mapping[str, str] = _NONE
    anywhere: bool = False
