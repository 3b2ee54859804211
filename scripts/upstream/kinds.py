"""The table of kinds: when each was served, under what name, and what one may do with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from upstream import server
from upstream.packages import LIFECYCLE
from upstream.structure import FIRST, LAST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from upstream.lifecycle import Name, Served

ALL_VERBS = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")
_OLDEST = min(LIFECYCLE)
_VERSION = re.compile(r"v(\d+)(?:(alpha|beta)(\d+))?")
_STAGES = {"alpha": 0, "beta": 1, None: 2}


def key(name: Name) -> str:
    """`apps/v1/Deployment`, `v1/Pod`."""
    return "/".join(part for part in name if part)


def served(kinds: Mapping[Name, Served]) -> dict[Name, Served]:
    """Kinds one can write a manifest of, served as long as servers did so by default."""
    found = {name: kind for name, kind in kinds.items() if kind.plural or name[2] in {"Eviction", "Scale"}}
    for (group, version, bare), kind in found.items():
        end = server.NOT_SERVED_SINCE.get((group, version), LAST + 1)
        if (group, version, bare) not in server.STILL_SERVED:
            kind.minors = [minor for minor in kind.minors if minor < end]
    return found


def table(kinds: Mapping[Name, Served], objects: Mapping[Name, str]) -> dict[str, Any]:
    return {key(name): _row(name, kind, kinds, objects.get(name, "")) for name, kind in kinds.items()}


def _row(name: Name, kind: Served, kinds: Mapping[Name, Served], type_name: str) -> dict[str, Any]:
    """Only what differs from the usual is written: served throughout, by default, with every verb."""
    first, last = kind.minors[0], kind.minors[-1]
    connect = {action: tuple(verbs.split()) for action, verbs in server.CONNECT.get(key(name), {}).items()}
    row = {
        "deprecated": _deprecated(name, kinds),
        "instead": server.INSTEAD.get(key(name)),
        "moved": server.MOVED.get(key(name)),
        "namespaced": kind.namespaced,
        "optional": _optional(name, first),
        "plural": kind.plural,
        "since": first if first > _OLDEST else None,
        "subresources": {**kind.subresources, **connect},
        "type": type_name,
        "until": last + 1 if last < LAST else None,
        "verbs": None if kind.verbs == ALL_VERBS or not kind.plural else kind.verbs,
    }
    return {field: value for field, value in row.items() if value}


def _optional(name: Name, first: int) -> bool:
    """Whether a server serves the kind only when told to: alphas, and betas that came after 1.23."""
    stage = _stage(name)[0]
    return stage == 0 or (stage == 1 and first > 23 and "/".join(name[:2]) not in server.DEFAULT_BETAS)


def _deprecated(name: Name, kinds: Mapping[Name, Served]) -> int | None:
    """First release that calls a kind deprecated, for kinds that a known release still serves.

    Servers warn from the third release after a kind's first, once a better version is there.
    """
    if key(name) in server.DEPRECATED:
        return server.DEPRECATED[key(name)]
    kind, (stage, major, _) = kinds[name], _stage(name)
    better = [
        other.minors[0]
        for other_name, other in kinds.items()
        if other_name[0] == name[0] and other_name[2] == name[2]
        if _stage(other_name) > _stage(name) and _stage(other_name)[1] >= major
    ]
    since = max(min(better), kind.minors[0] + 3) if better and stage < 2 else LAST + 1
    return since if FIRST <= kind.minors[-1] >= since else None


def _stage(name: Name) -> tuple[int, int, int]:
    """Orders versions of a group as the API server prefers them: v1beta1 < v1beta2 < v1 < v2."""
    found = _VERSION.fullmatch(name[1])
    if not found:
        raise ValueError(name)
    return _STAGES[found[2]], int(found[1]), int(found[3] or 0)
