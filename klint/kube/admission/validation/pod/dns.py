"""Names of a pod, and how it finds others by theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.addresses import legacy_ip
from klint.kube.admission.validation.fault import forbidden, invalid, required, too_long
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_RELAXED_SEARCHES = Release(1, 33)
_HOSTNAME_OVERRIDES = Release(1, 35)
_SERVERS, _SEARCHES, _SEARCH_SIGNS = 3, 32, 2048
_LONGEST_HOSTNAME = 64


def no_dns_config(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if spec.get("dnsPolicy") == "None" and spec.get("dnsConfig") is None:
        yield required((at, "dnsConfig"), "must provide `dnsConfig` when `dnsPolicy` is None")


def dns_config(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    servers, searches = value.get("nameservers") or (), value.get("searches") or ()
    if not servers and scope.inside.spec.get("dnsPolicy") == "None":
        words = "must provide at least one DNS nameserver when `dnsPolicy` is None"
        yield required((at, "nameservers"), words)
        return
    if len(servers) > _SERVERS:
        yield invalid((at, "nameservers"), servers, f"must not have more than {_SERVERS} nameservers")
    for index, server in enumerate(servers):
        yield from legacy_ip(server or "", ((at, "nameservers"), index), scope)
    if len(searches) > _SEARCHES:
        yield invalid((at, "searches"), searches, f"must not have more than {_SEARCHES} search paths")
    if len(" ".join(one or "" for one in searches)) > _SEARCH_SIGNS:
        words = f"must not have more than {_SEARCH_SIGNS} characters (including spaces) in the search list"
        yield invalid((at, "searches"), searches, words)
    for index, search in enumerate(searches):
        yield from _search(search or "", ((at, "searches"), index), scope)
    for index, option in enumerate(value.get("options") or ()):
        if not (option or {}).get("name"):
            yield required(((at, "options"), index), "must not be empty")


def _search(search: str, at: At, scope: Scope) -> Iterator[Fault]:
    relaxed = scope.release >= _RELAXED_SEARCHES
    if relaxed and search == ".":
        return
    name = search.removesuffix(".")
    wrong = formats.subdomain_underscore(name) if relaxed else formats.subdomain(name)
    yield from (invalid(at, name, one) for one in wrong)


def host_aliases(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    for index, alias in enumerate(value):
        yield from legacy_ip((alias or {}).get("ip") or "", ((at, index), "ip"), scope)
        for nth, name in enumerate((alias or {}).get("hostnames") or ()):
            here = (((at, index), "hostnames"), nth)
            yield from (invalid(here, name or "", one) for one in formats.subdomain(name or ""))


def hostname_override(value: str, at: At, scope: Scope) -> Iterator[Fault]:
    spec = scope.inside.spec
    if scope.release < _HOSTNAME_OVERRIDES:
        return
    if spec.get("setHostnameAsFQDN"):
        yield forbidden(at, "may not be specified when setHostnameAsFQDN is true")
    if spec.get("hostNetwork"):
        yield forbidden(at, "may not be specified when hostNetwork is true")
    if formats.size(value) > _LONGEST_HOSTNAME:
        yield too_long(at, _LONGEST_HOSTNAME)
    yield from (invalid(at, value, one) for one in formats.subdomain(value))
