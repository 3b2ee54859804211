"""The kinds of pods there are, and which of them select which."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from klint.cluster.labels import LabelIndex, positions
from klint.kube.selectors import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from klint.kube.scheduling.pods.pod_terms import PodTerm
    from klint.kube.scheduling.pods.template import Template
    from klint.kube.scheduling.state.kin import Kin
    from klint.kube.selectors import Selector


class Pull(NamedTuple):
    """A term by which some pods select others; without `weight` it is required."""

    puller: Kin
    key: str
    weight: int | None


class Catalog:
    """Sets of kin are masks, as sets of nodes are."""

    def __init__(self, kin: Mapping[Template, Kin], namespaces: Mapping[str, Mapping[str, str]]) -> None:
        """`namespaces` has the labels of those that exist."""
        self.kin = kin
        self._all: Sequence[Kin] = list(dict.fromkeys(kin.values()))
        self._namespaces = namespaces
        self._labels = LabelIndex([one.labels for one in self._all])
        self._by_namespace: dict[str, int] = {}
        for index, one in enumerate(self._all):
            self._by_namespace[one.namespace] = self._by_namespace.get(one.namespace, 0) | 1 << index

    def counted(self, selector: Selector, namespace: str) -> list[Kin]:
        """Those of a namespace that a selector selects and that are not being deleted."""
        mask = selector.mask(self._labels) & self._by_namespace.get(namespace, 0)
        return [one for one in self._in(mask) if not one.terminating]

    def selected(self, term: PodTerm) -> list[Kin]:
        """Those that a term of a pod being placed selects; the namespaces it looks for must exist."""
        return self._in(self._mask(term.expanded(self._namespaces)))

    def repelling(self, template: Template) -> Sequence[Pull]:
        """The required anti-affinity of others that selects the template."""
        return self._repelling.get(self.kin[template], ())

    def drawing(self, template: Template) -> Sequence[Pull]:
        """The other affinity of others that selects the template; preferred anti-affinity weighs less than 0."""
        return self._drawing.get(self.kin[template], ())

    @cached_property
    def _repelling(self) -> Mapping[Kin, list[Pull]]:
        return self._pulls(lambda one: ((term, None) for term in one.pod_terms.anti_affinity))

    @cached_property
    def _drawing(self) -> Mapping[Kin, list[Pull]]:
        return self._pulls(_drawing_terms)

    def _pulls(
        self, terms: Callable[[Kin], Iterable[tuple[PodTerm, int | None]]]
    ) -> Mapping[Kin, list[Pull]]:
        found: dict[Kin, list[Pull]] = {}
        for puller in self._all:
            for term, weight in terms(puller):
                for one in self._in(self._mask(term)):
                    found.setdefault(one, []).append(Pull(puller, term.key, weight))
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

    def _in(self, mask: int) -> list[Kin]:
        return [self._all[index] for index in positions(mask)]


def _drawing_terms(one: Kin) -> Iterable[tuple[PodTerm, int | None]]:
    terms = one.pod_terms
    yield from ((term, None) for term in terms.affinity)
    yield from ((term, term.weight) for term in terms.preferred)
    yield from ((term, -term.weight) for term in terms.preferred_anti)
