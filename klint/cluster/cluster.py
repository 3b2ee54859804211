"""The cluster that a set of manifests would become."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from klint.cluster.labels import LabelIndex, positions
from klint.cluster.pods import DEFAULT_NAMESPACE, Pod, pods
from klint.manifest.groups import BUILTIN_GROUPS
from klint.release import NEWEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from klint.manifest import Resource
    from klint.release import Release


class Cluster:
    """Resources and a version of Kubernetes; immutable, and every index is made when first asked for.

    `resources` are judged, `declared` are only known to be there; look-ups see both. Kubernetes' own groups are
    one: `Deployment` is found whether it is written as `apps/v1` or `extensions/v1beta1`, and a Service
    of Knative is not found as a Service. Where a namespace is asked for, "" is `default`, as in a manifest.
    `schemas` are the places of JSON Schemas that describe further kinds (see `klint.schema.supplied`).
    """

    def __init__(
        self,
        resources: Iterable[Resource],
        release: Release = NEWEST,
        *,
        declared: Iterable[Resource] = (),
        schemas: Iterable[str] = (),
    ) -> None:
        self.resources = tuple(resources)
        self.declared = tuple(declared)
        self.release = release
        self.schemas = tuple(schemas)

    def of(self, kind: str, group: str = "") -> Sequence[Resource]:
        """All resources of a kind; `group` only for one that is not Kubernetes' own."""
        return self._by_kind.get((group, kind), ())

    def named(
        self, kind: str, name: str, namespace: str | None = None, *, group: str = ""
    ) -> Sequence[Resource]:
        """All resources of a kind and name: several if files describe it several times.

        Without `namespace`, in any; that is how to ask for a kind that has none.
        """
        found = self._by_name.get((group, kind, name), ())
        if namespace is None:
            return found
        wanted = namespace or DEFAULT_NAMESPACE
        return [resource for resource in found if (resource.namespace or DEFAULT_NAMESPACE) == wanted]

    def find(self, kind: str, name: str, namespace: str | None = None, *, group: str = "") -> Resource | None:
        """The first of the resources that `named` gives."""
        return next(iter(self.named(kind, name, namespace, group=group)), None)

    def crd(self, group: str, kind: str) -> Resource | None:
        """The CustomResourceDefinition of a kind."""
        return self._crds.get((group, kind))

    def pods(self, namespace: str | None = None) -> Sequence[Pod]:
        """The pods of every workload; without `namespace`, of all namespaces."""
        if namespace is None:
            return self._pods
        return self._pods_by_namespace.get(namespace or DEFAULT_NAMESPACE, ())

    def pods_in(self, mask: int) -> list[Pod]:
        """The pods whose bits are set; bit n is that of `pods()[n]`."""
        return [self._pods[index] for index in positions(mask)]

    def within(self, namespace: str) -> int:
        """The mask of the pods in a namespace."""
        return self._namespaces.equal("namespace", namespace or DEFAULT_NAMESPACE)

    @cached_property
    def pod_labels(self) -> LabelIndex:
        """The labels of `pods()`."""
        return LabelIndex([pod.labels for pod in self._pods])

    @cached_property
    def _pods(self) -> tuple[Pod, ...]:
        return tuple(pod for resource in self.resources for pod in pods(resource))

    @cached_property
    def _pods_by_namespace(self) -> Mapping[str, list[Pod]]:
        index: dict[str, list[Pod]] = {}
        for pod in self._pods:
            index.setdefault(pod.namespace, []).append(pod)
        return index

    @cached_property
    def _namespaces(self) -> LabelIndex:
        return LabelIndex([{"namespace": pod.namespace} for pod in self._pods])

    @cached_property
    def _by_kind(self) -> Mapping[tuple[str, str], list[Resource]]:
        index: dict[tuple[str, str], list[Resource]] = {}
        for resource in (*self.resources, *self.declared):
            group = "" if resource.group in BUILTIN_GROUPS else resource.group
            index.setdefault((group, resource.kind), []).append(resource)
        return index

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str, str], list[Resource]]:
        return {
            (group, kind, name): same
            for (group, kind), found in self._by_kind.items()
            for name, same in _gathered(found).items()
        }

    @cached_property
    def _crds(self) -> Mapping[tuple[str, str], Resource]:
        """By the kind they define; the first of several wins, and those of the input come before declared ones."""
        index: dict[tuple[str, str], Resource] = {}
        for crd in self.of("CustomResourceDefinition"):
            group, kind = crd["spec"]["group"].value, crd["spec"]["names"]["kind"].value
            if isinstance(group, str) and isinstance(kind, str):
                index.setdefault((group, kind), crd)
        return index


def _gathered(resources: Iterable[Resource]) -> Mapping[str, list[Resource]]:
    by_name: dict[str, list[Resource]] = {}
    for resource in resources:
        by_name.setdefault(resource.name, []).append(resource)
    return by_name
