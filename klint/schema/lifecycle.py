"""Whether a release serves a kind at all."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from klint.schema import facts
from klint.schema.hints import needs
from klint.schema.near import nearest
from klint.schema.violation import Violation

if TYPE_CHECKING:
    from klint.release import Release
    from klint.schema.kind import Kind


@cache
def standing(group: str, version: str, name: str, release: Release) -> tuple[Violation, ...]:
    """What is wrong with a kind itself in a release; nothing for kinds that aren't Kubernetes' own."""
    found = facts.kind(group, version, name)
    if found is None:
        return _unknown(group, version, name, release)
    if found.removed and found.removed <= release:
        return (_gone("removed-api", found, release),)
    if found.introduced and release < found.introduced:
        values = {
            "api": found.api_version,
            "kind": name,
            "near": None,
            "hint": needs(found.introduced, release),
        }
        return (Violation("unknown-kind", ("apiVersion",), values),)
    if found.deprecated and found.deprecated <= release:
        return (_gone("deprecated-api", found, release),)
    return ()


def _gone(fault: str, old: Kind, release: Release) -> Violation:
    newer = facts.replacement(old, release)
    replacement = None
    if newer:
        replacement = newer.api_version if newer.name == old.name else f"{newer.api_version} {newer.name}"
    instead = replacement or old.instead
    values = {
        "api": old.api_version,
        "kind": old.name,
        "deprecated": old.deprecated,
        "removed": old.removed,
        "replacement": replacement,
        "hint": f"; use {instead}" if instead else "",
    }
    return Violation(fault, ("apiVersion",), values)


def _unknown(group: str, version: str, name: str, release: Release) -> tuple[Violation, ...]:
    if not _ours(group, version, name, release):
        return ()
    near, at = _meant(group, name, release)
    hint = f"; did you mean {near}?" if near else _former(group, name)
    api = f"{group}/{version}" if group else version
    return (Violation("unknown-kind", (at,), {"api": api, "kind": name, "near": near, "hint": hint}),)


def _ours(group: str, version: str, name: str, release: Release) -> bool:
    """Whether nobody else can have defined the kind.

    Its group is one of Kubernetes, or nearly one that has the kind, or has no dot in its name, as
    groups of others must; but `skaffold/v1` or `builtin` are no groups at all, unless the kind says so.
    """
    others = _namesakes(name, release)
    if group in facts.groups() and (group or version == "v1"):
        return True
    if "." not in group or not others:
        return bool(others)
    close = nearest(group, facts.groups())
    return any(one.group == close for one in others)


def _former(group: str, name: str) -> str:
    removed = [one.removed for one in facts.versions(group, name) if one.removed]
    return f"; Kubernetes {max(removed)} removed it" if removed else ""


def _meant(group: str, name: str, release: Release) -> tuple[str | None, str]:
    """The same kind elsewhere, or a kind of nearly that name here; and which key to blame."""
    others = _namesakes(name, release)
    if others:
        best = max(others, key=lambda one: (one.group == group, one.rank))
        return f"{best.api_version} {name}", "apiVersion"
    here = {one.name: one for one in facts.kinds(release) if one.group == group}
    near = nearest(name, here)
    return (f"{here[near].api_version} {near}" if near else None), "kind"


@cache
def _namesakes(name: str, release: Release) -> tuple[Kind, ...]:
    return tuple(one for one in facts.kinds(release) if one.name == name)
