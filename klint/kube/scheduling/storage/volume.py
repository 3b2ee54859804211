"""PersistentVolumes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.amounts import thousandths
from klint.kube.scheduling.pods.node_selection import any_of, selector_terms
from klint.kube.scheduling.storage.claim import storage_class
from klint.kube.scheduling.values import labels_of, mapping, name_of, text, texts

if TYPE_CHECKING:
    from klint.kube.scheduling.state.nodes import Nodes
    from klint.kube.scheduling.storage.claim import Claim
    from klint.kube.scheduling.world import Object


class Volume:
    """What the scheduler looks at in a volume; `claim` may be set once while pods are placed."""

    def __init__(self, volume: Object, nodes: Nodes) -> None:
        spec, reference = mapping(volume, "spec"), mapping(volume, "spec", "claimRef")
        self.name = name_of(volume)
        self.spec = spec
        self.labels = labels_of(volume)
        self.storage_class = storage_class(volume)
        self.claim = (text(reference.get("namespace")), text(reference.get("name"))) if reference else None
        self._claim_uid = text(reference.get("uid"))
        self.available = mapping(volume, "status").get("phase") == "Available"
        self.deleted = bool(mapping(volume, "metadata").get("deletionTimestamp"))
        self.size = thousandths(spec.get("capacity")).get("storage", 0)
        self.block = spec.get("volumeMode") == "Block"
        self.attributes_class = text(spec.get("volumeAttributesClassName"))
        self.modes = frozenset(texts(spec.get("accessModes")))
        self.reach = _reach(mapping(spec, "nodeAffinity").get("required"), nodes)

    def belongs_to(self, claim: Claim) -> bool:
        """Whether it is reserved for the claim (IsVolumeBoundToClaim); a claim without uid is taken by its name."""
        same = not self._claim_uid or not claim.uid or self._claim_uid == claim.uid
        return self.claim == claim.key and same

    def could_serve(self, claim: Claim) -> bool:
        """Whether it is big enough, of the right form and not another claim's."""
        if self.claim is not None and not self.belongs_to(claim):
            return False
        return (
            self.size >= (claim.size or 0)
            and self.block == claim.block
            and self.attributes_class == claim.attributes_class
            and not self.deleted
        )

    def suits(self, claim: Claim) -> bool:
        """Whether it may be taken by a claim that it is not reserved for."""
        selected = claim.selector is None or claim.selector.matches(self.labels)
        return (
            self.available
            and selected
            and self.storage_class == claim.storage_class
            and claim.modes <= self.modes
        )


def _reach(required: Any, nodes: Nodes) -> int:
    """The nodes that can use it: fields such as the node's name are not looked at."""
    terms = selector_terms(required)
    if terms is None:
        return nodes.everyone
    return any_of(tuple(term for term in terms if not term.fields), nodes)
