"""`klint schedule`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from klint.cli import placements
from klint.cli.progress import progress
from klint.cli.world import asks, cluster, place
from klint.discover.read import read
from klint.errors import KlintError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.kube.scheduling import Profile
    from klint.kube.scheduling.inventory import Inventory
    from klint.release import Release
    from klint.yaml import Stream

PLACED, REFUSED = 0, 1


@click.command()
@click.option(
    "--nodes",
    "-N",
    "inventories",
    multiple=True,
    required=True,
    metavar="FILE",
    help="The nodes: pools in a few lines, or what `kubectl get nodes,pods,pvc,pv -o yaml` prints.",
)
@click.option(
    "--scheduler-config", metavar="FILE", help="A KubeSchedulerConfiguration; by default the default profile."
)
@click.option("--evict", is_flag=True, help="Let pods of higher priority take the place of others.")
@click.option("--explain", default="", metavar="POD", help="Print what every node scores for this pod.")
@asks
@click.pass_context
def command(context: click.Context, /, inventories: tuple[str, ...], **given: Any) -> None:
    """Place the pods of the manifests on nodes as kube-scheduler would, or say exactly why not.

    Among equally good nodes kube-scheduler picks any; here it is the first. All nodes are looked at. The exit
    code is 0 if every pod finds a node and 1 if not.
    """
    from klint.kube.scheduling import explained
    from klint.kube.scheduling.plan import plan

    world = cluster(given["paths"], given["config"], given["kubernetes"])
    nodes = _inventory(inventories)
    planned = plan(world, nodes.world)
    with progress("placing pods ..."):
        profiles = _profiles(given["scheduler_config"], world.release)
        asked = placements.ids(planned, given["explain"])
        placed = explained(planned.world, profiles, asked, evict=given["evict"])
    outcome = placements.Outcome(placed, planned.owners, nodes.places)
    if given["as_json"]:
        click.echo(json.dumps(placements.as_json(outcome), indent=2))
    else:
        told = placements.scores(outcome, asked) if given["explain"] else placements.told(outcome)
        click.echo("\n".join(told))
    context.exit(REFUSED if any(map(placements.is_stuck, placed.verdicts)) else PLACED)


def _inventory(paths: Sequence[str]) -> Inventory:
    from klint.kube.scheduling.inventory import inventory

    found = inventory(_parsed(path) for path in paths)
    for mistake in found.mistakes:
        click.echo(f"klint: {place(mistake.at)}: {mistake.message}", err=True)
    if not found.world.nodes:
        raise KlintError("there are no nodes in it", paths[0])
    return found


def _profiles(path: str | None, release: Release) -> Sequence[Profile]:
    from klint.kube.scheduling import profiles

    value = _parsed(path).documents[0].value if path else {}
    return profiles(value if isinstance(value, dict) else {}, release)


def _parsed(path: str) -> Stream:
    from klint.text import Source
    from klint.yaml import parse

    try:
        text = read(path).decode(errors="replace")
    except OSError as error:
        raise KlintError(f"cannot be read: {error.strerror}", path) from error
    stream = parse(Source(path, text))
    for problem in stream.problems:
        line = stream.source.position(problem.span.start).line + 1
        raise KlintError(problem.message, path, line)
    return stream
