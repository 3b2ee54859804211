"""How somebody comes to a permission, told in text and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cli.world import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from klint.kube.rbac import Grant, Rule, Subject
    from klint.kube.rbac.queries import Permission

_OWN = "(Kubernetes' own)"


def told(grant: Grant) -> Iterator[str]:
    """The chain from the rule to the subject, a line each, with the places in the files."""
    written = [(link["place"] or _OWN, link["what"]) for link in links(grant).values()]
    width = max(len(where) for where, _ in written)
    for name, (where, what) in zip(("rule", "binding", "subject"), written, strict=True):
        yield f"  {name:7}  {where:{width}}  {what}"


def links(grant: Grant) -> dict[str, dict[str, str | None]]:
    """The same for machines; the place is None for what no file says."""
    binding = grant.binding
    home = f"{binding.namespace}/" if binding.namespace else ""
    subject = binding.node(grant.subject)
    written = grant.rule.resource
    role = f"{written.kind} {written.name}" if written else str(grant.role.id)
    return {
        "rule": {
            "what": f"{role}: {phrase(grant.rule)}",
            "place": place(grant.rule.node) if grant.rule.node else None,
        },
        "binding": {
            "what": f"{binding.kind} {home}{binding.name} to {grant.role.id}",
            "place": place(binding.resource["roleRef"]) if binding.resource else None,
        },
        "subject": {"what": called(grant.subject), "place": place(subject) if subject else None},
    }


def called(subject: Subject) -> str:
    home = f"{subject.namespace}/" if subject.kind == "ServiceAccount" else ""
    return f"{subject.kind} {home}{subject.name}"


def phrase(rule: Rule) -> str:
    """Such as `get, list pods, secrets` or `get deployments.apps named web`."""
    if rule.urls:
        return f"{', '.join(rule.verbs)} {', '.join(rule.urls)}"
    things = [_of_group(resource, group) for group in rule.groups for resource in rule.resources]
    named = f" named {', '.join(rule.names)}" if rule.names else ""
    return f"{', '.join(rule.verbs)} {', '.join(things)}{named}"


def table(permissions: Sequence[Permission]) -> Iterator[str]:
    """One permission a line: verbs, what they are for, and where each comes from."""
    rows = [
        (", ".join(one.verbs), thing(one), ", ".join(dict.fromkeys(map(_origin, one.grants))))
        for one in permissions
    ]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)] if rows else (0, 0)
    for verbs, what, origins in rows:
        yield f"  {verbs:{widths[0]}}  {what:{widths[1]}}  {origins}"


def row(one: Permission) -> dict[str, Any]:
    """A permission for machines."""
    return {
        "verbs": one.verbs,
        **(
            {"url": one.url}
            if one.url
            else {"group": one.group, "resource": one.resource, "names": one.names}
        ),
        "grants": [links(grant) for grant in one.grants],
    }


def thing(one: Permission) -> str:
    named = f" named {', '.join(one.names)}" if one.names else ""
    return one.url or _of_group(one.resource, one.group) + named


def _origin(grant: Grant) -> str:
    node = grant.rule.node
    return place(node) if node else str(grant.role.id)


def _of_group(resource: str, group: str) -> str:
    whole, slash, subresource = resource.partition("/")
    return f"{whole}.{group}{slash}{subresource}" if group else resource
