"""Who asks for what."""

from __future__ import annotations

from typing import NamedTuple

ACCOUNT_PREFIX = "system:serviceaccount:"
ANONYMOUS = "system:anonymous"
MASTERS = "system:masters"


class User(NamedTuple):
    """An identity as authentication gives it: `groups` are all that it is in."""

    name: str
    groups: tuple[str, ...] = ()

    @classmethod
    def account(cls, namespace: str, name: str) -> User:
        """A ServiceAccount, with the groups that every one is in."""
        groups = ("system:serviceaccounts", f"system:serviceaccounts:{namespace}", "system:authenticated")
        return cls(account_name(namespace, name), groups)

    @classmethod
    def called(cls, name: str, *groups: str) -> User:
        """Whoever authenticates under a name, be it that of a ServiceAccount, and what groups follow from it."""
        if name == ANONYMOUS:
            return cls(name, (*groups, "system:unauthenticated"))
        namespace, colon, account = name.removeprefix(ACCOUNT_PREFIX).partition(":")
        if name.startswith(ACCOUNT_PREFIX) and colon:
            return cls(name, (*groups, *cls.account(namespace, account).groups))
        return cls(name, (*groups, "system:authenticated"))


class Request(NamedTuple):
    """What is asked of the API server; one with a `path` is not about a resource.

    `namespace` is empty for what has none and for all namespaces at once, `name` where the request carries none
    (as `create` and `list` do).
    """

    user: User
    verb: str
    group: str = ""
    resource: str = ""
    subresource: str = ""
    namespace: str = ""
    name: str = ""
    path: str = ""

    @property
    def full_resource(self) -> str:
        """Such as `pods/exec`."""
        return f"{self.resource}/{self.subresource}" if self.subresource else self.resource


def account_name(namespace: str, name: str) -> str:
    """The user name that a ServiceAccount authenticates under."""
    return f"{ACCOUNT_PREFIX}{namespace}:{name}"
