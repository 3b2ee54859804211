"""Policies of every kind in one form, as they are read; whom they meet is known only in a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from klint.kube.network.ports import ALL_PORTS, PortSet

if TYPE_CHECKING:
    from klint.kube.network.intervals import Intervals
    from klint.kube.selectors import Selector
    from klint.manifest import Resource
    from klint.yaml import Node

Direction = Literal["ingress", "egress"]
Action = Literal["Accept", "Deny", "Pass"]
ADMIN, NAMESPACED, BASELINE = range(3)  # the tiers, in the order they are asked


class Pods(NamedTuple):
    """Pods by their labels, in namespaces by theirs; `namespaces` is None for the policy's own."""

    namespaces: Selector | None
    pods: Selector


class Block(NamedTuple):
    """Addresses: with `inside` those of pods too, without only what is outside of the pod network."""

    addresses: Intervals
    inside: bool


class Nodes(NamedTuple):
    """Nodes by their labels, and so the pods that use a node's network."""

    nodes: Selector


class Unseen(NamedTuple):
    """A peer that cannot be told from manifests: `domainNames`, or a field that klint does not know."""

    field: str


Peer = Pods | Block | Nodes | Unseen


class Ports(NamedTuple):
    """Ports by number, and by the name that each destination gives them; the protocol "" is any."""

    numbers: PortSet = ALL_PORTS
    names: tuple[tuple[str, str], ...] = ()  # protocol, name


class Rule(NamedTuple):
    """`peers` is None where the rule is for everybody; `place` is its index in the policy's list."""

    action: Action
    peers: tuple[Peer, ...] | None
    ports: Ports
    place: int


class Policy(NamedTuple):
    """`ingress` and `egress` are None for a direction that the policy says nothing about.

    In the tier NAMESPACED the policies that select a pod are added up and all else is refused; in the others, the
    first rule that matches decides, by `priority`, and what none matches is left to the next tier.
    """

    name: str
    namespace: str
    tier: int
    priority: int
    subject: Pods
    ingress: tuple[Rule, ...] | None
    egress: tuple[Rule, ...] | None
    resource: Resource | None = None

    def rules(self, direction: Direction) -> tuple[Rule, ...] | None:
        return self.ingress if direction == "ingress" else self.egress

    def node(self, direction: Direction, rule: Rule) -> Node | None:
        """Where a rule is written."""
        return self.resource["spec"][direction][rule.place] if self.resource else None
