"""Paths in files that the API server takes as strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.admission.validation.fault import invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope


def no_way_up(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if ".." in value and ".." in value.split("/"):
        yield invalid(at, value, "must not contain '..'")


def below(value: str, at: At, scope: Scope) -> Iterator[Fault]:
    """A path below some directory."""
    if value.startswith("/"):
        yield invalid(at, value, "must be a relative path")
    yield from no_way_up(value, at, scope)


def below_unreserved(value: str, at: At, scope: Scope) -> Iterator[Fault]:
    """A path below a volume whose own files begin with two points."""
    yield from below(value, at, scope)
    if value.startswith("..") and not value.startswith("../"):
        yield invalid(at, value, "must not start with '..'")


def absolute(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    if not value.startswith("/"):
        yield invalid(at, value, "must be an absolute path")
