"""Kinds with their scope, verbs and subresources, release by release, from the lightkube-models wheels."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from upstream.packages import LIFECYCLE, wheel

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

_VERBS = {"post": "create", "put": "update"}
_EVERYWHERE = {"global_list", "global_watch"}  # the same verbs without a namespace

Name = tuple[str, str, str]  # group, version, kind


class Entry(NamedTuple):
    """What one release's wheel says of one resource or subresource."""

    name: Name  # of the object that is sent
    parent: Name  # of the object whose resource it is; the same for a resource
    plural: str
    namespaced: bool
    verbs: tuple[str, ...]
    action: str  # the subresource, or empty


class Served:
    """A kind, with the releases that serve it and what the newest of them says."""

    def __init__(self, plural: str = "", *, namespaced: bool = False) -> None:
        self.minors: list[int] = []
        self.plural = plural
        self.namespaced = namespaced
        self.verbs: tuple[str, ...] = ()
        self.actions: dict[int, dict[str, tuple[str, ...]]] = {}

    @property
    def subresources(self) -> dict[str, tuple[str, ...]]:
        return self.actions.get(self.minors[-1], {})


def read(folder: str) -> dict[Name, Served]:
    kinds: dict[Name, Served] = {}
    for minor, version in LIFECYCLE.items():
        for entry in _entries(wheel(f"lightkube-models=={version}", folder)):
            _add(kinds, minor, entry)
    return kinds


def _add(kinds: dict[Name, Served], minor: int, entry: Entry) -> None:
    served = kinds.setdefault(entry.name, Served())
    if minor not in served.minors:
        served.minors.append(minor)
    if not entry.action:
        served.plural, served.namespaced, served.verbs = entry.plural, entry.namespaced, entry.verbs
        return
    owner = kinds.setdefault(entry.parent, Served())
    owner.actions.setdefault(minor, {})[entry.action] = entry.verbs


def _entries(archive: zipfile.ZipFile) -> Iterator[Entry]:
    for path in sorted(archive.namelist()):
        if path.startswith("lightkube/resources/") and path.endswith(".py"):
            for node in ast.parse(archive.read(path)).body:
                if isinstance(node, ast.ClassDef):
                    yield from _entry(node)


def _entry(node: ast.ClassDef) -> Iterator[Entry]:
    """A resource class carries its facts in one call: `_api_info = res.ApiInfo(resource=..., ...)`."""
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            facts = {keyword.arg: keyword.value for keyword in statement.value.keywords}
            base = ast.unparse(node.bases[0])
            name = _name(facts["resource"])
            yield Entry(
                name,
                _name(facts["parent"]) if "parent" in facts else name,
                ast.literal_eval(facts["plural"]),
                "Namespaced" in base,
                _verbs(ast.literal_eval(facts["verbs"])),
                ast.literal_eval(facts["action"]) if "action" in facts else "",
            )


def _name(node: ast.expr) -> Name:
    """Of `res.ResourceDef('apps', 'v1', 'Deployment')`."""
    group, version, kind = (
        argument.value for argument in ast.walk(node) if isinstance(argument, ast.Constant)
    )
    return str(group), str(version), str(kind)


def _verbs(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted({_VERBS.get(word, word) for word in words if word not in _EVERYWHERE}))
