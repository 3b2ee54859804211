"""Roles made of others."""

from __future__ import annotations

from typing import Any

from klint.kube.rbac import Authorizer, Policy, RoleId
from tests.rbac.policies import role, rule


def made_of(name: str, *labels: str, rules: Any = (), **more: Any) -> dict[str, Any]:
    selectors = [{"matchLabels": {label: "true"}} for label in labels]
    more["aggregationRule"] = {"clusterRoleSelectors": selectors}
    return role(name, *rules, **more)


def held(name: str, *objects: dict[str, Any]) -> list[str]:
    found = Authorizer(Policy.of(objects)).roles[RoleId("ClusterRole", "", name)]
    return [" ".join(rule.resources) for rule in found.rules]


def test_through_several_roles() -> None:
    objects = (
        made_of("top", "to-top"),
        made_of("middle", "to-middle", labels={"to-top": "true"}),
        role("leaf", rule("get", "pods"), labels={"to-middle": "true"}),
    )
    assert held("top", *objects) == held("top", *reversed(objects)) == ["pods"]


def test_what_is_written_beside_is_overwritten() -> None:
    assert held("top", made_of("top", "to-top", rules=[rule("*", "secrets")])) == []


def test_equal_rules_are_one_and_come_in_order_of_selectors_and_names() -> None:
    objects = (
        made_of("top", "second", "first"),
        role("b", rule("get", "pods"), rule("get", "jobs"), labels={"first": "true"}),
        role("a", rule("get", "nodes"), labels={"first": "true"}),
        role("c", rule("get", "jobs"), labels={"second": "true"}),
    )
    assert held("top", *objects) == ["jobs", "nodes", "pods"]


def test_a_circle_comes_to_rest() -> None:
    objects = (
        made_of("a", "to-a", labels={"to-b": "true"}),
        made_of("b", "to-b", labels={"to-a": "true"}),
        role("leaf", rule("get", "pods"), labels={"to-a": "true"}),
    )
    assert held("a", *objects) == held("b", *objects) == ["pods"]


def test_a_role_that_selects_itself_and_roles_of_namespaces_are_left_out() -> None:
    everything = role("all", aggregationRule={"clusterRoleSelectors": [{}]})
    local = role("local", rule("get", "pods"), namespace="shop")
    assert held("all", everything, local, role("leaf", rule("get", "jobs"))) == ["jobs"]


def test_two_files_that_describe_one_role() -> None:
    assert held("one", role("one", rule("get", "pods")), role("one", rule("get", "jobs"))) == ["pods", "jobs"]
