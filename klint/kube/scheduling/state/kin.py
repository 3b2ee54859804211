"""What other pods' constraints can tell of a pod."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.scheduling.values import items, mapping
from klint.kube.selectors import label_selector, map_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.kube.scheduling.pods.pod_terms import PodTerms
    from klint.kube.scheduling.pods.template import Template
    from klint.kube.scheduling.world import World
    from klint.kube.selectors import Selector


class Kin:
    """Templates that no selector tells apart and that select the same: pods of a StatefulSet, say."""

    __slots__ = ("labels", "namespace", "pod_terms", "terminating")

    def __init__(
        self, namespace: str, labels: Mapping[str, str], pod_terms: PodTerms, *, terminating: bool
    ) -> None:
        """Of the `labels` only those that some selector names."""
        self.namespace = namespace
        self.labels = labels
        self.pod_terms = pod_terms
        self.terminating = terminating


def kin(templates: Iterable[Template], world: World) -> Mapping[Template, Kin]:
    """The kin of each template."""
    templates = list(templates)
    keys = {requirement.key for one in _selectors(templates, world) for requirement in one.requirements or ()}
    known: dict[tuple[object, ...], Kin] = {}
    found = {}
    for template in templates:
        labels = {key: value for key, value in template.labels.items() if key in keys}
        same = template.namespace, tuple(sorted(labels.items())), template.pod_terms, template.terminating
        if same not in known:
            known[same] = Kin(
                template.namespace, labels, template.pod_terms, terminating=template.terminating
            )
        found[template] = known[same]
    return found


def _selectors(templates: Iterable[Template], world: World) -> Iterator[Selector]:
    """All by which pods are selected: by affinity, by spread constraints, and by the defaults of these."""
    for template in templates:
        yield from (term.selector for terms in template.pod_terms for term in terms)
        for one in items(template.spec, "topologySpreadConstraints"):
            yield label_selector(one.get("labelSelector"))
    for service in (*world.services, *world.replication_controllers):
        yield map_selector(mapping(service, "spec").get("selector"))
    for owner in (*world.replica_sets, *world.stateful_sets):
        yield label_selector(mapping(owner, "spec").get("selector"))
