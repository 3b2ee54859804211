"""The terms of a pod's affinity to other pods (kube-scheduler `framework.AffinityTerm`, 1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.scheduling.values import items, mapping, text, texts, whole
from klint.kube.selectors import EVERYTHING, NOTHING, Selector, label_selector

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.scheduling.pods.template import Template

    NamespaceLabels = Mapping[str, Mapping[str, str]]

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


class PodTerm(NamedTuple):
    """Selects pods in some namespaces; `weight` is 0 for a required term."""

    key: str
    selector: Selector
    namespaces: frozenset[str]
    namespace_selector: Selector
    weight: int = 0

    def matches(self, pod: Template, namespace_labels: Mapping[str, str]) -> bool:
        """Whether it selects a pod in a namespace of such labels."""
        if pod.namespace not in self.namespaces and not self.namespace_selector.matches(namespace_labels):
            return False
        return self.selector.matches(pod.labels)

    def expanded(self, namespaces: NamespaceLabels) -> PodTerm:
        """The same with the namespaces that its selector finds: those of a pod being placed must exist."""
        if self.namespace_selector in (EVERYTHING, NOTHING):
            return self
        found = {name for name, labels in namespaces.items() if self.namespace_selector.matches(labels)}
        return self._replace(namespaces=self.namespaces | found, namespace_selector=NOTHING)


class PodTerms(NamedTuple):
    """All of a pod's terms."""

    affinity: tuple[PodTerm, ...]
    anti_affinity: tuple[PodTerm, ...]
    preferred: tuple[PodTerm, ...]
    preferred_anti: tuple[PodTerm, ...]


def pod_terms(spec: Any, namespace: str) -> PodTerms:
    """`namespace` is the pod's own."""
    near, apart = mapping(spec, "affinity", "podAffinity"), mapping(spec, "affinity", "podAntiAffinity")
    return PodTerms(
        tuple(_term(one, namespace) for one in items(near, _REQUIRED)),
        tuple(_term(one, namespace) for one in items(apart, _REQUIRED)),
        tuple(_weighted(near, namespace)),
        tuple(_weighted(apart, namespace)),
    )


def _weighted(side: Any, namespace: str) -> Iterator[PodTerm]:
    for one in items(side, _PREFERRED):
        yield _term(mapping(one, "podAffinityTerm"), namespace, whole(one.get("weight")))


def _term(value: Mapping[str, Any], namespace: str, weight: int = 0) -> PodTerm:
    listed = texts(value.get("namespaces"))
    selects = value.get("namespaceSelector")
    return PodTerm(
        text(value.get("topologyKey")),
        label_selector(value.get("labelSelector")),
        frozenset(listed if listed or selects is not None else [namespace]),
        label_selector(selects),
        weight,
    )
