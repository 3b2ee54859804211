"""Where pods go, told in text and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.cli.world import place
from klint.cluster import pods
from klint.kube.scheduling.obstacles import Obstacle, obstacles
from klint.kube.scheduling.values import name_of, namespace_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from klint.kube.scheduling import Placement, Verdict
    from klint.kube.scheduling.plan import Plan
    from klint.kube.scheduling.state.usage import Usage
    from klint.manifest import Resource
    from klint.yaml import Node

_STUCK = ("unschedulable", "error", "unevaluated")
_WIDTH = 10  # of a bar
_MANY = 4  # names that are listed before the rest is counted


class Outcome(NamedTuple):
    """`owners` has what each verdict's pod comes from, `places` where nodes are described."""

    placed: Placement
    owners: Sequence[Resource | None]
    places: Mapping[str, Node]


class Workload(NamedTuple):
    """A resource with the verdicts on its pods; without a resource, all that ran before."""

    owner: Resource
    verdicts: Sequence[Verdict]

    @property
    def stuck(self) -> Mapping[str, list[Verdict]]:
        """The pods that find no node, by what kube-scheduler says of them."""
        found: dict[str, list[Verdict]] = {}
        for one in self.verdicts:
            if one.status not in ("scheduled", "bound"):
                found.setdefault(one.message or one.status, []).append(one)
        return found

    @property
    def nodes(self) -> Sequence[str]:
        return list(dict.fromkeys(one.node for one in self.verdicts if one.node))


def is_stuck(verdict: Verdict) -> bool:
    return verdict.status in _STUCK


def ids(plan: Plan, asked: str) -> Sequence[str]:
    """The pods that are meant by a name, with or without their namespace; of a workload, all."""
    if not asked:
        return ()
    found = []
    for pod, owner in zip(plan.world.pods, plan.owners, strict=True):
        home = namespace_of(pod)
        names = {name_of(pod), owner.name if owner else ""}
        if asked in names or asked in {f"{home}/{name}" for name in names if name}:
            found.append(f"{home}/{name_of(pod)}")
    return found


def told(outcome: Outcome) -> Iterator[str]:
    """Each workload with what became of its pods, then how full the nodes are."""
    for workload in _workloads(outcome):
        placed = sum(bool(one.node) for one in workload.verdicts)
        on = f" on {_some(workload.nodes)}" if placed else ""
        yield f"{_called(workload.owner)}: {placed} of {len(workload.verdicts)} placed{on}"
        for message, verdicts in workload.stuck.items():
            yield f"  {_some([one.pod.name for one in verdicts])}: {message}"
            yield from (f"    {line}" for line in _obstacles(outcome, workload.owner, verdicts[0]))
    if outcome.placed.evicted:
        yield f"evicted: {_some([pod.id for pod in outcome.placed.evicted])}"
    yield from _bars(outcome.placed)


def scores(outcome: Outcome, asked: Sequence[str]) -> Iterator[str]:
    """For each pod, what each plugin gives each node, the best node first."""
    for verdict in outcome.placed.verdicts:
        if verdict.pod.id in asked:
            yield f"{verdict.pod.id}: {verdict.node or verdict.message or verdict.status}"
            yield from (f"  {line}" for line in _table(verdict))


def as_json(outcome: Outcome) -> dict[str, Any]:
    placed = outcome.placed
    return {
        "pods": [
            _pod(outcome, owner, one) for owner, one in zip(outcome.owners, placed.verdicts, strict=True)
        ],
        "evicted": [pod.id for pod in placed.evicted],
        "nodes": [
            {
                "name": name,
                "place": place(outcome.places[name]) if name in outcome.places else None,
                "pods": usage.pods,
                "requested": {"cpu": f"{usage.cpu}m", "memory": usage.memory},
                "allocatable": {
                    "cpu": f"{usage.capacity.cpu}m",
                    "memory": usage.capacity.memory,
                    "pods": usage.capacity.pods,
                },
            }
            for name, usage in zip(placed.nodes.names, placed.usage, strict=True)
        ],
    }


def _pod(outcome: Outcome, owner: Resource | None, verdict: Verdict) -> dict[str, Any]:
    names = verdict.nodes.named
    return {
        "pod": verdict.pod.id,
        "owner": owner.id if owner else None,
        "status": verdict.status,
        "node": verdict.node or None,
        "best": names(verdict.best),
        "score": verdict.total,
        "message": verdict.message,
        "obstacles": [
            {
                "plugin": one.refusal.plugin,
                "reasons": list(one.refusal.reasons),
                "nodes": names(one.nodes),
                "place": _place(owner, one),
                "remedy": one.remedy,
            }
            for one in obstacles(verdict, outcome.placed.usage)
        ]
        if is_stuck(verdict)
        else [],
    }


def _workloads(outcome: Outcome) -> list[Workload]:
    found: dict[str, Workload] = {}
    for owner, verdict in zip(outcome.owners, outcome.placed.verdicts, strict=True):
        if owner:
            workload = found.setdefault(_called(owner), Workload(owner, []))
            found[_called(owner)] = workload._replace(verdicts=[*workload.verdicts, verdict])
    return [found[name] for name in sorted(found)]


def _called(owner: Resource) -> str:
    return f"{namespace_of(owner.value)}/{owner.kind}/{owner.name}"


def _obstacles(outcome: Outcome, owner: Resource, verdict: Verdict) -> Iterator[str]:
    for one in obstacles(verdict, outcome.placed.usage):
        about = f"{', '.join(one.refusal.reasons)}{_detail(one)}"
        help_ = f"; would help: {one.remedy}" if one.remedy else ""
        yield f"{_some(verdict.nodes.named(one.nodes))}: {about}{help_}  {_place(owner, one) or ''}".rstrip()


def _detail(one: Obstacle) -> str:
    detail = one.refusal.detail
    return f" ({detail})" if detail and detail not in one.remedy else ""


def _place(owner: Resource | None, obstacle: Obstacle) -> str | None:
    """Where the manifest says what is in the way."""
    for template in pods(owner) if owner else ():
        return place(template.owner.node.at((*template.path, *obstacle.field)))
    return None


def _table(verdict: Verdict) -> Iterator[str]:
    parts = verdict.explanation.scores if verdict.explanation else {}
    names = verdict.nodes.named(verdict.feasible)
    by_plugin = {
        plugin: {name: score for score, mask in scored for name in verdict.nodes.named(mask)}
        for plugin, scored in parts.items()
    }
    totals = {name: sum(scored.get(name, 0) for scored in by_plugin.values()) for name in names}
    width = max(map(len, names), default=0)
    for name in sorted(names, key=lambda one: -totals[one]) if by_plugin else []:
        row = ", ".join(f"{plugin} {scored.get(name, 0)}" for plugin, scored in by_plugin.items())
        yield f"{name:{width}}  {totals[name]:4}  {row}"


def _bars(placed: Placement) -> Iterator[str]:
    width = max(map(len, placed.nodes.names), default=0)
    for name, usage in zip(placed.nodes.names, placed.usage, strict=True):
        yield f"{name:{width}}  {_bar('cpu', usage)}  {_bar('memory', usage)}  pods {usage.pods} of {usage.capacity.pods}"


def _bar(resource: str, usage: Usage) -> str:
    taken, all_ = getattr(usage, resource), getattr(usage.capacity, resource)
    share = taken / all_ if all_ else 0.0
    full = min(_WIDTH, round(share * _WIDTH))
    return f"{resource} [{'#' * full}{'.' * (_WIDTH - full)}] {share:4.0%}"


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MANY
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:_MANY])} and {more} more"
