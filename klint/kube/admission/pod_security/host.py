"""What a pod may not take from its node: namespaces, paths, ports, addresses, kernel settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission.pod_security.subject import (
    Offence,
    Verdict,
    containers,
    counted,
    distinct,
    listed,
    number,
    setters,
    values,
    verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.pod_security.subject import Part, Path, Subject

_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_HOOKS = ("postStart", "preStop")

# Kernel settings, and since which version of the policy a pod may change them.
_SYSCTLS = {
    "kernel.shm_rmid_forced": 0,
    "net.ipv4.ip_local_port_range": 0,
    "net.ipv4.ip_unprivileged_port_start": 0,
    "net.ipv4.ping_group_range": 0,
    "net.ipv4.tcp_syncookies": 0,
    "net.ipv4.ip_local_reserved_ports": 27,
    "net.ipv4.tcp_fin_timeout": 29,
    "net.ipv4.tcp_keepalive_intvl": 29,
    "net.ipv4.tcp_keepalive_probes": 29,
    "net.ipv4.tcp_keepalive_time": 29,
    "net.ipv4.tcp_rmem": 32,
    "net.ipv4.tcp_wmem": 32,
    "net.ipv4.tcp_notsent_lowat": 37,
    "net.ipv4.tcp_slow_start_after_idle": 37,
}


def namespaces(subject: Subject) -> Verdict | None:
    shared = [field for field in ("hostNetwork", "hostPID", "hostIPC") if subject.spec.get(field)]
    if not shared:
        return None
    return Verdict(", ".join(f"{one}=true" for one in shared), tuple(("spec", one) for one in shared))


def path_volumes(subject: Subject) -> Verdict | None:
    found = [
        (index, volume.get("name") or "")
        for index, volume in enumerate(subject.spec.get("volumes") or ())
        if volume and volume.get("hostPath") is not None
    ]
    if not found:
        return None
    paths = tuple(("spec", "volumes", index, "hostPath") for index, _ in found)
    return Verdict(counted("volume", (name for _, name in found)), paths)


def ports(subject: Subject) -> Verdict | None:
    found = [
        Offence((*part.path, "ports", index, "hostPort"), part, str(port["hostPort"]))
        for part in subject.containers
        for index, port in enumerate(part.value.get("ports") or ())
        if port and port.get("hostPort")
    ]
    if not found:
        return None
    taken = distinct(found)
    return verdict(
        f"{containers(found)} {_uses(found)} {number('hostPort', taken)} {', '.join(taken)}", found
    )


def _uses(offences: list[Offence]) -> str:
    return "uses" if len({one.part.path for one in offences}) == 1 else "use"


def probed_hosts(subject: Subject) -> Verdict | None:
    found = [
        Offence((*path, action, "host"), part, host)
        for part in subject.containers
        for path, handler in _handlers(part)
        for action in ("httpGet", "tcpSocket")
        if (host := (handler.get(action) or {}).get("host"))
    ]
    if not found:
        return None
    names, hosts = sorted({one.part.name for one in found}), distinct(found)
    what = number("probe or lifecycle host", hosts)
    return verdict(f"{counted('container', names)} {_uses(found)} {what} {listed(hosts)}", found)


def _handlers(part: Part) -> Iterator[tuple[Path, Any]]:
    for probe in _PROBES:
        yield (*part.path, probe), part.value.get(probe) or {}
    lifecycle = part.value.get("lifecycle") or {}
    for hook in _HOOKS:
        yield (*part.path, "lifecycle", hook), lifecycle.get(hook) or {}


def processes(subject: Subject) -> Verdict | None:
    found = [
        Offence(part.at("windowsOptions", "hostProcess"), part)
        for part in subject.parts
        if (part.option("windowsOptions") or {}).get("hostProcess")
    ]
    if not found:
        return None
    return verdict(f"{setters(found)} must not set securityContext.windowsOptions.hostProcess=true", found)


def proc_mount(subject: Subject) -> Verdict | None:
    found = [
        Offence(part.at("procMount"), part, mount)
        for part in subject.containers
        if (mount := part.option("procMount")) is not None and mount != "Default"
    ]
    if not found:
        return None
    return verdict(f"{containers(found)} must not set securityContext.procMount to {values(found)}", found)


def sysctls(subject: Subject) -> Verdict | None:
    found = [
        Offence(subject.pod.at("sysctls", index, "name"), subject.pod, name)
        for index, sysctl in enumerate(subject.pod.option("sysctls") or ())
        if not _is_safe(name := (sysctl or {}).get("name") or "", subject.version)
    ]
    return verdict(", ".join(one.value for one in found), found) if found else None


def _is_safe(sysctl: str, version: int) -> bool:
    return sysctl in _SYSCTLS and version >= _SYSCTLS[sysctl]
