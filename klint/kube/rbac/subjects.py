"""Whom people mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.cluster.pods import DEFAULT_NAMESPACE
from klint.kube.rbac.queries import account_of
from klint.kube.rbac.request import User
from klint.kube.workloads import workload

if TYPE_CHECKING:
    from klint.cluster import Cluster


def meant(text: str, cluster: Cluster, namespace: str = "") -> User | None:
    """Read a subject; None for a workload that is not there.

    `sa:NS/NAME` or `sa:NAME`, `group:NAME`, `user:NAME`, a workload as `deployment/NAME`, or a user's name, which
    may be that of a ServiceAccount (`system:serviceaccount:NS:NAME`). `namespace` is where those without one are.
    """
    kind, colon, name = text.partition(":")
    if colon and kind in ("sa", "serviceaccount"):
        home, _, account = name.rpartition("/")
        return User.account(home or namespace or DEFAULT_NAMESPACE, account)
    if colon and kind == "group":
        return User("", (name,))
    if colon and kind == "user":
        return User.called(name)
    if "/" in text and ":" not in text:
        pod = workload(cluster, text, namespace)
        return account_of(pod) if pod else None
    return User.called(text)
