"""Node selectors: which nodes match, and what is wrong with one (component-helpers `nodeaffinity`, 1.34)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube import names
from klint.kube.scheduling.values import items, mapping, text, texts
from klint.kube.selectors import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.scheduling.state.nodes import Nodes

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NAME = "metadata.name"
_TOO_LONG = "must be no more than 63 bytes"
_LABEL_VALUE = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start "
    "and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation "
    "is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
)


class Expression(NamedTuple):
    """One condition on a label, or on a field, of a node."""

    key: str
    operator: str
    values: tuple[str, ...]

    def mask(self, nodes: Nodes) -> int:
        """The nodes whose labels meet it."""
        if self.operator not in ("Gt", "Lt"):
            return Requirement(*self).mask(nodes.labels)
        bound, found = int(self.values[0]), 0
        for value, mask in nodes.labels.values(self.key).items():
            number = _integer(value)
            if number is not None and (number > bound if self.operator == "Gt" else number < bound):
                found |= mask
        return found

    def named(self, nodes: Nodes) -> int:
        """The nodes whose names meet it."""
        mask = nodes.mask(self.values[0])
        return mask if self.operator == "In" else nodes.everyone & ~mask

    def faults(self) -> list[str]:
        """What labels.NewRequirement says against its values, each text beginning where `values` ends."""
        match self.operator:
            case "In" | "NotIn":
                found = [] if self.values else [": for 'in', 'notin' operators, values set can't be empty"]
            case "Exists" | "DoesNotExist":
                found = [": values set must be empty for exists and does not exist"] if self.values else []
            case "Gt" | "Lt":
                found = list(_bound_faults(self.values))
            case _:
                found = [f": '{self.operator}' is not a valid label selector operator"]
        return found + [
            f'[{index}][{self.key}]: Invalid value: "{value}": {wrong}'
            for index, value in enumerate(self.values)
            if (wrong := _label_fault(value))
        ]

    @property
    def sound(self) -> bool:
        return not self.faults() and not names.label_key(self.key)


def _bound_faults(values: tuple[str, ...]) -> Iterator[str]:
    if len(values) != 1:
        yield ": for 'Gt', 'Lt' operators, exactly one value is required"
    for index, value in enumerate(values):
        if _integer(value) is None:
            yield f"[{index}]: Invalid value: \"{value}\": for 'Gt', 'Lt' operators, the value must be an integer"


def _label_fault(value: str) -> str:
    if not names.label_value(value):
        return ""
    return f"{_TOO_LONG}; {_LABEL_VALUE}" if len(value) > 63 else _LABEL_VALUE


def _integer(written: str) -> int | None:
    """A label's value as strconv.ParseInt(_, 10, 64) reads it."""
    if not _INTEGER.fullmatch(written):
        return None
    number = int(written)
    return number if -(2**63) <= number < 2**63 else None


class Term(NamedTuple):
    """All expressions and fields must match; one without any matches nothing."""

    expressions: tuple[Expression, ...]
    fields: tuple[Expression, ...] = ()

    def mask(self, nodes: Nodes) -> int:
        if not self.sound:
            return 0
        mask = nodes.everyone
        for expression in self.expressions:
            mask &= expression.mask(nodes)
        for field in self.fields:
            mask &= field.named(nodes)
        return mask

    @property
    def empty(self) -> bool:
        return not self.expressions and not self.fields

    @property
    def sound(self) -> bool:
        fields = all(
            one.key == _NAME and one.operator in ("In", "NotIn") and len(one.values) == 1
            for one in self.fields
        )
        return not self.empty and fields and all(one.sound for one in self.expressions)

    @property
    def names(self) -> frozenset[str] | None:
        """The node names that the term demands; None if it demands none."""
        demanded = [frozenset(one.values) for one in self.fields if one.key == _NAME and one.operator == "In"]
        return frozenset.intersection(*demanded) if demanded else None


class NodeSelection(NamedTuple):
    """A pod's nodeSelector and required node affinity; without `terms` only the selector demands anything."""

    selector: tuple[tuple[str, str], ...]
    terms: tuple[Term, ...] | None

    def __bool__(self) -> bool:
        return bool(self.selector) or self.terms is not None

    def mask(self, nodes: Nodes) -> int:
        mask = nodes.everyone
        for key, value in self.selector:
            mask &= nodes.labels.equal(key, value)
        return mask if self.terms is None else mask & any_of(self.terms, nodes)


def any_of(terms: tuple[Term, ...], nodes: Nodes) -> int:
    """The nodes that one of the terms matches."""
    mask = 0
    for term in terms:
        mask |= term.mask(nodes)
    return mask


def node_selection(spec: Any) -> NodeSelection:
    required = mapping(spec, "affinity", "nodeAffinity").get("requiredDuringSchedulingIgnoredDuringExecution")
    selector = {key: text(value) for key, value in mapping(spec, "nodeSelector").items()}
    return NodeSelection(tuple(selector.items()), selector_terms(required))


def selector_terms(selector: Any) -> tuple[Term, ...] | None:
    """The terms of a NodeSelector, of which one must match; None where there is no selector."""
    if not isinstance(selector, dict):
        return None
    return tuple(term(one) for one in items(selector, "nodeSelectorTerms"))


def preferences(spec: Any) -> Iterator[tuple[int, Term]]:
    """The preferred terms of node affinity with their weights."""
    for one in items(spec, "affinity", "nodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution"):
        weight = one.get("weight")
        yield weight if isinstance(weight, int) else 0, term(one.get("preference"))


def term(value: Any) -> Term:
    return Term(_expressions(value, "matchExpressions"), _expressions(value, "matchFields"))


def _expressions(value: Any, field: str) -> tuple[Expression, ...]:
    return tuple(
        Expression(text(one.get("key")), text(one.get("operator")), tuple(texts(one.get("values"))))
        for one in items(value, field)
    )
