"""Roles and who has them.

Source: kubernetes `pkg/apis/rbac/validation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import invalid, not_supported, required
from klint.kube.admission.validation.metadata import is_readable, label_selector, object_meta
from klint.kube.admission.validation.rules import Rules, each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope

_GROUP = "rbac.authorization.k8s.io"
_SUBJECTS = ("ServiceAccount", "User", "Group")


def _rule(*, namespaced: bool) -> Check:
    def checked(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
        urls = value.get("nonResourceURLs")
        if not value.get("verbs"):
            yield required((at, "verbs"), "verbs must contain at least one value")
        if urls:
            here = (at, "nonResourceURLs")
            if namespaced:
                yield invalid(here, urls, "namespaced rules cannot apply to non-resource URLs")
            if any(value.get(field) for field in ("apiGroups", "resources", "resourceNames")):
                words = "rules cannot apply to both regular resources and non-resource URLs"
                yield invalid(here, urls, words)
            return
        if not value.get("apiGroups"):
            yield required((at, "apiGroups"), "resource rules must supply at least one api group")
        if not value.get("resources"):
            yield required((at, "resources"), "resource rules must supply at least one resource")

    return checked


def _meta(*, namespaced: bool) -> Check:
    meta = object_meta(formats.path_segment, namespaced=namespaced)
    return lambda value, at, scope: meta(value.get("metadata") or {}, (at, "metadata"), scope)


def _aggregation(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    here = (at, "clusterRoleSelectors")
    selectors = value.get("clusterRoleSelectors") or ()
    if not selectors:
        words = "at least one clusterRoleSelector required if aggregationRule is non-nil"
        yield required(here, words)
    for index, selector in enumerate(selectors):
        yield from label_selector(selector, (here, index), scope)
        if not is_readable(selector or {}, scope):
            yield invalid((here, index), None, "invalid label selector.")


role = Rules({"rules": each(_rule(namespaced=True))}, _meta(namespaced=True))
cluster_role = Rules(
    {"aggregationRule": _aggregation, "rules": each(_rule(namespaced=False))}, _meta(namespaced=False)
)


def _role_ref(*kinds: str) -> Check:
    def checked(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
        reference, here = value.get("roleRef") or {}, (at, "roleRef")
        group, kind, name = (reference.get(field) or "" for field in ("apiGroup", "kind", "name"))
        if group not in ("", _GROUP):
            yield not_supported((here, "apiGroup"), group, (_GROUP,), plain=True)
        if kind not in kinds:
            yield not_supported((here, "kind"), kind, kinds, plain=True)
        if not name:
            yield required((here, "name"))
        yield from (invalid((here, "name"), name, one) for one in formats.path_segment(name))

    return checked


def _subject(*, namespaced: bool) -> Check:
    def checked(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
        group, kind, name = (value.get(field) or "" for field in ("apiGroup", "kind", "name"))
        if not name:
            yield required((at, "name"))
        if kind == "ServiceAccount":
            yield from (invalid((at, "name"), name, one) for one in (name and formats.subdomain(name)) or ())
            if group:
                yield not_supported((at, "apiGroup"), group, ("",), plain=True)
            if not namespaced and not value.get("namespace"):
                yield required((at, "namespace"))
        elif kind not in _SUBJECTS:
            yield not_supported((at, "kind"), kind, _SUBJECTS, plain=True)
        elif group not in ("", _GROUP):
            yield not_supported((at, "apiGroup"), group, (_GROUP,), plain=True)

    return checked


def _binding(*kinds: str, namespaced: bool) -> Check:
    return Rules(
        {"subjects": each(_subject(namespaced=namespaced))}, _meta(namespaced=namespaced), _role_ref(*kinds)
    )


role_binding = _binding("Role", "ClusterRole", namespaced=True)
cluster_role_binding = _binding("ClusterRole", namespaced=False)


def metadata_only(meta: Check) -> Check:
    """The rules of a kind whose metadata is all that is looked at."""

    def checked(value: Any, at: At, scope: Scope) -> Iterable[Fault]:
        return meta(value.get("metadata") or {}, (at, "metadata"), scope)

    return checked
