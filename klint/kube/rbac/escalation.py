"""Whether somebody may write a role or a binding, which must not give more than its author holds.

As the API server's role and binding storages decide it (pkg/registry/rbac, 1.34).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.rbac import policy
from klint.kube.rbac.authorizer import aggregate, not_found
from klint.kube.rbac.missing import compacted, described, missing, quoted
from klint.kube.rbac.request import MASTERS, Request
from klint.kube.rbac.rule import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klint.kube.rbac.authorizer import Authorizer
    from klint.kube.rbac.policy import Binding, Role
    from klint.kube.rbac.request import User
    from klint.kube.rbac.rule import Rule

_RESOURCES = {
    "ClusterRole": "clusterroles",
    "ClusterRoleBinding": "clusterrolebindings",
    "Role": "roles",
    "RoleBinding": "rolebindings",
}


class Refusal(NamedTuple):
    """`reason` is "Forbidden" or "NotFound", as in the API server's Status; `rules` is what the author lacks."""

    reason: str
    message: str
    rules: Sequence[Rule] = ()


def escalation(
    authorizer: Authorizer, author: User, value: Mapping[str, Any], verb: str = "create"
) -> Refusal | None:
    """Why the API server would refuse a role or a binding to its author; None if it would not.

    `verb` is that of the request: `create` carries no name, so that `escalate` on named roles does not help,
    while `patch` (a server-side apply) and `update` carry one. The other checks are the asker's: that the author
    may do `verb` at all, and that an update changes something.
    """
    if MASTERS in author.groups:
        return None
    if value.get("kind") in ("Role", "ClusterRole"):
        written = policy.role(value)
        return None if _may_escalate(authorizer, author, written, verb) else excess(authorizer, author, value)
    bound = policy.binding(value)
    return None if _may_bind(authorizer, author, bound) else excess(authorizer, author, value)


def excess(authorizer: Authorizer, author: User, value: Mapping[str, Any]) -> Refusal | None:
    """The same for an author with neither `escalate` nor `bind`, and not in `system:masters`."""
    if value.get("kind") in ("Role", "ClusterRole"):
        return _of_role(authorizer, author, policy.role(value))
    return _of_binding(authorizer, author, policy.binding(value))


def _of_role(authorizer: Authorizer, author: User, role: Role) -> Refusal | None:
    kind, namespace, name = role.id
    lacking = _lacking(authorizer, author, role.rules, namespace)
    if lacking:
        return _forbidden(kind, name, _explained(authorizer, author, namespace, lacking), lacking)
    if role.selectors is not None:
        lacking = _lacking(authorizer, author, EVERYTHING, namespace)
        if lacking:
            message = "must have cluster-admin privileges to use the aggregationRule"
            return _forbidden(kind, name, message, lacking)
    return None


def _of_binding(authorizer: Authorizer, author: User, binding: Binding) -> Refusal | None:
    role = authorizer.roles.get(binding.role)
    if role is None:
        resource = _RESOURCES.get(binding.role.kind, binding.role.kind)
        return Refusal("NotFound", not_found(resource, binding.role.name))
    lacking = _lacking(authorizer, author, role.rules, binding.namespace)
    if not lacking:
        return None
    explained = _explained(authorizer, author, binding.namespace, lacking)
    return _forbidden(binding.kind, binding.name, explained, lacking)


def _lacking(authorizer: Authorizer, author: User, rules: Sequence[Rule], namespace: str) -> Sequence[Rule]:
    held = [grant.rule for grant in authorizer.grants(author, namespace)]
    return compacted(missing(held, rules))


def _explained(authorizer: Authorizer, author: User, namespace: str, lacking: Sequence[Rule]) -> str:
    lines = "\n".join(sorted({described(rule) for rule in lacking}))
    unresolved = authorizer.unresolved(author, namespace, "clusterroles", "roles")
    errors = f"; resolution errors: [{aggregate(unresolved)}]" if unresolved else ""
    return (
        f"user {quoted([author.name])[1:-1]} (groups={quoted(author.groups)}) is attempting to grant RBAC "
        f"permissions not currently held:\n{lines}{errors}"
    )


def _forbidden(kind: str, name: str, message: str, rules: Sequence[Rule]) -> Refusal:
    resource = f"{_RESOURCES[kind]}.{policy.GROUP}"
    return Refusal("Forbidden", f'{resource} "{name}" is forbidden: {message}', rules)


def _may_escalate(authorizer: Authorizer, author: User, role: Role, verb: str) -> bool:
    kind, namespace, name = role.id
    asked = "" if verb == "create" else name
    request = Request(author, "escalate", policy.GROUP, _RESOURCES[kind], namespace=namespace, name=asked)
    return authorizer.allows(request).allowed


def _may_bind(authorizer: Authorizer, author: User, binding: Binding) -> bool:
    resource = _RESOURCES.get(binding.role.kind)
    if resource is None:
        return False
    request = Request(
        author, "bind", policy.GROUP, resource, namespace=binding.namespace, name=binding.role.name
    )
    return authorizer.allows(request).allowed
