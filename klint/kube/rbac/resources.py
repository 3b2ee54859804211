"""What people call resources, in the words of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.schema import facts
from klint.schema.near import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.cluster import Cluster

_FIRST = ("", "apps", "batch")  # of two groups with one resource, the one that is meant


class Named(NamedTuple):
    """A resource of the API.

    `known` is False where neither Kubernetes nor a CustomResourceDefinition has it; `near` is what may be meant then.
    """

    group: str
    resource: str
    subresource: str = ""
    namespaced: bool = True
    known: bool = True
    near: str = ""


def named(text: str, cluster: Cluster) -> Named:
    """Read `pods`, `pods/exec`, `deployments.apps`, `deployment` or `Deployment.apps/scale`.

    What is not known is taken as it is written.
    """
    whole, _, subresource = text.partition("/")
    name, _, group = whole.partition(".")
    for one, names in _resources(cluster):
        if name.lower() in names and (one.group == group or not group):
            return one._replace(subresource=subresource)
    near = nearest(name, (one.resource for one, _ in _resources(cluster))) or ""
    return Named(group, name, subresource, known=False, near=near)


def _resources(cluster: Cluster) -> Iterator[tuple[Named, tuple[str, ...]]]:
    """Every resource, with all its names in small letters."""
    kinds = [kind for kind in facts.kinds(cluster.release) if kind.plural]
    order = {group: place for place, group in enumerate(_FIRST)}
    for kind in sorted(kinds, key=lambda one: (order.get(one.group, len(order)), one.group)):
        yield Named(kind.group, kind.plural, "", kind.namespaced), (kind.plural, kind.name.lower())
    for crd in cluster.of("CustomResourceDefinition"):
        spec = crd["spec"]
        names = spec["names"]
        words = [names[key].value for key in ("plural", "singular", "kind")]
        words += [one.value for one in names["shortNames"]]
        found = tuple(word.lower() for word in words if isinstance(word, str))
        group, plural = spec["group"].value, names["plural"].value
        if isinstance(group, str) and isinstance(plural, str):
            yield Named(group, plural, "", spec["scope"].value != "Cluster"), found
