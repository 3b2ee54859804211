"""Who may do what, decided as the RBAC authorizer of kube-apiserver decides it (1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.rbac.aggregation import settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from klint.kube.rbac.policy import Binding, Policy, Role, RoleId, Subject
    from klint.kube.rbac.request import Request, User
    from klint.kube.rbac.rule import Rule


class Grant(NamedTuple):
    """A rule, and how somebody comes to it: the chain that klint shows."""

    rule: Rule
    role: Role
    binding: Binding
    subject: Subject

    @property
    def reason(self) -> str:
        """The API server's words, as its audit log has them."""
        subject = self.subject
        whom = f"{subject.name}/{subject.namespace}" if subject.kind == "ServiceAccount" else subject.name
        return f'allowed by {self.binding} of {self.role.id.kind} "{self.role.id.name}" to {subject.kind} "{whom}"'


class Decision(NamedTuple):
    """`reason` is that of the API server; `chain` is the first grant that allows, None if none does."""

    allowed: bool
    reason: str = ""
    chain: Grant | None = None


class _Held(NamedTuple):
    """A binding that applies to a user, by which subject; the place keeps the order of the policy."""

    place: int
    binding: Binding
    subject: Subject


class Authorizer:
    """Answers for a policy, which is indexed once.

    It knows RBAC only: that the group `system:masters` may do everything is another authorizer's rule, and on
    a cluster so is what a node may do.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.roles: Mapping[RoleId, Role] = settled(policy.roles)
        self._by_user: dict[str, list[_Held]] = {}
        self._by_group: dict[str, list[_Held]] = {}
        self._held: dict[User, Mapping[str, Sequence[_Held]]] = {}
        for place, binding in enumerate(policy.bindings):
            for subject in binding.subjects:
                index = self._by_group if subject.group else self._by_user
                name = subject.group or subject.user
                if name:
                    index.setdefault(name, []).append(_Held(place, binding, subject))

    def allows(self, request: Request) -> Decision:
        grant = next(self.granting(request), None)
        if grant:
            return Decision(allowed=True, reason=f"RBAC: {grant.reason}", chain=grant)
        missing = self.unresolved(request.user, request.namespace, "clusterrole", "role")
        return Decision(allowed=False, reason=f"RBAC: {aggregate(missing)}" if missing else "")

    def granting(self, request: Request) -> Iterator[Grant]:
        """Every grant that allows a request."""
        return (
            grant for grant in self.grants(request.user, request.namespace) if grant.rule.permits(request)
        )

    def grants(self, user: User, namespace: str = "") -> Iterator[Grant]:
        """All that a user holds in a namespace, in the order the API server looks at it.

        Without a namespace, only what holds in the whole cluster.
        """
        for held in self._applying(user, namespace):
            role = self.roles.get(held.binding.role)
            if role:
                for rule in role.rules:
                    yield Grant(rule, role, held.binding, held.subject)

    def unresolved(self, user: User, namespace: str, cluster_role: str, role: str) -> Sequence[str]:
        """The errors about roles that are bound to a user and do not exist, in the given words for their kinds."""
        words = {"ClusterRole": cluster_role, "Role": role}
        return [
            not_found(words.get(held.binding.role.kind, held.binding.role.kind), held.binding.role.name)
            for held in self._applying(user, namespace)
            if held.binding.role not in self.roles
        ]

    def namespaces(self, user: User) -> Sequence[str]:
        """The namespaces in which a user holds more than in the whole cluster."""
        return sorted(namespace for namespace in self._all(user) if namespace)

    def _applying(self, user: User, namespace: str) -> Iterator[_Held]:
        held = self._all(user)
        yield from held.get("", ())
        if namespace:
            yield from held.get(namespace, ())

    def _all(self, user: User) -> Mapping[str, Sequence[_Held]]:
        """By namespace, each binding once, by the first of its subjects that is meant."""
        known = self._held.get(user)
        if known is None:
            found = [*self._by_user.get(user.name, ()), *_of(self._by_group, user.groups)]
            found.sort(key=lambda held: (held.place, held.subject.place))
            known = self._held[user] = _grouped(found)
        return known


def not_found(resource: str, name: str) -> str:
    return f'{resource}.rbac.authorization.k8s.io "{name}" not found'


def _of(index: Mapping[str, Sequence[_Held]], keys: Iterable[str]) -> Iterator[_Held]:
    for key in keys:
        yield from index.get(key, ())


def _grouped(found: Sequence[_Held]) -> Mapping[str, Sequence[_Held]]:
    groups: dict[str, list[_Held]] = {}
    last = -1
    for held in found:
        if held.place != last:
            groups.setdefault(held.binding.namespace, []).append(held)
        last = held.place
    return groups


def aggregate(messages: Sequence[str]) -> str:
    """Errors in the form of k8s.io/apimachinery: each once, in brackets if there are several."""
    unique = list(dict.fromkeys(messages))
    return unique[0] if len(unique) == 1 else f"[{', '.join(unique)}]"
