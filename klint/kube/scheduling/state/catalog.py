"""The templates there are, and which of them select which."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from klint.cluster.labels import LabelIndex, positions
from klint.kube.selectors import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from klint.kube.scheduling.pods.pod_terms import PodTerm
    from klint.kube.scheduling.pods.template import Template
    from klint.kube.selectors import Selector


class Pull(NamedTuple):
    """A term of one template that selects another; without `weight` it is required."""

    puller: Template
    key: str
    weight: int | None


class Catalog:
    """Sets of templates are masks, as sets of nodes are."""

    def __init__(self, templates: Sequence[Template], namespaces: Mapping[str, Mapping[str, str]]) -> None:
        """`namespaces` has the labels of those that exist."""
        self.all = templates
        self._namespaces = namespaces
        self._indexes = {template: index for index, template in enumerate(templates)}
        self._labels = LabelIndex([template.labels for template in templates])
        self._by_namespace: dict[str, int] = {}
        for index, template in enumerate(templates):
            self._by_namespace[template.namespace] = (
                self._by_namespace.get(template.namespace, 0) | 1 << index
            )

    def counted(self, selector: Selector, namespace: str) -> list[Template]:
        """Those of a namespace that a selector selects and that are not being deleted."""
        mask = selector.mask(self._labels) & self._by_namespace.get(namespace, 0)
        return [template for template in self._in(mask) if not template.terminating]

    def selected(self, term: PodTerm) -> list[Template]:
        """Those that a term of a pod being placed selects; the namespaces it looks for must exist."""
        return self._in(self._mask(term.expanded(self._namespaces)))

    def selects(self, term: PodTerm, template: Template) -> bool:
        """Whether it is one of those."""
        return bool(self._mask(term.expanded(self._namespaces)) >> self._indexes[template] & 1)

    def repelling(self, template: Template) -> Sequence[Pull]:
        """The required anti-affinity of others that selects the template."""
        return self._repelling.get(template, ())

    def drawing(self, template: Template) -> Sequence[Pull]:
        """The other affinity of others that selects the template; preferred anti-affinity weighs less than 0."""
        return self._drawing.get(template, ())

    @cached_property
    def _repelling(self) -> Mapping[Template, list[Pull]]:
        return self._pulls(lambda template: ((term, None) for term in template.pod_terms.anti_affinity))

    @cached_property
    def _drawing(self) -> Mapping[Template, list[Pull]]:
        return self._pulls(_drawing_terms)

    def _pulls(
        self, terms: Callable[[Template], Iterable[tuple[PodTerm, int | None]]]
    ) -> Mapping[Template, list[Pull]]:
        found: dict[Template, list[Pull]] = {}
        for puller in self.all:
            for term, weight in terms(puller):
                for template in self._in(self._mask(term)):
                    found.setdefault(template, []).append(Pull(puller, term.key, weight))
        return found

    def _mask(self, term: PodTerm) -> int:
        return term.selector.mask(self._labels) & self._within(term)

    def _within(self, term: PodTerm) -> int:
        if term.namespace_selector == EVERYTHING:
            return self._labels.everyone
        found = 0
        for name, mask in self._by_namespace.items():
            if name in term.namespaces or term.namespace_selector.matches(self._namespaces.get(name, {})):
                found |= mask
        return found

    def _in(self, mask: int) -> list[Template]:
        return [self.all[index] for index in positions(mask)]


def _drawing_terms(template: Template) -> Iterable[tuple[PodTerm, int | None]]:
    terms = template.pod_terms
    yield from ((term, None) for term in terms.affinity)
    yield from ((term, term.weight) for term in terms.preferred)
    yield from ((term, -term.weight) for term in terms.preferred_anti)
