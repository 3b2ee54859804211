"""Who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings

from klint.kube.rbac import Authorizer, Policy, Request, User
from klint.manifest import outline, resources
from klint.text import Source
from klint.yaml import parse
from tests.rbac import naive
from tests.rbac.policies import NAMESPACES, USERS, account, bound, every_request, policies, role, rule, user

if TYPE_CHECKING:
    from collections.abc import Mapping

WRITTEN = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules:
  - {apiGroups: [""], resources: [pods], verbs: [list]}
  - apiGroups: [""]
    resources: [secrets]
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: readers, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects:
  - {kind: Group, name: nobody}
  - {kind: ServiceAccount, name: web}
"""


@settings(max_examples=150, deadline=None)
@given(policies())
def test_as_a_naive_reading(objects: list[Mapping[str, Any]]) -> None:
    authorizer = Authorizer(Policy.of(objects))
    for who in USERS:
        for namespace in ("", *NAMESPACES):
            for request in every_request(who, namespace):
                assert authorizer.allows(request).allowed == naive.allows(objects, request), request


def test_the_chain_leads_to_the_files() -> None:
    stream = parse(Source("policy.yaml", WRITTEN))
    policy = Policy.written(resources(stream, outline(stream, "policy.yaml")))
    request = Request(User.account("shop", "web"), "get", "", "secrets", namespace="shop", name="key")
    chain = Authorizer(policy).allows(request).chain
    assert chain is not None
    assert chain.rule.node is not None
    assert chain.rule.node["resources"].value == ["secrets"]
    subject = chain.binding.node(chain.subject)
    assert subject is not None
    assert subject["name"].value == "web"
    assert chain.reason == (
        'allowed by RoleBinding "readers/shop" of Role "reader" to ServiceAccount "web/shop"'
    )


def test_a_rolebinding_reaches_no_further_than_its_namespace() -> None:
    everything = role("everything", rule("*", "*", "*"), {"verbs": ["*"], "nonResourceURLs": ["*"]})
    authorizer = Authorizer(Policy.of([everything, bound("everything", user("ann"), namespace="shop")]))
    ann = User("ann")
    assert authorizer.allows(Request(ann, "get", "", "pods", namespace="shop")).allowed
    assert not authorizer.allows(Request(ann, "get", "", "pods", namespace="other")).allowed
    assert not authorizer.allows(Request(ann, "list", "", "pods")).allowed
    assert not authorizer.allows(Request(ann, "get", path="/metrics")).allowed
    assert authorizer.namespaces(ann) == ["shop"]


def test_a_subject_without_namespace() -> None:
    reader = role("reader", rule("get", "pods"))
    here = Policy.of([reader, bound("reader", account("web"), namespace="shop")])
    nowhere = Policy.of([reader, bound("reader", account("web"))])
    request = Request(User.account("shop", "web"), "get", "", "pods", namespace="shop")
    assert Authorizer(here).allows(request).allowed
    assert not Authorizer(nowhere).allows(request).allowed


def test_a_role_that_is_not_there() -> None:
    authorizer = Authorizer(Policy.of([bound("gone", user("ann"))]))
    decision = authorizer.allows(Request(User("ann"), "get", "", "pods"))
    assert not decision.allowed
    assert decision.reason == 'RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found'


def test_users_by_name() -> None:
    assert User.called("system:serviceaccount:shop:web") == User.account("shop", "web")
    assert User.called("ann", "dev").groups == ("dev", "system:authenticated")
    assert User.called("system:anonymous").groups == ("system:unauthenticated",)
    assert User.called("system:serviceaccount:odd").groups == ("system:authenticated",)


def test_broken_values_grant_nothing() -> None:
    odd: Any = [None, "x", {"verbs": "get", "apiGroups": None, "resources": [1, {}]}]
    objects: list[Any] = [
        role("odd") | {"rules": odd, "aggregationRule": []},
        role("odder") | {"rules": "none", "metadata": None},
        bound("odd", user("ann")) | {"subjects": [None, {"kind": "User"}, {"kind": ["User"], "name": 1}]},
        bound("odd", user("ann")) | {"roleRef": None},
        {"kind": "Role"},
    ]
    authorizer = Authorizer(Policy.of(objects))
    assert not authorizer.allows(Request(User(""), "get", "", "pods")).allowed
    assert not authorizer.allows(Request(User("ann"), "get", "", "pods")).allowed
