"""Questions to an authorizer (k8s.io/apiserver `pkg/cel/library/authz.go`, from 1.27 on).

The answers come from outside: whoever evaluates binds `authorizer` to an Authorizer, and if the request's
own resource is known, `authorizer.requestResource` to a ResourceCheck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from klint.cel.errors import EvaluationError
from klint.cel.function import Function, Release
from klint.cel.library.formats import FORMATS
from klint.cel.values import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.cel.frame import Frame

_SINCE = (1, 27)
_SELECTORS_SINCE = (1, 31)
_CHECK_COST = 350_000  # so that an expression affords two of them, as on the server


class Request(NamedTuple):
    """May the user do this? Of a question about a URL only `path` and `verb` are set."""

    user: str
    groups: tuple[str, ...]
    verb: str = ""
    group: str = ""
    resource: str = ""
    subresource: str = ""
    namespace: str = ""
    name: str = ""
    field_selector: str = ""
    label_selector: str = ""
    path: str = ""


@named("kubernetes.authorization.Decision")
class Decision(NamedTuple):
    """The answer; `error` if there could be none."""

    allowed: bool
    reason: str = ""
    error: str = ""


class Authority(Protocol):
    """Decides, such as an RBAC engine. It raises EvaluationError where klint does not know enough."""

    def __call__(self, request: Request) -> Decision: ...


class _Question:
    """A question in the making."""

    __slots__ = ("authority", "request")

    def __init__(self, authority: Authority, request: Request) -> None:
        self.authority = authority
        self.request = request

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Question) and type(other) is type(self) and self.request == other.request

    def __hash__(self) -> int:
        return hash(self.request)


@named("kubernetes.authorization.Authorizer")
class Authorizer(_Question):
    """Answers for one user; the request has nothing but that user and the groups."""

    __slots__ = ()


@named("kubernetes.authorization.PathCheck")
class PathCheck(_Question):
    __slots__ = ()


@named("kubernetes.authorization.GroupCheck")
class GroupCheck(_Question):
    __slots__ = ()


@named("kubernetes.authorization.ResourceCheck")
class ResourceCheck(_Question):
    __slots__ = ()


def _path(authorizer: Authorizer, path: str) -> PathCheck:
    if not path.strip():
        raise EvaluationError("the path is empty")
    return PathCheck(authorizer.authority, authorizer.request._replace(path=path))


def _group(authorizer: Authorizer, group: str) -> GroupCheck:
    return GroupCheck(authorizer.authority, authorizer.request._replace(group=group))


def _service_account(authorizer: Authorizer, namespace: str, name: str) -> Authorizer:
    if FORMATS["dns1123Label"].faults(namespace):
        raise EvaluationError(f"'{namespace[:80]}' cannot be a namespace")
    if FORMATS["dns1123Subdomain"].faults(name):
        raise EvaluationError(f"'{name[:80]}' cannot be a service account")
    groups = ("system:serviceaccounts", f"system:serviceaccounts:{namespace}")
    return Authorizer(authorizer.authority, Request(f"system:serviceaccount:{namespace}:{name}", groups))


def _resource(check: GroupCheck, resource: str) -> ResourceCheck:
    if not resource.strip():
        raise EvaluationError("the resource is empty")
    return ResourceCheck(check.authority, check.request._replace(resource=resource))


def _narrowed(field: str) -> Callable[[ResourceCheck, str], ResourceCheck]:
    def narrowed(check: ResourceCheck, value: str) -> ResourceCheck:
        changed: dict[str, Any] = {field: value}
        return ResourceCheck(check.authority, check.request._replace(**changed))

    return narrowed


def _check(frame: Frame, check: _Question, verb: str) -> Decision:
    frame.charge(_CHECK_COST)
    return check.authority(check.request._replace(verb=verb))


def _function(
    name: str,
    parameters: tuple[type, ...],
    call: Callable[..., Any],
    *,
    since: Release = _SINCE,
    metered: bool = False,
) -> Function:
    return Function(name, parameters, call, member=True, since=since, metered=metered)


FUNCTIONS = (
    _function("path", (Authorizer, str), _path),
    _function("group", (Authorizer, str), _group),
    _function("serviceAccount", (Authorizer, str, str), _service_account),
    _function("resource", (GroupCheck, str), _resource),
    _function("subresource", (ResourceCheck, str), _narrowed("subresource")),
    _function("namespace", (ResourceCheck, str), _narrowed("namespace")),
    _function("name", (ResourceCheck, str), _narrowed("name")),
    _function("fieldSelector", (ResourceCheck, str), _narrowed("field_selector"), since=_SELECTORS_SINCE),
    _function("labelSelector", (ResourceCheck, str), _narrowed("label_selector"), since=_SELECTORS_SINCE),
    _function("check", (PathCheck, str), _check, metered=True),
    _function("check", (ResourceCheck, str), _check, metered=True),
    _function("allowed", (Decision,), lambda decision: decision.allowed),
    _function("reason", (Decision,), lambda decision: decision.reason),
    _function("errored", (Decision,), lambda decision: bool(decision.error)),
    _function("error", (Decision,), lambda decision: decision.error),
)
