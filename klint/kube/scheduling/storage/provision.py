"""StorageClasses, and whether a node can get a new volume of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.amounts import amount, thousandths
from klint.kube.scheduling.values import items, mapping, name_of, text, texts
from klint.kube.selectors import label_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.scheduling.state.nodes import Nodes
    from klint.kube.scheduling.storage.claim import Claim
    from klint.kube.scheduling.world import Object

_NO_PROVISIONER = "kubernetes.io/no-provisioner"


class StorageClass:
    def __init__(self, storage_class: Object, nodes: Nodes) -> None:
        self.name = name_of(storage_class)
        self.provisioner = text(storage_class.get("provisioner"))
        self.waits = storage_class.get("volumeBindingMode") == "WaitForFirstConsumer"
        self.provisions = self.provisioner not in ("", _NO_PROVISIONER)
        terms = items(storage_class, "allowedTopologies")
        self.reach = _allowed(terms, nodes) if terms else nodes.everyone


def _allowed(terms: Iterable[dict[str, Any]], nodes: Nodes) -> int:
    """One term must match, in it every expression (MatchTopologySelectorTerms)."""
    found = 0
    for term in terms:
        expressions = items(term, "matchLabelExpressions")
        mask = nodes.everyone if expressions else 0
        for one in expressions:
            either = 0
            for value in texts(one.get("values")):
                either |= nodes.labels.equal(text(one.get("key")), value)
            mask &= either
        found |= mask
    return found


class Capacities:
    """How much new storage there is where, for the drivers that publish it."""

    def __init__(self, drivers: Iterable[Object], capacities: Iterable[Object], nodes: Nodes) -> None:
        self._publishing = {
            name_of(one) for one in drivers if mapping(one, "spec").get("storageCapacity") is True
        }
        self._limits: dict[str, list[tuple[int, int]]] = {}
        for one in capacities:
            for limit in _limit(one):
                reach = label_selector(one.get("nodeTopology")).mask(nodes.labels)
                self._limits.setdefault(text(one.get("storageClassName")), []).append((limit, reach))
        self._everyone = nodes.everyone

    def enough(self, claim: Claim, storage_class: StorageClass) -> int:
        """The nodes with enough for the claim."""
        if claim.size is None or storage_class.provisioner not in self._publishing:
            return self._everyone
        found = 0
        for limit, reach in self._limits.get(storage_class.name, []):
            if limit >= amount("storage", claim.size):
                found |= reach
        return found


def _limit(capacity: Object) -> Iterator[int]:
    """The greatest volume that can be made, in bytes."""
    for field in ("maximumVolumeSize", "capacity"):
        found = thousandths({field: capacity.get(field)})
        if field in found:
            yield amount("storage", found[field])
            return
