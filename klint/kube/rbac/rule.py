"""One rule of a role: what it permits, and what of another it covers (k8s.io/kubernetes 1.34).

The two are not the same: `*/scale` permits a request for `deployments/scale` and covers a rule that says so, but
a rule with names permits a request that another rule with the same names, written twice, covers only in part.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.rbac.request import Request
    from klint.manifest import Resource
    from klint.yaml import Node

ALL = "*"


class Rule(NamedTuple):
    """Values as written.

    `resource` is the role that a file writes it in (None for one of Kubernetes' own or of plain values), `place`
    its index among the rules there.
    """

    verbs: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    resource: Resource | None = None
    place: int = 0

    @property
    def content(self) -> tuple[tuple[str, ...], ...]:
        """What it says, wherever it stands."""
        return self[:5]

    @property
    def node(self) -> Node | None:
        return self.resource["rules"][self.place] if self.resource else None

    def permits(self, request: Request) -> bool:
        """Whether it allows a request (plugin/pkg/auth/authorizer/rbac.RuleAllows)."""
        if not (ALL in self.verbs or request.verb in self.verbs):
            return False
        if request.path:
            return any(_url_covers(url, request.path) for url in self.urls)
        return (
            (ALL in self.groups or request.group in self.groups)
            and (not self.names or request.name in self.names)
            and self._meets(request)
        )

    def covers(self, atom: Rule) -> bool:
        """Whether it grants all that an atom grants (k8s.io/component-helpers/auth/rbac/validation.ruleCovers)."""
        return (
            _has(self.verbs, atom.verbs)
            and _has(self.groups, atom.groups)
            and all(self._covers_resource(resource) for resource in atom.resources)
            and (not self.names or (bool(atom.names) and set(atom.names) <= set(self.names)))
            and all(any(_url_covers(url, wanted) for url in self.urls) for wanted in atom.urls)
        )

    def atoms(self) -> Iterator[Rule]:
        """The rule in the smallest rules that say the same, in upstream's order."""
        names: list[tuple[str, ...]] = [(name,) for name in self.names] or [()]
        for group, resource, verb, name in product(self.groups, self.resources, self.verbs, names):
            yield Rule((verb,), (group,), (resource,), name)
        for url, verb in product(self.urls, self.verbs):
            yield Rule((verb,), urls=(url,))

    def _meets(self, request: Request) -> bool:
        wanted = request.full_resource
        if ALL in self.resources or wanted in self.resources:
            return True
        return bool(request.subresource) and f"*/{request.subresource}" in self.resources

    def _covers_resource(self, resource: str) -> bool:
        if ALL in self.resources or resource in self.resources:
            return True
        _, slash, subresource = resource.partition("/")
        return bool(slash) and f"*/{subresource}" in self.resources


EVERYTHING = (
    Rule(verbs=(ALL,), groups=(ALL,), resources=(ALL,)),
    Rule(verbs=(ALL,), urls=(ALL,)),
)


def read(value: Any, resource: Resource | None = None, place: int = 0) -> Rule:
    """Read a PolicyRule; what is not a list of texts is as if it were not there."""
    fields = value if isinstance(value, dict) else {}
    return Rule(
        texts(fields.get("verbs")),
        texts(fields.get("apiGroups")),
        texts(fields.get("resources")),
        texts(fields.get("resourceNames")),
        texts(fields.get("nonResourceURLs")),
        resource,
        place,
    )


def texts(value: Any) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _has(held: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return ALL in held or all(one in held for one in wanted)


def _url_covers(url: str, wanted: str) -> bool:
    """Upstream takes off every star at the end; one elsewhere is a letter like others."""
    return url in (ALL, wanted) or (url.endswith(ALL) and wanted.startswith(url.rstrip(ALL)))
