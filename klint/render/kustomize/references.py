"""Names in objects that follow the objects they name.

Follows NameReferenceTransformer and api/filters/nameref of kustomize 5.5.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from klint.render.kustomize.fieldspec import change
from klint.render.kustomize.identity import Gvk, cluster_scoped
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import text, untyped
from klint.render.origin import Traced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klint.render.kustomize.defaults import References
    from klint.render.kustomize.fieldspec import FieldSpec
    from klint.render.kustomize.item import Item

_NONE: frozenset[str] = frozenset()


def followed(items: Sequence[Item], references: References) -> list[Item]:
    """The objects, with every name they refer by what it has become."""
    named: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for name in dict.fromkeys(id_.name for id_ in item.previous):
            named[name].append(item)
    bound = {item.id.key: _bound_namespaces(item) for item in items if item.gvk.kind == "RoleBinding"}
    spaces: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        spaces[item.first_id.space].append(item)
    fields: dict[Gvk, list[tuple[Gvk, FieldSpec]]] = {}
    result = []
    for item in items:
        gvk = item.first_id.gvk
        if gvk not in fields:
            fields[gvk] = [
                (target, spec) for target, specs in references for spec in specs if spec.gvk.selects(gvk)
            ]
        traced = item.traced
        for target, spec in fields[gvk]:
            referrer = _Referrer(item, named, spaces, bound.get(item.id.key, _NONE), target, spec)
            traced = change(traced, spec.path, referrer.follow)
        result.append(item if traced is item.traced else item._replace(traced=traced))
    return result


class _Referrer(NamedTuple):
    """An object that may name others, of kind `target`, in the field `spec`.

    `named` are all objects by names they had, `spaces` by the namespace they had first; `bound` are other namespaces
    whose service accounts it names.
    """

    item: Item
    named: Mapping[str, list[Item]]
    spaces: Mapping[str, list[Item]]
    bound: frozenset[str]
    target: Gvk
    spec: FieldSpec

    def follow(self, here: Traced) -> Traced:
        """A name, a mapping with one, or a list of these, as it has to be."""
        value = here.value
        if isinstance(value, list):
            items = list(here.items())
            new = list(map(self._follow_item, items))
            same = all(one is other for one, other in zip(new, items, strict=True))
            return here if same else here.listing(new)
        return self._follow_item(here)

    def _follow_item(self, here: Traced) -> Traced:
        value = here.value
        if value is None:
            return here
        if isinstance(value, dict):
            return self._follow_mapping(here)
        if isinstance(value, list):
            raise RefusalError(
                "mismatch", "a reference must be a name or a mapping with one", here.origin.node
            )
        found = self._referent(here, text(value), self._candidates(text(value)), by_namespace=False)
        return here if found is None else _named(here, found)

    def _follow_mapping(self, here: Traced) -> Traced:
        name = here.get("name")
        if name is None:
            raise RefusalError("mismatch", "a reference must have a name", here.origin.node)
        old = text(name.value)
        candidates = self._candidates(old)
        namespace = here.get("namespace")
        if namespace is not None:
            candidates = self._in_namespace(candidates, text(namespace.value))
        found = self._referent(here, old, candidates, by_namespace=True)
        if found is None or (found.name == old and not found.namespace):
            return here
        here = here.put("name", _named(name, found))
        if not found.namespace:
            return here
        to = found.traced.at("metadata").at("namespace")
        if namespace is None:
            return here.put("namespace", to)
        if text(namespace.value) == found.namespace:
            return here
        return here.put("namespace", to._replace(origin=to.origin.over(namespace.origin)))

    def _candidates(self, name: str) -> list[Item]:
        """The objects that had a name and may be named by this one."""
        return [other for other in self.named.get(name, ()) if self._reaches(other)]

    def _reaches(self, other: Item) -> bool:
        mine, its = self.item.id, other.id
        if cluster_scoped(mine.gvk) or cluster_scoped(its.gvk) or mine.space == its.space:
            return True
        return other.namespace in self.bound

    def _in_namespace(self, candidates: list[Item], namespace: str) -> list[Item]:
        if any(map(self._reaches, self.spaces.get(namespace, ()))):
            return [other for other in candidates if other.first_id.space == namespace]
        return [other for other in candidates if other.id.space == namespace]

    def _referent(self, here: Traced, old: str, candidates: list[Item], *, by_namespace: bool) -> Item | None:
        """The object that is meant; None for one that kustomize does not have."""
        found = [other for other in candidates if any(map(self.target.selects, _kinds(other)))]
        role = self._role()
        if role:
            found = [other for other in found if any(map(role.selects, _kinds(other)))]
        found = [other for other in found if self._beside(other)]
        if len(found) != 1:
            found = [other for other in found if _same_affixes(self.item, other, lenient=True)]
        if len(found) > 1:
            found = [other for other in found if _same_affixes(self.item, other, lenient=False)]
        if not found:
            return None
        if any(
            other.name != found[0].name or (by_namespace and other.namespace != found[0].namespace)
            for other in found
        ):
            names = ", ".join(str(other.id) for other in found)
            raise RefusalError("conflict", f"{old} may name any of {names}", here.origin.node)
        return found[0]

    def _role(self) -> Gvk | None:
        if not self.spec.path.endswith("roleRef/name"):
            return None
        role = self.item.value.get("roleRef")
        if not isinstance(role, dict) or role.get("apiGroup") is None or role.get("kind") is None:
            return None
        return Gvk(text(role["apiGroup"]), "", text(role["kind"]))

    def _beside(self, other: Item) -> bool:
        mine, its = self.item.id, other.id
        if cluster_scoped(mine.gvk) or cluster_scoped(its.gvk) or its.gvk.kind == "ServiceAccount":
            return True
        return mine.space == its.space


def _kinds(item: Item) -> list[Gvk]:
    return [id_.gvk for id_ in item.former]


def _named(here: Traced, referent: Item) -> Traced:
    """A reference stands where it is written; what gave the referent its name is another layer."""
    name = referent.traced.at("metadata").get("name")
    if name is None or text(name.value) == text(here.value):
        return here
    return Traced(untyped(here, text(name.value)), here.origin.over(name.origin))


def _bound_namespaces(binding: Item) -> frozenset[str]:
    """The namespaces of the service accounts that a RoleBinding names."""
    subjects = binding.value.get("subjects")
    found: set[str] = set()
    for subject in subjects if isinstance(subjects, list) else ():
        if not isinstance(subject, dict):
            raise RefusalError(
                "mismatch", "a subject must be a mapping", binding.traced.at("subjects").origin.node
            )
        if "namespace" in subject and subject.get("kind") == "ServiceAccount":
            if not isinstance(subject["namespace"], str):
                node = binding.traced.at("subjects").origin.node
                raise RefusalError("mismatch", "the namespace of a subject must be a text", node)
            found.add(subject["namespace"])
    return frozenset(found)


def _same_affixes(item: Item, other: Item, *, lenient: bool) -> bool:
    return _same_end(item.prefixes, other.prefixes, lenient=lenient) and (
        _same_end(item.suffixes, other.suffixes, lenient=lenient)
    )


def _same_end(one: Sequence[str], other: Sequence[str], *, lenient: bool) -> bool:
    """Whether the shorter is the end of the longer; nothing is the end of something only if one is lenient."""
    if not one or not other:
        return lenient or (not one and not other)
    short = min(len(one), len(other))
    return tuple(one[-short:]) == tuple(other[-short:])
