"""How many pods of each kin run on each node, and sums over them that stay up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.kube.scheduling.state.kin import Kin
    from klint.kube.scheduling.state.nodes import Domains, Nodes


class Tally:
    """What the pods in each domain of a topology weigh together.

    `by_total` has the nodes of the domains by their sum; nodes outside any domain are nowhere in it. `weights`
    says what one pod of a kin weighs; others don't count, and one may count though it weighs nothing.
    """

    __slots__ = ("_bits", "_where", "by_total", "counted", "domains", "totals", "weights")

    def __init__(
        self, nodes: Nodes, domains: Domains, weights: Mapping[Kin, int], where: int | None = None
    ) -> None:
        """Only pods on the nodes `where` count."""
        self.domains = domains
        self.weights = weights
        self.totals = [0] * len(domains.masks)
        self.counted = 0
        self.by_total = {0: domains.everyone} if domains.everyone else {}
        self._where = nodes.everyone if where is None else where
        self._bits = nodes.bits

    def add(self, node: int, weight: int, pods: int) -> None:
        """Count pods that weigh `weight` together; negative numbers take them away."""
        domain = self.domains.of[node]
        if domain < 0 or not self._where & self._bits[node]:
            return
        self.counted += pods
        if not weight:
            return
        mask, old = self.domains.masks[domain], self.totals[domain]
        new = self.totals[domain] = old + weight
        rest = self.by_total[old] ^ mask
        if rest:
            self.by_total[old] = rest
        else:
            del self.by_total[old]
        self.by_total[new] = self.by_total.get(new, 0) | mask

    def over(self, limit: int) -> int:
        """The nodes of domains whose sum is greater."""
        found = 0
        for total, mask in self.by_total.items():
            if total > limit:
                found |= mask
        return found


class Census:
    """How many pods of each kin run on each node."""

    def __init__(self) -> None:
        self._counts: dict[Kin, dict[int, int]] = {}
        self._interested: dict[Kin, list[tuple[Tally, int]]] = {}

    def follow(self, tally: Tally) -> Tally:
        """Count all pods that run, and from now on every change."""
        for one, weight in tally.weights.items():
            self._interested.setdefault(one, []).append((tally, weight))
            for node, count in self._counts.get(one, {}).items():
                tally.add(node, weight * count, count)
        return tally

    def move(self, one: Kin, node: int, sign: int) -> None:
        """One pod comes (1) or goes (-1)."""
        counts = self._counts.setdefault(one, {})
        counts[node] = counts.get(node, 0) + sign
        for tally, weight in self._interested.get(one, ()):
            tally.add(node, sign * weight, sign)
