"""Which labels a selector selects, as k8s.io/apimachinery decides it (1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.manifest.labels import label_text, plain_labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.cluster import Cluster, LabelIndex, Pod


class Requirement(NamedTuple):
    """One condition on the label `key`; `operator` is In, NotIn, Exists or DoesNotExist."""

    key: str
    operator: str
    values: tuple[str, ...] = ()

    def matches(self, labels: Mapping[str, str]) -> bool:
        value = labels.get(self.key)
        match self.operator:
            case "In":
                return value in self.values
            case "NotIn":
                return value not in self.values
            case "Exists":
                return value is not None
        return value is None

    def mask(self, index: LabelIndex) -> int:
        match self.operator:
            case "In":
                return _either(index, self)
            case "NotIn":
                return index.everyone & ~_either(index, self)
            case "Exists":
                return index.having(self.key)
        return index.everyone & ~index.having(self.key)


class Selector(NamedTuple):
    """All requirements must hold; `requirements` is None for a selector that selects nothing whatever there is."""

    requirements: tuple[Requirement, ...] | None

    def matches(self, labels: Mapping[str, str]) -> bool:
        if self.requirements is None:
            return False
        return all(requirement.matches(labels) for requirement in self.requirements)

    def mask(self, index: LabelIndex) -> int:
        """The bits of the selected ones in an index."""
        if self.requirements is None:
            return 0
        mask = index.everyone
        for requirement in self.requirements:
            mask &= requirement.mask(index)
        return mask


NOTHING = Selector(None)
EVERYTHING = Selector(())


def label_selector(value: Any) -> Selector:
    """Read a LabelSelector: absent selects nothing, empty selects everything (metav1.LabelSelectorAsSelector).

    One that the API server refuses selects nothing.
    """
    if not isinstance(value, dict):
        return NOTHING
    requirements = [_equal(key, one) for key, one in plain_labels(value.get("matchLabels")).items()]
    expressions = value.get("matchExpressions") or []
    for expression in expressions if isinstance(expressions, list) else [None]:
        requirement = _expressed(expression)
        if requirement is None:
            return NOTHING
        requirements.append(requirement)
    return Selector(tuple(requirements))


def map_selector(value: Any) -> Selector:
    """Read the selector of a Service or ReplicationController: absent or empty selects nothing.

    The controllers leave a Service without a selector to whoever manages its endpoints.
    """
    if not isinstance(value, dict) or not value:
        return NOTHING
    return Selector(tuple(_equal(key, one) for key, one in plain_labels(value).items()))


def selected(cluster: Cluster, selector: Selector, namespace: str | None = None) -> list[Pod]:
    """The pods that a selector selects in a namespace ("" is `default`), without one in all."""
    if selector.requirements is None:
        return []
    inside = cluster.pod_labels.everyone if namespace is None else cluster.within(namespace)
    return cluster.pods_in(selector.mask(cluster.pod_labels) & inside)


def _equal(key: str, value: str) -> Requirement:
    return Requirement(key, "In", (value,))


def _expressed(expression: Any) -> Requirement | None:
    """One of `matchExpressions`; None where labels.NewRequirement gives an error."""
    if not isinstance(expression, dict):
        return None
    key, operator, values = expression.get("key"), expression.get("operator"), expression.get("values") or []
    if not isinstance(key, str) or not isinstance(values, list):
        return None
    if operator in ("In", "NotIn") and values:
        return Requirement(key, operator, tuple(map(label_text, values)))
    if operator in ("Exists", "DoesNotExist") and not values:
        return Requirement(key, operator)
    return None


def _either(index: LabelIndex, requirement: Requirement) -> int:
    mask = 0
    for value in requirement.values:
        mask |= index.equal(requirement.key, value)
    return mask
