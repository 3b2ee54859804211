"""Policies in a cluster: whom they select, and whom each rule lets in or out on which ports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.cluster.labels import positions
from klint.kube.network.partition import Verdicts, added
from klint.kube.network.policy import ADMIN, BASELINE, NAMESPACED
from klint.kube.network.ports import ALL_PORTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from klint.kube.network.groups import Group
    from klint.kube.network.partition import Partition, Share
    from klint.kube.network.policy import Direction, Policy, Rule
    from klint.kube.network.ports import PortSet
    from klint.kube.network.space import Space


class Clause(NamedTuple):
    """A rule with those it is about. `shares` says which ports they are, as far as the rule alone can tell."""

    rule: Rule
    peers: int
    shares: tuple[Share, ...]

    def facing(self, subject: Group, direction: Direction) -> tuple[Share, ...]:
        """The shares where a group is what the policy selects: the ports that come in have the names it gives."""
        if direction == "ingress" and self.rule.ports.names:
            return ((self.peers, subject.resolved(self.rule.ports)),)
        return self.shares


class Compiled(NamedTuple):
    """A policy with the mask of the groups it selects."""

    policy: Policy
    subject: int
    ingress: tuple[Clause, ...] | None
    egress: tuple[Clause, ...] | None

    def clauses(self, direction: Direction) -> tuple[Clause, ...] | None:
        return self.ingress if direction == "ingress" else self.egress


def compiled(policy: Policy, space: Space) -> Compiled:
    return Compiled(
        policy,
        space.pods(policy.subject, policy.namespace),
        _clauses(policy, "ingress", space),
        _clauses(policy, "egress", space),
    )


def partition(
    selecting: Sequence[Compiled], direction: Direction, subject: Group, everyone: int
) -> Partition:
    """What a group may exchange with whom in a direction; the policies that select it come in the order of tiers.

    Admin policies decide first, then NetworkPolicies, whose word is the last for pods that they isolate, then
    Baseline policies; what is left is allowed.
    """
    speaking = [one for one in selecting if one.clauses(direction) is not None]
    isolating = [one for one in speaking if one.policy.tier == NAMESPACED]
    last: Partition = {ALL_PORTS: everyone}
    if isolating:
        last = added(share for one in isolating for share in _shares(one, direction, subject))
    if len(isolating) == len(speaking):
        return last
    verdicts = Verdicts(everyone)
    for tier in (ADMIN,) if isolating else (ADMIN, BASELINE):
        for one in speaking:
            if one.policy.tier == tier:
                for clause in one.clauses(direction) or ():
                    verdicts.ask(clause.rule.action, clause.facing(subject, direction))
        verdicts.next_tier()
    return verdicts.closed(last)


def isolates(policy: Policy, direction: Direction) -> bool:
    """Whether pods that a policy selects are closed in a direction but for what such policies allow."""
    return policy.tier == NAMESPACED and policy.rules(direction) is not None


def _clauses(policy: Policy, direction: Direction, space: Space) -> tuple[Clause, ...] | None:
    rules = policy.rules(direction)
    if rules is None:
        return None
    return tuple(_clause(rule, policy, direction, space) for rule in rules)


def _clause(rule: Rule, policy: Policy, direction: Direction, space: Space) -> Clause:
    peers = space.peers(rule.peers, policy.namespace)
    named = direction == "egress" and rule.ports.names
    return Clause(rule, peers, tuple(_named(rule, peers, space)) if named else ((peers, rule.ports.numbers),))


def _named(rule: Rule, peers: int, space: Space) -> Iterator[Share]:
    """Each destination by the numbers it gives the names; outside of the cluster there are no names."""
    parts: dict[PortSet, int] = {rule.ports.numbers: peers & ~space.inside}
    for place in positions(peers & space.inside):
        ports = space.groups[place].resolved(rule.ports)
        parts[ports] = parts.get(ports, 0) | 1 << place
    return ((mask, ports) for ports, mask in parts.items())


def _shares(one: Compiled, direction: Direction, subject: Group) -> Iterator[Share]:
    for clause in one.clauses(direction) or ():
        yield from clause.facing(subject, direction)
