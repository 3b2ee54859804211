"""A pod as the checks of Pod Security see it, and how their verdicts speak of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.admission.validation.printed import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.release import Release

Path = tuple[str | int, ...]

_POD: Path = ("spec",)
_LISTS = ("initContainers", "containers", "ephemeralContainers")


class Part(NamedTuple):
    """A pod's spec or one of its containers."""

    path: Path
    name: str
    value: Any

    @property
    def is_pod(self) -> bool:
        return self.path == _POD

    def option(self, field: str) -> Any:
        """A field of the security context, None where it is not set."""
        return (self.value.get("securityContext") or {}).get(field)

    def at(self, *steps: str | int) -> Path:
        return (*self.path, "securityContext", *steps)


class Offence(NamedTuple):
    """What breaks a rule: `path` may name a field that is missing there, `value` is what it must not be."""

    path: Path
    part: Part
    value: str = ""


class Verdict(NamedTuple):
    detail: str
    paths: tuple[Path, ...]
    reason: str = ""


class Subject:
    """`version` is the minor version of the policy, `release` that of the server."""

    __slots__ = ("annotations", "containers", "pod", "release", "spec", "version")

    def __init__(self, metadata: Any, spec: Any, version: int, release: Release) -> None:
        self.annotations: dict[str, str] = metadata.get("annotations") or {}
        self.spec = spec
        self.pod = Part(_POD, "", spec)
        self.containers = tuple(_containers(spec))
        self.version = version
        self.release = release

    @property
    def parts(self) -> tuple[Part, ...]:
        return (self.pod, *self.containers)

    @property
    def is_windows(self) -> bool:
        return (self.spec.get("os") or {}).get("name") == "windows"

    @property
    def has_user_namespace(self) -> bool:
        return self.spec.get("hostUsers") is False


def _containers(spec: Any) -> Iterator[Part]:
    for field in _LISTS:
        for index, item in enumerate(spec.get(field) or ()):
            value = item or {}
            yield Part((*_POD, field, index), value.get("name") or "", value)


def verdict(detail: str, offences: Iterable[Offence], reason: str = "") -> Verdict:
    return Verdict(detail, tuple(one.path for one in offences), reason)


def number(noun: str, things: Iterable[object]) -> str:
    """The noun in singular or plural."""
    return noun if len(list(things)) == 1 else f"{noun}s"


def listed(values: Iterable[str]) -> str:
    """Every value in quotes; quotes within are left as they are."""
    return ", ".join(f'"{one}"' for one in values)


def values(offences: Iterable[Offence]) -> str:
    return listed(distinct(offences))


def distinct(offences: Iterable[Offence]) -> list[str]:
    return sorted({one.value for one in offences})


def counted(noun: str, names: Iterable[str]) -> str:
    """``containers "a", "b"``."""
    found = list(names)
    return f"{number(noun, found)} {listed(found)}"


def containers(offences: Iterable[Offence]) -> str:
    """The containers among the offenders: ``containers "a", "b"``."""
    parts = {one.part.path: one.part.name for one in offences if not one.part.is_pod}
    return counted("container", parts.values())


def setters(offences: Iterable[Offence]) -> str:
    """All offenders: ``pod and container "a"``."""
    found = list(offences)
    inside = [one for one in found if not one.part.is_pod]
    whole = ["pod"] if len(inside) < len(found) else []
    return " and ".join([*whole, containers(inside)] if inside else whole)


def assigned(annotation: str, value: str) -> str:
    return f"{annotation}={quoted(value)}"
