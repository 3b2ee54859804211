"""The order in which objects come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.render.kustomize.problem import RefusalError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klint.render.kustomize.fields import Fields
    from klint.render.kustomize.identity import Gvk
    from klint.render.kustomize.item import Item

FIRST = (
    "Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount", "PodSecurityPolicy",
    "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap", "Secret", "Endpoints", "Service",
    "LimitRange", "PriorityClass", "PersistentVolume", "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob",
    "PodDisruptionBudget",
)  # fmt: skip
LAST = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")


def ordered(items: Sequence[Item], options: Fields) -> list[Item]:
    """The objects as `sortOptions` has them; without any, as kustomize always did."""
    if not options.node.present or options.node.value is None:
        return _legacy(items, FIRST, LAST)
    order, legacy = options.text("order"), options.fields("legacySortOptions")
    if order not in ("fifo", "legacy"):
        raise RefusalError("invalid", "sortOptions.order must be fifo or legacy", options["order"])
    if order == "fifo":
        if legacy.node.value is not None:
            raise RefusalError("invalid", "legacySortOptions go with the order legacy only", legacy.node)
        return list(items)
    if legacy.node.value is None:
        return _legacy(items, FIRST, LAST)
    return _legacy(items, legacy.texts("orderFirst"), legacy.texts("orderLast"))


def _legacy(items: Sequence[Item], first: Sequence[str], last: Sequence[str]) -> list[Item]:
    ranks = {kind: index - len(first) for index, kind in enumerate(first)}
    ranks |= {kind: 1 + index for index, kind in enumerate(last)}
    return sorted(items, key=lambda item: _key(item, ranks))


def _key(item: Item, ranks: Mapping[str, int]) -> tuple[int, str, str]:
    gvk, name, namespace = item.id
    full = f"{gvk.kind or '[noKind]'}.{gvk.version or '[noVer]'}.{gvk.group or '[noGrp]'}"
    return ranks.get(gvk.kind, 0), _kind_text(gvk), f"{full}|{namespace or '~X'}|{name or '~N'}"


def _kind_text(gvk: Gvk) -> str:
    if gvk.kind == "Namespace" and not gvk.group:
        return ""  # before the Namespaces of other groups
    return f"{gvk.group or '~G'}_{gvk.version or '~V'}_{gvk.kind or '~K'}"
