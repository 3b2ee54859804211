"""Who reaches whom, told in text, JSON, CSV, DOT and Mermaid."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.cli.world import place
from klint.kube.network import addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from klint.cluster import Pod
    from klint.kube.network import PortSet, Side, Step
    from klint.kube.network.policy import Policy
    from klint.kube.network.table import Exposure

_VERBS = {"Accept": "allows", "Deny": "denies", "Pass": "passes on"}


class Row(NamedTuple):
    """One workload reaches another."""

    source: str
    destination: str
    ports: str


def called(pod: Pod) -> str:
    return f"{pod.namespace}/{pod.owner.kind}/{pod.name}"


def as_text(rows: Sequence[Row]) -> str:
    width = max((len(row.source) for row in rows), default=0)
    return "".join(f"{row.source:{width}} -> {row.destination}: {row.ports}\n" for row in rows)


def as_json(rows: Sequence[Row]) -> str:
    return json.dumps([row._asdict() for row in rows], indent=2) + "\n"


def as_csv(rows: Sequence[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Row._fields)
    writer.writerows(rows)
    return out.getvalue()


def as_dot(rows: Sequence[Row]) -> str:
    edges = (
        f"  {json.dumps(row.source)} -> {json.dumps(row.destination)} [label={json.dumps(row.ports)}];\n"
        for row in rows
    )
    return f"digraph network {{\n{''.join(edges)}}}\n"


def as_mermaid(rows: Sequence[Row]) -> str:
    names = dict.fromkeys(name for row in rows for name in (row.source, row.destination))
    ids = {name: f"w{index}" for index, name in enumerate(names)}
    nodes = "".join(f'  {key}["{name}"]\n' for name, key in ids.items())
    edges = "".join(f'  {ids[row.source]} -->|"{row.ports}"| {ids[row.destination]}\n' for row in rows)
    return f"flowchart LR\n{nodes}{edges}"


SHAPES: Mapping[str, Callable[[Sequence[Row]], str]] = {
    "csv": as_csv,
    "dot": as_dot,
    "json": as_json,
    "mermaid": as_mermaid,
    "text": as_text,
}


def told(side: Side, wanted: PortSet) -> Iterator[str]:
    """One end's word, with the policies and rules that decide; only those that speak of `wanted`."""
    yield f"  {side.direction}: {side.ports & wanted}"
    lines = [(_place(policy), f"{_name(policy)} isolates it") for policy in side.isolating]
    lines += [
        (_rule_place(step), f"{_name(step.policy)} {_VERBS[step.rule.action]} {ports}")
        for step, ports in _speaking(side, wanted)
    ]
    width = max((len(where) for where, _ in lines), default=0)
    for where, what in lines:
        yield f"    {where:{width}}  {what}"
    if not lines:
        yield "    no policy speaks of it"


def side(side: Side, wanted: PortSet) -> dict[str, Any]:
    """The same for machines."""
    return {
        "direction": side.direction,
        "ports": str(side.ports & wanted),
        "isolating": [{"policy": _name(one), "place": _place(one)} for one in side.isolating],
        "rules": [
            {
                "policy": _name(step.policy),
                "place": _rule_place(step),
                "action": step.rule.action,
                "ports": str(ports),
            }
            for step, ports in _speaking(side, wanted)
        ],
    }


def exposed(one: Exposure) -> Iterator[str]:
    yield called(one.pod)
    for span, ports in one.outside:
        yield f"  from {addresses.span(span)}: {ports}"
    for namespace, ports in one.namespaces.items():
        yield f"  from namespace {namespace}: {ports}"
    if not one.outside and not one.namespaces:
        yield "  from its own namespace at most"


def exposure(one: Exposure) -> dict[str, Any]:
    """The same for machines."""
    return {
        "workload": called(one.pod),
        "outside": [{"addresses": addresses.span(span), "ports": str(ports)} for span, ports in one.outside],
        "namespaces": {namespace: str(ports) for namespace, ports in one.namespaces.items()},
    }


def _speaking(side: Side, wanted: PortSet) -> Iterator[tuple[Step, PortSet]]:
    for step in side.steps:
        ports = step.ports & wanted
        if any(ports):
            yield step, ports


def _name(policy: Policy) -> str:
    kind = policy.resource.kind if policy.resource else "NetworkPolicy"
    return f"{kind} {policy.namespace}/{policy.name}" if policy.namespace else f"{kind} {policy.name}"


def _place(policy: Policy) -> str:
    return place(policy.resource["metadata"]["name"]) if policy.resource else ""


def _rule_place(step: Step) -> str:
    return place(step.node) if step.node else ""
