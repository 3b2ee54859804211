"""What the roles of a policy grant, once those that are made of others are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from klint.kube.rbac.policy import Role, RoleId
    from klint.kube.rbac.rule import Rule


def settled(roles: Iterable[Role]) -> Mapping[RoleId, Role]:
    """Every role with the rules it has when kube-controller-manager is done (clusterroleaggregation, 1.34).

    Several roles of one name are one that grants what any of them says. What is written in a role with an
    aggregationRule is overwritten. A circle of aggregations holds what comes into it from outside.
    """
    by_id: dict[RoleId, Role] = {}
    for role in roles:
        known = by_id.get(role.id)
        by_id[role.id] = _united(known, role) if known else role
    aggregated = [role for role in by_id.values() if role.selectors is not None]
    for role in aggregated:
        by_id[role.id] = role._replace(rules=())
    parts = [(role.id, _selected(role, by_id.values())) for role in aggregated]
    changed = True
    while changed:
        changed = False
        for made, of in parts:
            rules = _gathered(by_id, of)
            changed = changed or len(rules) != len(by_id[made].rules)
            by_id[made] = by_id[made]._replace(rules=rules)
    return by_id


def _united(one: Role, other: Role) -> Role:
    selectors = one.selectors
    if other.selectors is not None:
        selectors = (selectors or ()) + other.selectors
    return one._replace(
        rules=one.rules + other.rules,
        labels={**one.labels, **other.labels},
        selectors=selectors,
        resource=one.resource or other.resource,
    )


def _selected(role: Role, candidates: Iterable[Role]) -> Sequence[RoleId]:
    """The ClusterRoles that a role is made of, in the controller's order."""
    others = sorted(one.id for one in candidates if one.id.kind == "ClusterRole" and one.id != role.id)
    labels = {one.id: one.labels for one in candidates}
    return [one for selector in role.selectors or () for one in others if selector.matches(labels[one])]


def _gathered(by_id: Mapping[RoleId, Role], ids: Iterable[RoleId]) -> tuple[Rule, ...]:
    rules: dict[tuple[tuple[str, ...], ...], Rule] = {}
    for one in ids:
        for rule in by_id[one].rules:
            rules.setdefault(rule.content, rule)
    return tuple(rules.values())
