"""PersistentVolumeClaims, and how pods name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.scheduling.amounts import thousandths
from klint.kube.scheduling.stored.claims import CLASS_ANNOTATION
from klint.kube.scheduling.values import items, mapping, name_of, namespace_of, text, texts
from klint.kube.selectors import Selector, label_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.world import Object

    Key = tuple[str, str]

_BOUND = "pv.kubernetes.io/bind-completed"
_SELECTED_NODE = "volume.kubernetes.io/selected-node"


class Claim:
    """What the scheduler looks at in a claim; `selected_node` may be set once while pods are placed."""

    def __init__(self, claim: Object) -> None:
        spec, annotations = mapping(claim, "spec"), mapping(claim, "metadata", "annotations")
        self.key: Key = (namespace_of(claim), name_of(claim))
        self.uid = text(mapping(claim, "metadata").get("uid"))
        self.owner_uid = _controller_uid(claim)
        self.storage_class = storage_class(claim)
        self.volume = text(spec.get("volumeName"))
        self.bound = bool(self.volume) and _BOUND in annotations
        self.lost = mapping(claim, "status").get("phase") == "Lost"
        self.deleted = bool(mapping(claim, "metadata").get("deletionTimestamp"))
        self.size = thousandths(mapping(spec, "resources", "requests")).get("storage")
        self.block = spec.get("volumeMode") == "Block"
        self.attributes_class = text(spec.get("volumeAttributesClassName"))
        self.modes = frozenset(texts(spec.get("accessModes")))
        self.selector: Selector | None = label_selector(spec["selector"]) if spec.get("selector") else None
        self.selected_node = text(annotations.get(_SELECTED_NODE))

    @property
    def single(self) -> bool:
        """Whether only one pod at a time may use it."""
        return "ReadWriteOncePod" in self.modes


def storage_class(value: Any) -> str:
    """The class of a claim or a volume: an old annotation wins over the field."""
    annotated = mapping(value, "metadata", "annotations").get(CLASS_ANNOTATION)
    return text(annotated if annotated is not None else mapping(value, "spec").get("storageClassName"))


def _controller_uid(claim: Object) -> str | None:
    owners = items(claim, "metadata", "ownerReferences")
    return next((text(one.get("uid")) for one in owners if one.get("controller") is True), None)


class PodClaim(NamedTuple):
    """A claim as a volume of a pod names it; an ephemeral one is made for this pod."""

    name: str
    ephemeral: bool


def pod_claims(pod: Pod) -> Iterator[PodClaim]:
    """In the order of the pod's volumes."""
    for volume in pod.template.volumes:
        if isinstance(volume.get("persistentVolumeClaim"), dict):
            yield PodClaim(text(volume["persistentVolumeClaim"].get("claimName")), ephemeral=False)
        elif volume.get("ephemeral") is not None:
            yield PodClaim(f"{pod.name}-{text(volume.get('name'))}", ephemeral=True)
