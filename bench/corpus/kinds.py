"""How often which kind occurs, counted in public repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.corpus import definitions, objects, workloads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.corpus.dice import Dice
    from bench.corpus.workloads import Object

    Maker = Callable[[Dice], Object]

FILES = 3_000  # that hold what is counted below
FAULTY = 0.065
_DASHBOARDS = 14
_MIX: dict[Maker, int] = {
    workloads.deployment: 1275,
    workloads.pod: 1072,
    objects.service: 586,
    workloads.cron_job: 450,
    objects.cluster_role: 340,
    objects.foreign_policy: 330,
    objects.config_map: 276,
    objects.network_policy: 245,
    objects.service_account: 240,
    definitions.resource: 180,
    objects.namespace: 170,
    objects.cluster_role_binding: 130,
    objects.role_binding: 100,
    objects.role: 100,
    workloads.stateful_set: 90,
    objects.foreign_route: 90,
    objects.secret: 90,
    workloads.daemon_set: 80,
    workloads.job: 80,
    objects.claim: 80,
    objects.ingress: 70,
    objects.autoscaler: 50,
    objects.disruption_budget: 40,
    objects.volume: 20,
    objects.storage_class: 20,
}


def common(dice: Dice, files: int) -> Iterator[Object]:
    """The objects of a repository with that many files, in any order, without the few long ones."""
    makers = [maker for maker, count in _MIX.items() for _ in range(share(count, files))]
    dice.shuffle(makers)
    return (maker(dice) for maker in makers)


def long(dice: Dice, files: int) -> Iterator[Object]:
    """Those that fill a file of their own: definitions and dashboards."""
    yield from map(definitions.definition, range(share(definitions.DEFINITIONS, files)))
    for _ in range(share(_DASHBOARDS, files)):
        yield objects.dashboard(dice, dice.randrange(10_000, 60_000))


def share(count: int, files: int) -> int:
    """What `count` comes to in a repository of another size; at least one."""
    return max(1, round(count * files / FILES))
