"""What holds for pods of one operating system only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import forbidden, invalid, not_supported, required
from klint.kube.admission.validation.pod.view import containers
from klint.kube.admission.validation.rules import Rules, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_CREDENTIAL_KIB = 64
_LONGEST_DOMAIN, _LONGEST_USER = 256, 104
_NETBIOS = r"""[^\\/:\*\?"<>|\.][^\\/:\*\?"<>|]{0,14}"""
_DNS = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_NOT_IN_USERS = r'["/\\:;|=,\+\*\?<>@\[\]]'


def _credential(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if not value:
        yield invalid(at, value, "gmsaCredentialSpec cannot be an empty string")
    elif formats.size(value) > _CREDENTIAL_KIB * 1024:
        yield invalid(at, value, f"gmsaCredentialSpec size must be under {_CREDENTIAL_KIB} KiB")


def _user_name(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    for wrong in _user_faults(value):
        yield invalid(at, value, f"runAsUserName{wrong}")


def _user_faults(name: str) -> Iterator[str]:
    if not name:
        yield " cannot be an empty string"
    elif re.search(r"[\x00-\x1f\x7f]", name):
        yield " cannot contain control characters"
    elif name.count("\\") > 1:
        yield " cannot contain more than one backslash"
    else:
        domain, slash, user = name.rpartition("\\")
        if formats.size(domain) >= _LONGEST_DOMAIN:
            yield f"'s Domain length must be under {_LONGEST_DOMAIN} characters"
        if slash and not re.fullmatch(_NETBIOS, domain) and not re.fullmatch(rf"{_DNS}(?:\.{_DNS})*", domain):
            yield "'s Domain doesn't match the NetBios nor the DNS format"
        if not user:
            yield "'s User cannot be empty"
        elif formats.size(user) > _LONGEST_USER:
            yield f"'s User length must not be longer than {_LONGEST_USER} characters"
        if re.fullmatch(r"[\. ]+", user):
            yield "'s User cannot contain only periods or spaces"
        if re.search(_NOT_IN_USERS, user):
            yield r"""'s User cannot contain the following characters: "/\:;|=,+*?<>@[]"""


windows_options = Rules(
    {
        "gmsaCredentialSpecName": text(formats.subdomain, empty=True),
        "gmsaCredentialSpec": _credential,
        "runAsUserName": _user_name,
    }
)


def host_process(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """All containers of a pod are processes of the host, or none."""
    of_pod = (scope.inside.security.get("windowsOptions") or {}).get("hostProcess")
    total = on_host = 0
    for container, here in containers(spec, at):
        security = container.get("securityContext") or {}
        own = (security.get("windowsOptions") or {}).get("hostProcess")
        if of_pod is not None and own is not None and own != of_pod:
            words = (
                f"pod hostProcess value must be identical if both are specified, was {str(of_pod).lower()}"
            )
            yield invalid((((here, "securityContext"), "windowsOptions"), "hostProcess"), own, words)
        total += 1
        on_host += bool(of_pod if own is None else own)
    if not on_host:
        return
    if on_host != total:
        words = (
            "If pod contains any hostProcess containers then all containers must be HostProcess containers"
        )
        yield invalid(at, "", words)
    if not spec.get("hostNetwork"):
        words = "hostNetwork must be true if pod contains any hostProcess containers"
        yield invalid((at, "hostNetwork"), value=False, detail=words)


_OF_LINUX_PODS = ("hostUsers", "hostPID", "hostIPC", "shareProcessNamespace")
_OF_LINUX_CONTEXTS = (
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "sysctls",
    "runAsUser",
    "runAsGroup",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "seLinuxChangePolicy",
)
_OF_LINUX_CONTAINERS = (
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
)


def operating_system(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """`os`, and what its pods may not set."""
    system = scope.inside.os
    if system is None:
        return
    if not system:
        yield required(((at, "os"), "name"))
    elif system == "linux":
        yield from _linux(spec, at, scope)
    elif system == "windows":
        yield from _windows(spec, at, scope)
    else:
        yield not_supported((at, "os"), system, ("linux", "windows"))


def _linux(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    contexts = [(scope.inside.security, (at, "securityContext"))]
    contexts += [
        (one.get("securityContext") or {}, (here, "securityContext")) for one, here in containers(spec, at)
    ]
    for context, here in contexts:
        if context.get("windowsOptions") is not None:
            yield forbidden((here, "windowsOptions"), "windows options cannot be set for a linux pod")


def _windows(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    words = "cannot be set for a windows pod"
    for field in _OF_LINUX_PODS:
        if spec.get(field) is not None and (spec[field] or field not in ("hostPID", "hostIPC")):
            yield forbidden((at, field), words)
    context = scope.inside.security
    for field in _OF_LINUX_CONTEXTS:
        if context.get(field) is not None and context[field] != []:
            yield forbidden(((at, "securityContext"), field), words)
    for container, here in containers(spec, at):
        context = container.get("securityContext") or {}
        for field in _OF_LINUX_CONTAINERS:
            if context.get(field) is not None:
                yield forbidden(((here, "securityContext"), field), words)
