"""Questions about a whole policy."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from klint.kube.rbac.authorizer import Authorizer, Grant
from klint.kube.rbac.builtin import with_builtin
from klint.kube.rbac.policy import Policy
from klint.kube.rbac.request import User

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from klint.cluster import Cluster, Pod
    from klint.kube.rbac.request import Request


class Permission(NamedTuple):
    """Verbs on one resource (or URL), for the objects called `names`, or for all where there are none."""

    group: str
    resource: str
    names: tuple[str, ...]
    verbs: tuple[str, ...]
    grants: tuple[Grant, ...]
    url: str = ""


@lru_cache(maxsize=2)
def authorizer(cluster: Cluster) -> Authorizer:
    """The authorizer of a cluster: what its manifests say and what is there anyway."""
    policy = Policy.written([*cluster.resources, *cluster.declared])
    return Authorizer(with_builtin(policy, cluster.release))


def who_can(authorizer: Authorizer, request: Request) -> Iterator[Grant]:
    """Each subject that may make a request, by its first grant; the user of the request is not looked at."""
    seen = set()
    for grant in _holding(authorizer, request.namespace):
        subject = (grant.subject.user, grant.subject.group)
        if subject not in seen and any(subject) and grant.rule.permits(request):
            seen.add(subject)
            yield grant


def permissions(authorizer: Authorizer, user: User, namespace: str = "") -> Sequence[Permission]:
    """What a user holds in the whole cluster, or what a namespace adds to that, by resource."""
    found: dict[tuple[str, str, tuple[str, ...], str], list[Grant]] = {}
    for grant in authorizer.grants(user, namespace):
        if grant.binding.namespace == namespace:
            rule = grant.rule
            keys = [(group, resource, rule.names, "") for group in rule.groups for resource in rule.resources]
            for key in (*keys, *(("", "", (), url) for url in rule.urls)):
                found.setdefault(key, []).append(grant)
    return [
        Permission(group, resource, names, _verbs(grants), tuple(grants), url)
        for (group, resource, names, url), grants in sorted(found.items())
    ]


def account_of(pod: Pod) -> User:
    """The identity that a pod runs with."""
    for field in ("serviceAccountName", "serviceAccount"):
        name = pod.spec[field].value
        if isinstance(name, str) and name:
            return User.account(pod.namespace, name)
    return User.account(pod.namespace, "default")


def _holding(authorizer: Authorizer, namespace: str) -> Iterator[Grant]:
    for binding in authorizer.policy.bindings:
        role = authorizer.roles.get(binding.role)
        if role and binding.namespace in ("", namespace):
            for subject in binding.subjects:
                yield from (Grant(rule, role, binding, subject) for rule in role.rules)


def _verbs(grants: Sequence[Grant]) -> tuple[str, ...]:
    verbs = dict.fromkeys(verb for grant in grants for verb in grant.rule.verbs)
    return ("*",) if "*" in verbs else tuple(verbs)
