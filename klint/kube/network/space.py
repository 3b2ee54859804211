"""Everybody whom a policy can meet, as bits: groups of pods first, then ranges of addresses outside."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from klint.cluster import LabelIndex
from klint.cluster.labels import positions
from klint.kube.network.addresses import EVERYWHERE
from klint.kube.network.intervals import contains
from klint.kube.network.policy import Block, Nodes, Pods

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from klint.kube.network.groups import Group
    from klint.kube.network.intervals import Interval, Intervals
    from klint.kube.network.policy import Peer
    from klint.kube.selectors import Selector

_NAME = "kubernetes.io/metadata.name"


class Space:
    """Groups of pods and ranges of addresses; the answers are masks.

    `namespaces` are the labels of those that files describe; any has a label with its name, whatever is written.
    With `loose`, a block that is meant for addresses outside matches all pods too: some network plugins look
    at a pod's address, which manifests do not tell.
    """

    def __init__(
        self,
        groups: Sequence[Group],
        namespaces: Mapping[str, Mapping[str, str]],
        blocks: Iterable[Block],
        *,
        loose: bool = False,
    ) -> None:
        self.groups = groups
        self.loose = loose
        self.ranges = _cut(blocks)
        self._starts = [first for first, _ in self.ranges]
        self.inside = (1 << len(groups)) - 1
        self.everyone = (1 << (len(groups) + len(self.ranges))) - 1
        # Policies neither select pods that use their node's network nor meet them as pods.
        self.ordinary = sum(1 << bit for bit, group in enumerate(groups) if not group.host)
        self._labels = LabelIndex([group.labels for group in groups])
        self._homes = LabelIndex([{"namespace": group.namespace} for group in groups])
        self._names = sorted({*namespaces, *(group.namespace for group in groups)})
        self._namespaces = LabelIndex([{**namespaces.get(name, {}), _NAME: name} for name in self._names])
        self._known: dict[Selector, int] = {}

    def pods(self, wanted: Pods, namespace: str) -> int:
        """The groups that a peer or a subject selects, seen from a policy's namespace."""
        if wanted.namespaces is None:
            inside = self._homes.equal("namespace", namespace)
        else:
            inside = self._in_namespaces(wanted.namespaces)
        return wanted.pods.mask(self._labels) & inside & self.ordinary if inside else 0

    def peers(self, peers: Iterable[Peer] | None, namespace: str) -> int:
        """Whom the peers of a rule match; nobody for one that cannot be seen."""
        if peers is None:
            return self.everyone
        mask = 0
        for peer in peers:
            match peer:
                case Pods():
                    mask |= self.pods(peer, namespace)
                case Block():
                    mask |= self._block(peer)
                case Nodes():
                    mask |= self._nodes(peer)
        return mask

    def external(self, mask: int) -> Sequence[Interval]:
        """The ranges among the bits of a mask."""
        return [self.ranges[place] for place in positions(mask >> len(self.groups))]

    def outside(self, address: int) -> int:
        """The bit of an address outside."""
        return len(self.groups) + bisect_left(self._starts, address + 1) - 1

    def _in_namespaces(self, selector: Selector) -> int:
        known = self._known.get(selector)
        if known is None:
            known = 0
            for place in positions(selector.mask(self._namespaces)):
                known |= self._homes.equal("namespace", self._names[place])
            self._known[selector] = known
        return known

    def _block(self, block: Block) -> int:
        mask = 0
        for first, last in block.addresses:
            begin, end = bisect_left(self._starts, first), bisect_left(self._starts, last + 1)
            mask |= ((1 << (end - begin)) - 1) << begin
        mask <<= len(self.groups)
        if self.loose and not block.inside:
            mask |= self.ordinary
        seen = self.inside if block.inside else self.inside & ~self.ordinary
        return mask | self._addressed(block.addresses, seen & self._with_addresses)

    def _addressed(self, within: Intervals, candidates: int) -> int:
        mask = 0
        for place in positions(candidates):
            if any(contains(within, one) for one in self.groups[place].addresses):
                mask |= 1 << place
        return mask

    def _nodes(self, peer: Nodes) -> int:
        mask = 0
        for place in positions(self.inside & ~self.ordinary):
            labels = self.groups[place].node
            if labels is not None and peer.nodes.matches(labels):
                mask |= 1 << place
        return mask

    @cached_property
    def _with_addresses(self) -> int:
        return sum(1 << bit for bit, group in enumerate(self.groups) if group.addresses)


def _cut(blocks: Iterable[Block]) -> Sequence[Interval]:
    """The whole line in the fewest ranges that lie wholly inside or wholly outside of every block."""
    ends = {(first, last) for block in blocks for first, last in block.addresses}
    starts = {first for first, _ in ends} | {last + 1 for _, last in ends}
    ranges: list[Interval] = []
    for begin, end in EVERYWHERE:
        inner = sorted({begin, *(start for start in starts if begin < start <= end)})
        ranges += [(first, after - 1) for first, after in zip(inner, [*inner[1:], end + 1], strict=True)]
    return ranges
