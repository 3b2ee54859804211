"""Nobody gives what he does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings

from klint.kube.rbac import Authorizer, Policy, User, escalation, excess
from klint.kube.rbac.missing import quoted
from tests.rbac.policies import GROUP, RULE_LISTS, USERS, bound, every_request, policies, role, rule, user

if TYPE_CHECKING:
    from collections.abc import Mapping

ANN = User("ann", ("system:authenticated",))


def authorizer(*objects: Any) -> Authorizer:
    return Authorizer(Policy.of(objects))


@settings(max_examples=150, deadline=None)
@given(policies(), RULE_LISTS)
def test_what_passes_gives_nothing_new(objects: list[Mapping[str, Any]], rules: list[Any]) -> None:
    before, author = authorizer(*objects), USERS[0]
    made = role("made", *rules, namespace="a")
    if excess(before, author, made) is None:
        after = authorizer(*objects, made, bound("made", user(author.name), namespace="a", kind="Role"))
        for request in every_request(author, "a"):
            assert after.allows(request).allowed == before.allows(request).allowed


def test_the_message_of_the_api_server() -> None:
    refusal = escalation(authorizer(), ANN, role("web", rule("get list", "pods secrets"), namespace="shop"))
    assert refusal is not None
    assert refusal.reason == "Forbidden"
    assert refusal.message == (
        'roles.rbac.authorization.k8s.io "web" is forbidden: user "ann" (groups=["system:authenticated"]) '
        "is attempting to grant RBAC permissions not currently held:\n"
        '{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}\n'
        '{APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}'
    )


def test_the_verb_escalate() -> None:
    wanted = role("web", rule("get", "pods"))
    free = authorizer(role("r", rule("escalate", "clusterroles", GROUP)), bound("r", user("ann")))
    named = authorizer(role("r", rule("escalate", "clusterroles", GROUP, "web")), bound("r", user("ann")))
    assert escalation(free, ANN, wanted) is None
    assert escalation(named, ANN, wanted) is not None, "a create carries no name"
    assert escalation(named, ANN, wanted, "patch") is None
    assert escalation(authorizer(), User("ann", ("system:masters",)), wanted) is None


def test_the_verb_bind() -> None:
    wanted = bound("view", user("ben"), namespace="shop")
    view = role("view", rule("get", "pods"))
    binds = role("binder", rule("bind", "clusterroles", GROUP, "view"))
    assert escalation(authorizer(view), ANN, wanted) is not None
    assert escalation(authorizer(view, binds, bound("binder", user("ann"))), ANN, wanted) is None
    in_shop = bound("binder", user("ann"), namespace="shop")
    assert escalation(authorizer(view, binds, in_shop), ANN, wanted) is None


def test_binding_a_role_that_is_not_there() -> None:
    refusal = escalation(authorizer(), ANN, bound("gone", user("ben")))
    assert refusal is not None
    assert refusal == ("NotFound", 'clusterroles.rbac.authorization.k8s.io "gone" not found', ())


def test_aggregation_is_for_administrators() -> None:
    wanted = role("all", aggregationRule={"clusterRoleSelectors": [{}]})
    resources = role("most", rule("*", "*", "*"))
    refusal = excess(authorizer(resources, bound("most", user("ann"))), ANN, wanted)
    assert refusal is not None
    assert refusal.message.endswith("must have cluster-admin privileges to use the aggregationRule")
    whole = role("whole", rule("*", "*", "*"), {"verbs": ["*"], "nonResourceURLs": ["*"]})
    assert escalation(authorizer(whole, bound("whole", user("ann"))), ANN, wanted) is None


def test_names_are_quoted_as_go_does() -> None:
    assert quoted(['a"b\\', "tab\t", "é", "\x7f", "\u2028", "\U000e0001"]) == (
        r'["a\"b\\" "tab\t" "é" "\x7f" "\u2028" "\U000e0001"]'
    )
