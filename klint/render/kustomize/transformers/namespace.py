"""The namespace of objects.

Follows NamespaceTransformer and api/filters/namespace of kustomize 5.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.render.document import origin_of
from klint.render.kustomize.fieldspec import FieldSpec, Seed, change
from klint.render.kustomize.identity import cluster_scoped
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import text
from klint.render.kustomize.transformers.entries import selected
from klint.render.origin import instead, made

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.render.kustomize.configuration import Specs
    from klint.render.kustomize.item import Item
    from klint.render.origin import Traced
    from klint.yaml import Node

_BINDINGS = ("RoleBinding", "ClusterRoleBinding")
_NONE, _ACCOUNTS, _DEFAULT = "none", "allServiceAccounts", "defaultOnly"


class Namespace:
    """Sets a namespace, because of what stands at `node`.

    `subjects` says which subjects of bindings get it: `defaultOnly` those named default, `allServiceAccounts`, `none`.
    With `unset_only` it goes only where none is written.
    """

    def __init__(
        self, name: str, node: Node, specs: Specs, subjects: str = "", *, unset_only: bool = False
    ) -> None:
        self.name = name
        self.node = node
        self.origin = origin_of(node)
        self.specs = tuple(spec for spec in specs if spec.path != "metadata/namespace")
        self.subjects = subjects or _DEFAULT
        self.unset_only = unset_only
        if self.subjects not in (_NONE, _ACCOUNTS, _DEFAULT):
            raise RefusalError("invalid", f"setRoleBindingSubjects knows no {subjects}", node)

    def __call__(self, items: Iterable[Item]) -> list[Item]:
        result = [item.remembering()._replace(traced=self._applied(item)) for item in items]
        seen: dict[Any, Item] = {}
        for item in result:
            other = seen.setdefault(item.id.key, item)
            if other is not item:
                raise RefusalError("conflict", f"the namespace makes two objects one: {item.id}", self.node)
        return result

    def _applied(self, item: Item) -> Traced:
        traced, gvk = item.traced, item.gvk
        if not cluster_scoped(gvk):
            traced = change(traced, "metadata/namespace", self._set, Seed("", self.origin))
        specs = selected(self.specs, gvk)
        if gvk.kind in _BINDINGS:
            traced = self._bound(traced)
            specs = tuple(spec for spec in specs if not _is_subjects(spec))
        for spec in specs:
            if spec.path == "metadata/name" and item.value.get("apiVersion") != "v1":
                continue
            traced = change(traced, spec.path, self._set, Seed("", self.origin) if spec.create else None)
        return traced

    def _set(self, here: Traced) -> Traced:
        if isinstance(here.value, (dict, list)):
            raise RefusalError("mismatch", "a namespace must be a text", here.origin.node)
        if self.unset_only and text(here.value):
            return here
        new = made(self.name, self.origin)
        return instead(here, new)

    def _bound(self, traced: Traced) -> Traced:
        subjects = traced.get("subjects")
        if subjects is None or subjects.value is None or self.subjects == _NONE:
            return traced
        if not isinstance(subjects.value, list):
            raise RefusalError("mismatch", "subjects must be a list", subjects.origin.node)
        return traced.put("subjects", subjects.listing(map(self._subject, subjects.items())))

    def _subject(self, subject: Traced) -> Traced:
        if subject.value is None:
            return subject
        if not isinstance(subject.value, dict):
            raise RefusalError("mismatch", "a subject must be a mapping", subject.origin.node)
        field, wanted = ("name", "default") if self.subjects == _DEFAULT else ("kind", "ServiceAccount")
        if isinstance(subject.value.get(field), (dict, list)):
            raise RefusalError("mismatch", f"the {field} of a subject must be a text", subject.origin.node)
        if text(subject.value.get(field)) != wanted:
            return subject
        return change(subject, "namespace", self._set, Seed("", self.origin))


def _is_subjects(spec: FieldSpec) -> bool:
    return spec.gvk.kind in _BINDINGS and spec.path == "subjects/namespace"
