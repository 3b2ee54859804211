"""`klint network`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from klint.cli import reach
from klint.cli.world import asks, cluster
from klint.errors import KlintError
from klint.kube.network import ALL_PORTS, addresses, why, why_outside
from klint.kube.network.ports import PROTOCOLS, PortSet
from klint.kube.network.table import connectivity, exposures, pairs
from klint.kube.workloads import workload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.cluster import Cluster, Pod
    from klint.kube.network import Connectivity, Side

REACHED, CUT = 0, 1

namespace_option = click.option(
    "--namespace", "-n", default="", metavar="NS", help="Where workloads are that do not say so."
)


@click.group()
def command() -> None:
    """Ask who can reach whom under the network policies of the manifests.

    A workload is written as deployment/NAME, with NAMESPACE/ before it or with -n.
    """


@command.command("map")
@click.option(
    "--format",
    "shape",
    type=click.Choice(sorted(reach.SHAPES)),
    default="text",
    show_default=True,
    help="How to print it.",
)
@asks
def table(shape: str, **given: Any) -> None:
    """Print which workload reaches which, on what ports."""
    world = cluster(given["paths"], given["config"], given["kubernetes"])
    rows = [
        reach.Row(reach.called(one), reach.called(other), str(ports))
        for one, other, ports in pairs(connectivity(world))
    ]
    click.echo(reach.SHAPES["json" if given["as_json"] else shape](rows), nl=False)


@command.command("why")
@click.argument("source")
@click.argument("destination")
@click.argument("port", default="", metavar="[[PROTOCOL:]PORT]")
@namespace_option
@asks
@click.pass_context
def explain(context: click.Context, /, source: str, destination: str, port: str, **given: Any) -> None:
    """Say what SOURCE can reach of DESTINATION, and which policies and rules decide.

    One of them may be an address outside of the cluster. With a PORT, the exit code is 0 if it is reached and 1
    if not; without one, if any is.
    """
    world = cluster(given["paths"], given["config"], given["kubernetes"])
    ends = _end(world, source, given["namespace"]), _end(world, destination, given["namespace"])
    wanted = _port(port) if port else ALL_PORTS
    sides = _sides(connectivity(world), *ends)
    ports, others = (
        _together(sides) & wanted,
        _together(_sides(connectivity(world, loose=True), *ends)) & wanted,
    )
    if given["as_json"]:
        told = {"ports": str(ports), "sides": [reach.side(side, wanted) for side in sides]}
        click.echo(json.dumps(told, indent=2))
    else:
        click.echo(f"{source} -> {destination}: {ports}")
        click.echo("\n".join(line for side in sides for line in reach.told(side, wanted)))
        if others != ports:
            click.echo(f"  with a network plugin that looks for pods in an ipBlock too: {others}")
    context.exit(REACHED if any(ports) else CUT)


@command.command()
@asks
def exposed(**given: Any) -> None:
    """List from where each workload can be reached: addresses outside and other namespaces."""
    world = cluster(given["paths"], given["config"], given["kubernetes"])
    found = list(exposures(connectivity(world)))
    if given["as_json"]:
        click.echo(json.dumps([reach.exposure(one) for one in found], indent=2))
        return
    for one in found:
        click.echo("\n".join(reach.exposed(one)))


def _sides(asked: Connectivity, here: Pod | int, there: Pod | int) -> Sequence[Side]:
    """The word of each end that is a pod; the egress of the source first."""
    if isinstance(here, int):
        if isinstance(there, int):
            raise KlintError("neither end is a workload")
        return [why_outside(asked, "ingress", there, here)]
    if isinstance(there, int):
        return [why_outside(asked, "egress", here, there)]
    reason = why(asked, here, there)
    return [reason.egress, reason.ingress]


def _together(sides: Sequence[Side]) -> PortSet:
    ports = ALL_PORTS
    for side in sides:
        ports &= side.ports
    return ports


def _end(world: Cluster, text: str, namespace: str) -> Pod | int:
    number = addresses.address(text)
    if number is not None:
        return number
    pod = workload(world, text, namespace) if "/" in text else None
    if pod is None:
        raise KlintError(f"there is no workload {text}; write it as NAMESPACE/deployment/NAME, or an address")
    return pod


def _port(text: str) -> PortSet:
    protocol, colon, number = text.rpartition(":")
    wanted = protocol.upper() if colon else "TCP"
    if wanted not in PROTOCOLS or not number.isdigit():
        raise KlintError(f"{text} is no port; write it like 443 or UDP:53")
    return PortSet.of(wanted, ((int(number), int(number)),))
