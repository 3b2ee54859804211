"""Roles and bindings, read from plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.cluster.pods import DEFAULT_NAMESPACE
from klint.kube.rbac import rule as rules
from klint.kube.rbac.request import account_name
from klint.kube.selectors import Selector, label_selector
from klint.manifest.labels import plain_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.kube.rbac.rule import Rule
    from klint.manifest import Resource
    from klint.yaml import Node

GROUP = "rbac.authorization.k8s.io"


class RoleId(NamedTuple):
    """A Role of a namespace, or a ClusterRole, which has none."""

    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.namespace}/{self.name}" if self.namespace else f"{self.kind} {self.name}"


class Role(NamedTuple):
    """`selectors` are those of an aggregationRule, None without one; `resource` is None for Kubernetes' own."""

    id: RoleId
    rules: tuple[Rule, ...] = ()
    labels: Mapping[str, str] = {}
    selectors: tuple[Selector, ...] | None = None
    resource: Resource | None = None


class Subject(NamedTuple):
    """`namespace` is that of a ServiceAccount, the binding's own where the subject names none."""

    kind: str
    name: str
    namespace: str
    place: int

    @property
    def user(self) -> str:
        """The user name that it stands for; empty for a group and for what no request can come from."""
        if self.kind == "ServiceAccount":
            return account_name(self.namespace, self.name) if self.namespace else ""
        return self.name if self.kind == "User" else ""

    @property
    def group(self) -> str:
        return self.name if self.kind == "Group" else ""


class Binding(NamedTuple):
    """`namespace` is empty for a ClusterRoleBinding."""

    kind: str
    namespace: str
    name: str
    role: RoleId
    subjects: tuple[Subject, ...]
    resource: Resource | None = None

    def __str__(self) -> str:
        """Named the way the API server names it, in which the namespace comes last."""
        return f'{self.kind} "{self.name}{"/" if self.namespace else ""}{self.namespace}"'

    def node(self, subject: Subject) -> Node | None:
        """Where a subject of it is written."""
        return self.resource["subjects"][subject.place] if self.resource else None


class Policy(NamedTuple):
    """All roles and bindings, in the order they were given; several may have one name."""

    roles: tuple[Role, ...] = ()
    bindings: tuple[Binding, ...] = ()

    @classmethod
    def of(cls, values: Iterable[Mapping[str, Any]]) -> Policy:
        """The policy that plain objects make; those of other kinds are passed over."""
        return _collected((value, None) for value in values)

    @classmethod
    def written(cls, resources: Iterable[Resource]) -> Policy:
        """The policy that resources make: what is asked of it can be shown in the files."""
        return _collected((one.value, one) for one in resources if one.group == GROUP)

    def and_also(self, other: Policy) -> Policy:
        return Policy(self.roles + other.roles, self.bindings + other.bindings)


def _collected(objects: Iterable[tuple[Mapping[str, Any], Resource | None]]) -> Policy:
    roles: list[Role] = []
    bindings: list[Binding] = []
    for value, resource in objects:
        group, _, _ = str(value.get("apiVersion")).rpartition("/")
        if group != GROUP:
            continue
        if value.get("kind") in ("Role", "ClusterRole"):
            roles.append(role(value, resource))
        elif value.get("kind") in ("RoleBinding", "ClusterRoleBinding"):
            bindings.append(binding(value, resource))
    return Policy(tuple(roles), tuple(bindings))


def role(value: Mapping[str, Any], resource: Resource | None = None) -> Role:
    """Read a Role or ClusterRole."""
    kind, namespace, name = _identity(value, "Role")
    written = value.get("rules")
    read = [
        rules.read(one, resource, index)
        for index, one in enumerate(written if isinstance(written, list) else [])
    ]
    labels = plain_labels(_mapping(value.get("metadata")).get("labels"))
    return Role(RoleId(kind, namespace, name), tuple(read), labels, _selectors(value), resource)


def binding(value: Mapping[str, Any], resource: Resource | None = None) -> Binding:
    """Read a RoleBinding or ClusterRoleBinding."""
    kind, namespace, name = _identity(value, "RoleBinding")
    refers = _mapping(value.get("roleRef"))
    of_kind = _text(refers.get("kind"))
    # A ClusterRoleBinding to a Role is looked for in no namespace, and is not found.
    role_id = RoleId(of_kind, namespace if of_kind == "Role" else "", _text(refers.get("name")))
    return Binding(kind, namespace, name, role_id, tuple(_subjects(value, namespace)), resource)


def _identity(value: Mapping[str, Any], namespaced: str) -> tuple[str, str, str]:
    """Kind, namespace and name; where a namespace is left out, it is `default`, as kubectl has it."""
    metadata = _mapping(value.get("metadata"))
    kind = _text(value.get("kind"))
    namespace = _text(metadata.get("namespace")) or DEFAULT_NAMESPACE if kind == namespaced else ""
    return kind, namespace, _text(metadata.get("name"))


def _selectors(value: Mapping[str, Any]) -> tuple[Selector, ...] | None:
    aggregation = value.get("aggregationRule")
    if not isinstance(aggregation, dict):
        return None
    written = aggregation.get("clusterRoleSelectors")
    return tuple(map(label_selector, written if isinstance(written, list) else []))


def _subjects(value: Mapping[str, Any], namespace: str) -> Iterator[Subject]:
    written = value.get("subjects")
    for index, one in enumerate(written if isinstance(written, list) else []):
        fields = _mapping(one)
        yield Subject(
            _text(fields.get("kind")),
            _text(fields.get("name")),
            _text(fields.get("namespace")) or namespace,
            index,
        )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
