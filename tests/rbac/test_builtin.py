"""Kubernetes' own roles and bindings."""

from __future__ import annotations

import pytest

from klint.kube.rbac import Authorizer, Policy, Request, User, builtin, with_builtin
from klint.manifest import outline, resources
from klint.release import NEWEST, OLDEST, Release
from klint.text import Source
from klint.yaml import parse
from tests.rbac.policies import bound, role, rule, user

ANN = User.called("ann")


@pytest.mark.parametrize("minor", range(OLDEST.minor, NEWEST.minor + 1))
def test_the_user_facing_roles(minor: int) -> None:
    objects = [bound(name, user(name), namespace="shop") for name in ("admin", "edit", "view")]
    authorizer = Authorizer(with_builtin(Policy.of(objects), Release(1, minor)))
    can = {
        name: [
            authorizer.allows(Request(User(name), *asked)._replace(namespace="shop")).allowed
            for asked in (
                ("list", "", "pods"),
                ("get", "", "secrets"),
                ("create", "", "pods", "exec"),
                ("create", "rbac.authorization.k8s.io", "rolebindings"),
            )
        ]
        for name in ("view", "edit", "admin")
    }
    assert can == {
        "view": [True, False, False, False],
        "edit": [True, True, True, False],
        "admin": [True, True, True, True],
    }


def test_of_each_release_its_own() -> None:
    assert [len(builtin(Release(1, 34)).roles), len(builtin(Release(1, 34)).bindings)] == [75, 56]
    reviews = Request(ANN, "create", "authentication.k8s.io", "selfsubjectreviews")
    assert not Authorizer(builtin(Release(1, 26))).allows(reviews).allowed
    assert Authorizer(builtin(Release(1, 27))).allows(reviews).allowed


def test_what_everybody_may_read() -> None:
    authorizer = Authorizer(builtin(NEWEST))
    version = Request(User.called("system:anonymous"), "get", path="/version")
    assert authorizer.allows(version).allowed
    assert not authorizer.allows(version._replace(path="/metrics")).allowed


def test_a_written_role_of_the_same_name_is_joined() -> None:
    policy = Policy.of([role("cluster-admin", rule("get", "pods")), bound("cluster-admin", user("ann"))])
    authorizer = Authorizer(with_builtin(policy, NEWEST))
    assert authorizer.allows(Request(ANN, "delete", "", "nodes")).allowed


def test_unless_it_says_otherwise() -> None:
    text = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: cluster-admin, annotations: {rbac.authorization.kubernetes.io/autoupdate: "false"}}
rules: []
"""
    stream = parse(Source("a.yaml", text))
    policy = Policy.written(resources(stream, outline(stream, "a.yaml")))
    policy = policy.and_also(Policy.of([bound("cluster-admin", user("ann"))]))
    authorizer = Authorizer(with_builtin(policy, NEWEST))
    assert not authorizer.allows(Request(ANN, "delete", "", "nodes")).allowed
