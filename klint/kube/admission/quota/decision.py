"""Whether the quotas of a namespace leave room for an object.

Source: k8s.io/apiserver `pkg/admission/plugin/resourcequota` (CheckRequest, 1.34), for creation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.admission.quota.scopes import in_scope
from klint.kube.admission.quota.usage import compute, tracked, usage
from klint.kube.amounts import ZERO, Amount, amounts
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Value = Mapping[str, Any]

_POD_LEVEL = Release(1, 34)
_DEMANDED = frozenset({"cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"})


class Standing(NamedTuple):
    """A quota with what is used of it."""

    quota: Value
    hard: Mapping[str, Amount]
    used: Mapping[str, Amount]

    @property
    def name(self) -> str:
        return (self.quota.get("metadata") or {}).get("name") or ""


class Refusal(NamedTuple):
    """Why a quota refuses an object: `message` in the server's words, the resources that are too much or missing.

    `containers` are those that must say what they need, by resource; empty where the quota is exceeded.
    """

    message: str
    quota: Value
    resources: tuple[str, ...]
    containers: Mapping[str, tuple[str, ...]] = {}


def standing(quota: Value) -> Standing:
    """A quota of which nothing is used."""
    hard = amounts((quota.get("spec") or {}).get("hard"))
    return Standing(quota, hard, dict.fromkeys(hard, ZERO))


def admit(
    value: Value, resource: str, quotas: Sequence[Standing], release: Release
) -> tuple[Sequence[Standing], Refusal | None]:
    """The quotas of a namespace after an object has been created in it, or why it cannot be.

    `resource` is the object's plural and group (`pods`, `deployments.apps`); see `usage` for the object.
    """
    needed = {name: size for name, size in usage(value, resource).items() if size.nanos}
    what = f'{resource} "{_name(value)}" is forbidden'
    matching = [
        index
        for index, one in enumerate(quotas)
        if tracked(one.hard, resource) and in_scope(one.quota.get("spec") or {}, value, resource)
    ]
    if resource == "pods":
        for index in matching:
            refusal = _unspecified(value, quotas[index], what, release)
            if refusal:
                return quotas, refusal
    after = list(quotas)
    for index in matching:
        one = quotas[index]
        asked = {name: size for name, size in needed.items() if name in one.hard}
        new = {name: one.used.get(name, ZERO).plus(size) for name, size in asked.items()}
        exceeded = sorted(name for name, size in new.items() if size.nanos > one.hard[name].nanos)
        if exceeded:
            parts = {"requested": asked, "used": one.used, "limited": one.hard}
            shown = ", ".join(f"{word}: {_printed(sizes, exceeded)}" for word, sizes in parts.items())
            return quotas, Refusal(f"{what}: exceeded quota: {one.name}, {shown}", one.quota, tuple(exceeded))
        after[index] = one._replace(used={**one.used, **new})
    return after, None


def _name(value: Value) -> str:
    metadata = value.get("metadata") or {}
    return metadata.get("name") or metadata.get("generateName") or "Unknown"


def _printed(sizes: Mapping[str, Amount], names: Iterable[str]) -> str:
    return ",".join(f"{name}={sizes[name]}" for name in names)


def _unspecified(value: Value, one: Standing, what: str, release: Release) -> Refusal | None:
    """Of what a quota counts, every container must say how much it takes."""
    spec = value.get("spec") or {}
    own = spec.get("resources") or {}
    if release >= _POD_LEVEL and (own.get("requests") or own.get("limits")):
        return None
    wanted = _DEMANDED.intersection(tracked(one.hard, "pods"))
    missing: dict[str, set[str]] = {}
    for field in ("containers", "initContainers"):
        for item in spec.get(field) or ():
            container = item or {}
            resources = container.get("resources") or {}
            given = compute(amounts(resources.get("requests")), amounts(resources.get("limits")))
            for name in wanted - set(given):
                missing.setdefault(name, set()).add(container.get("name") or "")
    if not missing:
        return None
    listed = {name: tuple(sorted(missing[name])) for name in sorted(missing)}
    words = "; ".join(f"{name} for: {','.join(names)}" for name, names in listed.items())
    message = f"{what}: failed quota: {one.name}: must specify {words}"
    return Refusal(message, one.quota, tuple(listed), listed)
