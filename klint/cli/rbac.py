"""`klint rbac`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from klint.cli import chains
from klint.cli.world import asks, cluster
from klint.errors import KlintError
from klint.kube.rbac import Request, User
from klint.kube.rbac.queries import authorizer, permissions, who_can
from klint.kube.rbac.request import MASTERS
from klint.kube.rbac.resources import named
from klint.kube.rbac.subjects import meant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klint.cluster import Cluster
    from klint.kube.rbac import Grant

YES, NO = 0, 1

namespace_option = click.option(
    "--namespace", "-n", default="", metavar="NS", help="Where; by default the whole cluster at once."
)
all_option = click.option(
    "--all",
    "everything",
    is_flag=True,
    help="With what Kubernetes itself gives everyone and its own controllers.",
)
name_option = click.option("--name", default="", metavar="NAME", help="The object, if the request names one.")


@click.group()
def command() -> None:
    """Ask who may do what under the Roles and bindings of the manifests.

    A SUBJECT is sa:NAMESPACE/NAME, group:NAME, a workload as deployment/NAME, or the name of a user.
    """


@command.command()
@click.argument("subject")
@click.argument("verb")
@click.argument("resource", metavar="RESOURCE[.GROUP][/SUBRESOURCE]|URL")
@namespace_option
@name_option
@asks
@click.pass_context
def can(context: click.Context, /, subject: str, verb: str, resource: str, **given: Any) -> None:
    """Say whether SUBJECT may VERB RESOURCE, and which rule, binding and subject make it so.

    The exit code is 0 for yes and 1 for no.
    """
    world = cluster(given["paths"], given["config"], given["kubernetes"])
    who = _user(subject, world, given["namespace"])
    request = _request(world, who, verb, resource, given)
    decision = authorizer(world).allows(request)
    allowed = decision.allowed or MASTERS in who.groups
    if given["as_json"]:
        chain = chains.links(decision.chain) if decision.chain else None
        _print_json({"allowed": allowed, "reason": decision.reason, "chain": chain})
    else:
        click.echo("yes" if allowed else "no")
        lines = chains.told(decision.chain) if decision.chain else [f"  {decision.reason}"]
        click.echo("\n".join(line for line in lines if line.strip()), nl=bool(decision.reason))
    context.exit(YES if allowed else NO)


@command.command("who-can")
@click.argument("verb")
@click.argument("resource", metavar="RESOURCE[.GROUP][/SUBRESOURCE]|URL")
@namespace_option
@name_option
@all_option
@asks
def who(verb: str, resource: str, **given: Any) -> None:
    """List the subjects that may VERB RESOURCE; the members of system:masters always may."""
    world = cluster(given["paths"], given["config"], given["kubernetes"])
    request = _request(world, User(""), verb, resource, given)
    found = list(who_can(authorizer(world), request))
    shown = [grant for grant in found if given["everything"] or _is_given([grant])]
    if given["as_json"]:
        _print_json([chains.links(grant) for grant in shown])
        return
    for grant in shown:
        click.echo(chains.called(grant.subject))
        click.echo("\n".join(list(chains.told(grant))[:2]))
    if len(shown) < len(found):
        click.echo(f"and {len(found) - len(shown)} of Kubernetes' own (--all)")


@command.command()
@click.argument("subject")
@namespace_option
@all_option
@asks
def show(subject: str, **given: Any) -> None:
    """List what SUBJECT may do, in the whole cluster and in each namespace."""
    world = cluster(given["paths"], given["config"], given["kubernetes"])
    asked, user = authorizer(world), _user(subject, world, given["namespace"])
    wanted = [given["namespace"]] if given["namespace"] else asked.namespaces(user)
    scopes = {
        scope: [
            one for one in permissions(asked, user, scope) if given["everything"] or _is_given(one.grants)
        ]
        for scope in ("", *wanted)
    }
    if given["as_json"]:
        _print_json({scope: [chains.row(one) for one in rows] for scope, rows in scopes.items()})
        return
    for scope, rows in scopes.items():
        click.echo(f"In namespace {scope}:" if scope else "In the whole cluster:")
        click.echo("\n".join(chains.table(rows)) or "  nothing")


def _is_given(grants: Sequence[Grant]) -> bool:
    """Whether a manifest gives something, and not Kubernetes alone."""
    return any(grant.binding.resource for grant in grants)


def _user(text: str, world: Cluster, namespace: str) -> User:
    user = meant(text, world, namespace)
    if user is None:
        raise KlintError(f"there is no workload {text}; write it as deployment/NAME, with -n NAMESPACE")
    return user


def _request(world: Cluster, user: User, verb: str, text: str, given: Mapping[str, Any]) -> Request:
    if text.startswith("/"):
        return Request(user, verb, path=text)
    found = named(text, world)
    if not found.known:
        near = f"; did you mean {found.near}?" if found.near else "; it is taken as it is written"
        click.echo(f"klint: {text} is no resource that is known{near}", err=True)
    where = given["namespace"] if found.namespaced else ""
    return Request(user, verb, found.group, found.resource, found.subresource, where, given["name"])


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2))
