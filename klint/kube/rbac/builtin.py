"""The roles and bindings that an API server makes when it starts, and keeps up."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from klint.kube.rbac.policy import GROUP, Policy
from klint.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.rbac.policy import RoleId
    from klint.manifest import Resource
    from klint.release import Release

_KEPT_UP = "rbac.authorization.kubernetes.io/autoupdate"


@cache
def builtin(release: Release) -> Policy:
    """The policy of a release (plugin/pkg/auth/authorizer/rbac/bootstrappolicy), default feature gates."""
    with open(shipped("schemas", "kubernetes", "rbac.json"), encoding="utf-8") as file:
        rows: dict[str, Any] = json.load(file)
    return Policy.of(_object(key, row, release) for key, row in rows.items() if _there(row, release))


def with_builtin(policy: Policy, release: Release) -> Policy:
    """A policy on a cluster: what it leaves out of Kubernetes' own roles and bindings, the API server adds.

    Unless the annotation `rbac.authorization.kubernetes.io/autoupdate` says "false"
    (pkg/registry/rbac/reconciliation).
    """
    own = builtin(release)
    roles = {role.id for role in policy.roles if _let_be(role.resource)}
    bindings = {(one.kind, one.namespace, one.name) for one in policy.bindings if _let_be(one.resource)}
    kept = Policy(
        tuple(role for role in own.roles if role.id not in roles),
        tuple(one for one in own.bindings if (one.kind, one.namespace, one.name) not in bindings),
    )
    return policy.and_also(kept)


def is_builtin(role: RoleId, release: Release) -> bool:
    """Whether a role is one of Kubernetes' own, which is there though no file says so."""
    return any(one.id == role for one in builtin(release).roles)


def _object(key: str, row: Mapping[str, Any], release: Release) -> Mapping[str, Any]:
    kind, *namespace, name = key.split("/")
    return {
        "apiVersion": f"{GROUP}/v1",
        "kind": kind,
        "metadata": {"name": name, "namespace": "".join(namespace), "labels": row.get("labels", {})},
        "aggregationRule": row.get("aggregationRule"),
        "roleRef": row.get("roleRef"),
        "rules": list(_parts(row.get("rules", ()), release)),
        "subjects": list(_parts(row.get("subjects", ()), release)),
    }


def _parts(rows: Any, release: Release) -> Iterator[Any]:
    return (row for row in rows if _there(row, release))


def _there(row: Mapping[str, Any], release: Release) -> bool:
    return bool(row.get("since", 0) <= release.minor < row.get("until", release.minor + 1))


def _let_be(resource: Resource | None) -> bool:
    return resource is not None and resource["metadata"]["annotations"][_KEPT_UP].value == "false"
