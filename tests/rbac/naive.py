"""The authorizer as one reads it in the documentation, for comparison: no index, one request at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from klint.kube.rbac import Request

    Values = Sequence[Mapping[str, Any]]


def allows(objects: Values, request: Request) -> bool:
    return any(permits(rule, request) for rule in held(objects, request))


def held(objects: Values, request: Request) -> Iterator[Any]:
    """The rules that the user of a request holds in its namespace."""
    for binding in objects:
        namespace = binding["metadata"]["namespace"]
        if "roleRef" not in binding or (namespace and namespace != request.namespace):
            continue
        if any(meant(subject, namespace, request) for subject in binding["subjects"]):
            reference = binding["roleRef"]
            home = namespace if reference["kind"] == "Role" else ""
            for role in objects:
                wanted = (reference["kind"], reference["name"], home)
                if (role["kind"], role["metadata"]["name"], role["metadata"]["namespace"]) == wanted:
                    yield from role["rules"]


def meant(subject: Mapping[str, str], namespace: str, request: Request) -> bool:
    name, groups = request.user
    if subject["kind"] == "Group":
        return subject["name"] in groups
    if subject["kind"] == "User":
        return subject["name"] == name
    home = subject.get("namespace") or namespace
    return bool(home) and name == f"system:serviceaccount:{home}:{subject['name']}"


def permits(rule: Mapping[str, Any], request: Request) -> bool:
    if not {"*", request.verb} & set(rule["verbs"]):
        return False
    if request.path:
        return any(
            url == request.path or (url.endswith("*") and request.path.startswith(url.rstrip("*")))
            for url in rule.get("nonResourceURLs", ())
        )
    whole = request.resource + ("/" + request.subresource if request.subresource else "")
    wanted = {"*", whole} | ({f"*/{request.subresource}"} if request.subresource else set())
    names = rule.get("resourceNames", ())
    return (
        bool({"*", request.group} & set(rule.get("apiGroups", ())))
        and bool(wanted & set(rule.get("resources", ())))
        and (not names or request.name in names)
    )
