"""Which policies and rules decide what two ends may exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.network.compiled import isolates
from klint.kube.network.policy import NAMESPACED
from klint.kube.network.ports import ALL_PORTS, NO_PORTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klint.cluster import Pod
    from klint.kube.network.compiled import Clause
    from klint.kube.network.connectivity import Connectivity
    from klint.kube.network.groups import Group
    from klint.kube.network.policy import Direction, Policy, Rule
    from klint.kube.network.ports import PortSet
    from klint.yaml import Node


class Step(NamedTuple):
    """A rule that matches, and the ports on which it has a say: it decides, or is one of those that allow."""

    policy: Policy
    direction: Direction
    rule: Rule
    ports: PortSet

    @property
    def node(self) -> Node | None:
        return self.policy.node(self.direction, self.rule)


class Side(NamedTuple):
    """One end's word: `isolating` are the NetworkPolicies that close it for all but what `steps` allow."""

    direction: Direction
    ports: PortSet
    isolating: Sequence[Policy]
    steps: Sequence[Step]


class Reason(NamedTuple):
    """What is allowed is what both ends allow."""

    ports: PortSet
    egress: Side
    ingress: Side


def why(connectivity: Connectivity, source: Pod, destination: Pod) -> Reason:
    """The words of both ends of a connection between pods."""
    here, there = connectivity.place(source), connectivity.place(destination)
    egress = side(connectivity, "egress", here, there)
    ingress = side(connectivity, "ingress", there, here)
    return Reason(egress.ports & ingress.ports, egress, ingress)


def why_outside(connectivity: Connectivity, direction: Direction, pod: Pod, address: int) -> Side:
    """A pod's word about an address outside of the cluster; nobody else is asked there."""
    return side(connectivity, direction, connectivity.place(pod), connectivity.space.outside(address))


def side(connectivity: Connectivity, direction: Direction, place: int, peer: int) -> Side:
    """The word of a group about a bit of the space: `compiled.partition` for one peer, with its reasons."""
    group = connectivity.groups[place]
    speaking = [one for one in connectivity.selecting(place) if one.clauses(direction) is not None]
    isolating = [one.policy for one in speaking if isolates(one.policy, direction)]
    course = _Course(direction)
    for one in speaking:
        course.enter(one.policy.tier)
        if one.policy.tier > NAMESPACED and isolating:
            break
        for clause in one.clauses(direction) or ():
            course.ask(one.policy, clause, _ports(clause, group, direction, peer))
    return Side(direction, course.end(closed=bool(isolating)), isolating, course.steps)


class _Course:
    """Where the questions have come to."""

    def __init__(self, direction: Direction) -> None:
        self.steps: list[Step] = []
        self._direction = direction
        self._tier = 0
        self._undecided, self._passed, self._allowed = ALL_PORTS, NO_PORTS, NO_PORTS

    def enter(self, tier: int) -> None:
        if tier != self._tier:
            self._tier = tier
            self._undecided, self._passed = self._undecided | self._passed, NO_PORTS

    def ask(self, policy: Policy, clause: Clause, ports: PortSet) -> None:
        meant = self._undecided & ports
        if not any(meant):
            return
        self.steps.append(Step(policy, self._direction, clause.rule, meant))
        if clause.rule.action == "Accept":
            self._allowed |= meant
        elif clause.rule.action == "Pass":
            self._passed |= meant
        if policy.tier != NAMESPACED:  # where rules are added up, the next may allow the same
            self._undecided -= meant

    def end(self, *, closed: bool) -> PortSet:
        return self._allowed if closed else self._allowed | self._undecided | self._passed


def _ports(clause: Clause, subject: Group, direction: Direction, peer: int) -> PortSet:
    found = NO_PORTS
    for mask, ports in clause.facing(subject, direction):
        if mask >> peer & 1:
            found |= ports
    return found
