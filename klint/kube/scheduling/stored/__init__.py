"""What the API server makes of objects before the scheduler sees them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from klint.kube.scheduling.stored.claims import stored_claims
from klint.kube.scheduling.stored.pods import Storage
from klint.release import NEWEST

if TYPE_CHECKING:
    from klint.kube.scheduling.world import World
    from klint.release import Release


def stored(world: World, release: Release = NEWEST) -> World:
    """Defaulting and admission by the default plugins, as far as scheduling depends on them.

    Doing it twice changes nothing, so a dump of a running cluster may be given too.
    """
    storage = Storage(world, release)
    return replace(
        world,
        pods=[storage.pod(pod) for pod in world.pods],
        claims=stored_claims(world.claims, world.storage_classes),
    )
