"""Security contexts of pods and containers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import (
    Aside,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
    too_long,
)
from klint.kube.admission.validation.paths import below
from klint.kube.admission.validation.pod.view import containers
from klint.kube.admission.validation.pod.windows import windows_options
from klint.kube.admission.validation.printed import Printed, struct
from klint.kube.admission.validation.rules import Rules, each, one_of, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_TYPES = ("Localhost", "RuntimeDefault", "Unconfined")
_LONGEST_PROFILE = 4095
_LONGEST_SYSCTL = 253
_SEGMENT = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
_SYSCTL = rf"({_SEGMENT}[\./])*{_SEGMENT}"
_IPC = frozenset(
    [
        "kernel.msg",
        "kernel.msgmax",
        "kernel.msgmnb",
        "kernel.msgmni",
        "kernel.sem",
        "kernel.shm",
        "kernel.shm_rmid_forced",
        "kernel.shmall",
        "kernel.shmmax",
        "kernel.shmmni",
    ]
)

_id = within(0, 2**31 - 1, formats.between(0, 2**31 - 1))


def _type(profile: Any, at: At, what: str, field: str) -> Iterator[Fault]:
    kind = profile.get("type")
    if not kind:
        yield required((at, "type"), f"type is required when {field} is set")
    elif kind not in _TYPES:
        yield not_supported((at, "type"), kind, _TYPES)
    if kind == "Localhost" and profile.get("localhostProfile") is None:
        yield required((at, "localhostProfile"), f"must be set when {what} type is Localhost")


def seccomp(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    yield from _type(value, at, "seccomp", "seccompProfile")
    profile = value.get("localhostProfile")
    if profile is None:
        return
    if value.get("type") == "Localhost":
        yield from below(profile, (at, "localhostProfile"), scope)
    else:
        shown = struct("core.SeccompProfile", Type=value.get("type") or "", LocalhostProfile=profile)
        yield invalid((at, "localhostProfile"), shown, "can only be set when seccomp type is Localhost")


def app_armor(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    yield from _type(value, at, "AppArmor", "appArmorProfile")
    profile, kind = value.get("localhostProfile"), value.get("type")
    here = (at, "localhostProfile")
    if profile is None:
        return
    if kind == "Localhost":
        if profile != profile.strip():
            yield invalid(here, profile, "must not be padded with whitespace")
        elif not profile:
            yield required(here, "must be set when AppArmor type is Localhost")
        if formats.size(profile) > _LONGEST_PROFILE:
            yield too_long(here, _LONGEST_PROFILE)
    elif kind in _TYPES:
        yield invalid(here, profile, "can only be set when AppArmor type is Localhost")


def _proc_mount(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    if value not in ("Default", "Unmasked"):
        yield not_supported(at, value, ("Default", "Unmasked"))
    elif value == "Unmasked" and scope.inside.host_users:
        yield invalid(at, value, "`hostUsers` must be false to use `Unmasked`")


def _escalation(context: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if context.get("allowPrivilegeEscalation") is not False:
        return
    words = "cannot set `allowPrivilegeEscalation` to false and"
    if context.get("privileged"):
        yield invalid(at, _context(context), f"{words} `privileged` to true")
    for capability in (context.get("capabilities") or {}).get("add") or ():
        if capability == "CAP_SYS_ADMIN":
            yield invalid(at, _context(context), f"{words} `capabilities.Add` CAP_SYS_ADMIN")


def _context(context: Mapping[str, Any]) -> Printed:
    """A security context as Go prints it."""
    fields = (
        "capabilities privileged seLinuxOptions windowsOptions runAsUser runAsGroup runAsNonRoot "
        "readOnlyRootFilesystem allowPrivilegeEscalation procMount seccompProfile appArmorProfile"
    )
    inner = {
        "capabilities": ("Add", "Drop"),
        "seLinuxOptions": ("User", "Role", "Type", "Level"),
        "windowsOptions": ("GMSACredentialSpecName", "GMSACredentialSpec", "RunAsUserName", "HostProcess"),
        "seccompProfile": ("Type", "LocalhostProfile"),
        "appArmorProfile": ("Type", "LocalhostProfile"),
    }
    shown: dict[str, Any] = {}
    for name in fields.split():
        value = context.get(name)
        if value is not None and name in inner:
            own = {key.lower(): item for key, item in value.items()}
            empty = "" if name == "seLinuxOptions" else None
            value = struct(name, **{key: own.get(key.lower(), empty) for key in inner[name]})
        shown["SELinuxOptions" if name == "seLinuxOptions" else name[0].upper() + name[1:]] = value
    return struct("core.SecurityContext", **shown)


container_security = Rules(
    {
        "appArmorProfile": app_armor,
        "procMount": _proc_mount,
        "runAsGroup": _id,
        "runAsUser": _id,
        "seccompProfile": seccomp,
        "windowsOptions": windows_options,
    },
    _escalation,
)


def _sysctls(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    seen: set[str] = set()
    spec = scope.inside.spec
    for index, item in enumerate(value):
        here = ((at, index), "name")
        name = (item or {}).get("name") or ""
        if not name:
            yield required(here)
        elif len(name) > _LONGEST_SYSCTL or not re.fullmatch(_SYSCTL, name):
            yield invalid(
                here, name, f"must have at most {_LONGEST_SYSCTL} characters and match regex ^{_SYSCTL}$"
            )
        elif name in seen:
            yield duplicate(here, name)
        seen.add(name)
        plain = _dotted(name)
        if spec.get("hostNetwork") and plain.startswith("net."):
            yield invalid(here, name, "may not be specified when 'hostNetwork' is true")
        elif spec.get("hostIPC") and (plain in _IPC or plain.startswith("fs.mqueue.")):
            yield invalid(here, name, "may not be specified when 'hostIPC' is true")


def _dotted(name: str) -> str:
    """A sysctl's name with points for slashes, as the kernel takes both (ConvertSysctlVariableToDotsSeparator)."""
    first = re.search(r"[./]", name)
    if not first or first[0] == ".":
        return name
    return name.translate(str.maketrans("./", "/."))


def _shared_processes(context: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    spec = scope.inside.spec
    if spec.get("shareProcessNamespace") and spec.get("hostPID"):
        here = (at, "shareProcessNamespace")
        yield invalid(here, value=True, detail="ShareProcessNamespace and HostPID cannot both be enabled")


pod_security = Rules(
    {
        "appArmorProfile": app_armor,
        "fsGroup": _id,
        "fsGroupChangePolicy": one_of("Always", "OnRootMismatch", empty=False),
        "runAsGroup": _id,
        "runAsUser": _id,
        "seLinuxChangePolicy": one_of("MountOption", "Recursive", empty=False),
        "seccompProfile": seccomp,
        "supplementalGroups": each(_id),
        "supplementalGroupsPolicy": one_of("Merge", "Strict", empty=False),
        "sysctls": _sysctls,
        "windowsOptions": windows_options,
    },
    _shared_processes,
)


def host_users(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """Users of its own don't go with the host's namespaces."""
    if scope.inside.host_users:
        return
    for field, shown in (("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")):
        if spec.get(field):
            yield forbidden((at, Aside(field, shown)), "when `hostUsers` is false")
    for container, here in containers(spec, at):
        if container.get("volumeDevices"):
            yield forbidden((here, "volumeDevices"), "when `hostUsers` is false")
