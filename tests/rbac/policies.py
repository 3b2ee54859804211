"""Policies for tests: short ways to write them, and generated ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from klint.kube.rbac import Request, User

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUP = "rbac.authorization.k8s.io"


def role(name: str, *rules: Any, namespace: str = "", **more: Any) -> dict[str, Any]:
    kind = "Role" if namespace else "ClusterRole"
    metadata = {"name": name, "namespace": namespace, "labels": more.pop("labels", {})}
    return {"apiVersion": f"{GROUP}/v1", "kind": kind, "metadata": metadata, "rules": list(rules), **more}


def bound(role_name: str, *subjects: Any, namespace: str = "", kind: str = "ClusterRole") -> dict[str, Any]:
    return {
        "apiVersion": f"{GROUP}/v1",
        "kind": "RoleBinding" if namespace else "ClusterRoleBinding",
        "metadata": {"name": f"{role_name}-bound", "namespace": namespace},
        "roleRef": {"apiGroup": GROUP, "kind": kind, "name": role_name},
        "subjects": list(subjects),
    }


def rule(verbs: str, resources: str, groups: str = "core", names: str = "") -> dict[str, Any]:
    return {
        "verbs": verbs.split(),
        "apiGroups": ["" if group == "core" else group for group in groups.split()],
        "resources": resources.split(),
        "resourceNames": names.split(),
    }


def user(name: str) -> dict[str, str]:
    return {"kind": "User", "name": name}


def account(name: str, namespace: str = "") -> dict[str, str]:
    return {"kind": "ServiceAccount", "name": name, "namespace": namespace}


def _some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2)


NAMESPACES = ("a", "b")
VERBS = ("get", "create")
GROUPS = ("", "apps")
RESOURCES = (("pods", ""), ("pods", "exec"), ("jobs", "exec"))
NAMES = ("", "x", "y")
PATHS = ("/api", "/api/v1", "/metrics")
USERS = (User("ann"), User("ben", ("dev",)), User.account("a", "robot"))

_RULES = st.one_of(
    st.fixed_dictionaries(
        {
            "verbs": _some("*", *VERBS),
            "apiGroups": _some("*", *GROUPS),
            "resources": _some("*", "pods", "pods/exec", "*/exec", "pods/*", "*/*"),
        },
        optional={"resourceNames": _some(*NAMES)},
    ),
    st.fixed_dictionaries(
        {"verbs": _some("*", *VERBS), "nonResourceURLs": _some("*", "/api*", "/api/*", *PATHS)}
    ),
)
RULE_LISTS = st.lists(_RULES, max_size=3)
_SUBJECTS = st.lists(
    st.sampled_from(
        [
            user("ann"),
            user("system:serviceaccount:a:robot"),
            user("*"),
            account("robot"),
            account("robot", "a"),
            account("robot", "b"),
            {"kind": "Group", "name": "dev"},
            {"kind": "Group", "name": "system:serviceaccounts:a"},
        ]
    ),
    max_size=2,
)


@st.composite
def policies(draw: st.DrawFn) -> list[Mapping[str, Any]]:
    """Two roles everywhere, one in each namespace, and bindings to these and to one that is not there."""
    objects = [role(name, *draw(RULE_LISTS)) for name in ("one", "two")]
    objects += [role("one", *draw(RULE_LISTS), namespace=namespace) for namespace in NAMESPACES]
    for index in range(draw(st.integers(1, 4))):
        subjects, namespace = draw(_SUBJECTS), draw(st.sampled_from(("", *NAMESPACES)))
        kind = draw(st.sampled_from(("Role", "ClusterRole")))
        made = bound(draw(st.sampled_from(("one", "two", "none"))), *subjects, namespace=namespace, kind=kind)
        made["metadata"]["name"] = f"binding-{index}"
        objects.append(made)
    return draw(st.permutations(objects))


def every_request(who: User, namespace: str) -> list[Request]:
    """All that can be asked in the small world of these policies."""
    return [
        Request(who, verb, group, resource, subresource, namespace, name)
        for verb in (*VERBS, "list")
        for group in GROUPS
        for resource, subresource in RESOURCES
        for name in NAMES
    ] + [Request(who, verb, path=path) for verb in VERBS for path in PATHS]
