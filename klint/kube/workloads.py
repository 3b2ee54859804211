"""Workloads as people call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klint.cluster import Cluster, Pod


def workload(cluster: Cluster, text: str, namespace: str = "") -> Pod | None:
    """The pods of `deployment/web` or `shop/deployment/web`, however the kind is written.

    Without any namespace, the first workload of that kind and name.
    """
    *home, kind, name = text.rsplit("/", 2)
    where = home[0] if home else namespace
    for pod in cluster.pods(where or None):
        if name and pod.owner.name == name and pod.owner.kind.lower() == kind.lower():
            return pod
    return None
