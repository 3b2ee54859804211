"""What each file is for, which only all files together can say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from klint.manifest.assembly import Assembly, assemble
from klint.manifest.groups import BUILTIN_GROUPS, CORE_KINDS, is_configuration, split
from klint.manifest.role import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from klint.manifest.outline import Entry, Outline
    from klint.manifest.resource import Resource

_LOOKS = {
    "helm": Role.helm_template,
    "template": Role.template,
    "encrypted": Role.encrypted,
    "relaxed-json": Role.relaxed_json,
    "broken": Role.unreadable,
    "broken-manifest": Role.broken,
}
_WHOLE = frozenset({Role.helm_template, Role.helm_chart, Role.template})

# A file of several documents is what the first of these says that is among them.
_PRECEDENCE = (
    Role.kustomization,
    Role.encrypted,
    Role.patch,
    Role.manifest,
    Role.placeholders,
    Role.custom_resource,
    Role.foreign,
    Role.helm_values,
    Role.github,
    Role.yaml,
    Role.json,
    Role.list,
    Role.empty,
)


class SetAside(NamedTuple):
    """A file, or a document of a file that has judged ones too, with what it is."""

    path: str
    document: int | None
    role: Role


class Roles:
    """The roles of all files and documents of a run."""

    def __init__(self, files: Mapping[str, tuple[Role, tuple[Role, ...]]], completed: frozenset[str]) -> None:
        self._files = files
        self._completed = completed

    def __getitem__(self, path: str) -> Role:
        """What a file is; KeyError for one that is not of this run."""
        return self._files[path][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def document(self, path: str, index: int) -> Role:
        """What one document of a file is."""
        whole, documents = self._files[path]
        return documents[index] if index < len(documents) else whole

    def judged(self, resource: Resource) -> bool:
        """Whether an object reaches a cluster as it stands, so that every check applies."""
        return self.document(resource.source.path, resource.index).judged

    def heard(self, path: str, index: int | None = None) -> bool:
        """Whether faults of the YAML itself count: in what is judged, kustomizations, patches, broken files."""
        whole = self._files[path][0]
        role = whole if index is None or whole in _READABLE else self.document(path, index)
        return role.judged or role in _READABLE

    def completed(self, path: str) -> bool:
        """Whether a kustomization may supply what the objects of a file lack."""
        return path in self._completed

    def counts(self) -> Counter[Role]:
        """How many files there are of each role."""
        return Counter(whole for whole, _ in self._files.values())

    def set_aside(self) -> Iterator[SetAside]:
        """What is not judged as a manifest, in the order of the files."""
        for path, (whole, documents) in self._files.items():
            if not whole.judged:
                yield SetAside(path, None, whole)
                continue
            for index, role in enumerate(documents):
                if not role.judged and role is not Role.empty:
                    yield SetAside(path, index, role)


_READABLE = frozenset({Role.kustomization, Role.patch, Role.broken, Role.unreadable})


def assign(outlines: Sequence[Outline]) -> Roles:
    """Say what each file is for, given all files of the run."""
    assembly = assemble(outlines)
    judge = _Judge(assembly, _defined_groups(outlines))
    files = {outline.path: judge.file(outline) for outline in outlines}
    return Roles(files, assembly.completed)


def _defined_groups(outlines: Iterable[Outline]) -> frozenset[str]:
    """The groups whose CustomResourceDefinitions are among the files: a cluster stores their objects."""
    return frozenset(
        entry.name.partition(".")[2]
        for outline in outlines
        for entry in outline.entries
        if entry.kind == "CustomResourceDefinition"
    )


class _Judge:
    """Answers for one file after the other."""

    def __init__(self, assembly: Assembly, defined: frozenset[str]) -> None:
        self._assembly = assembly
        self._defined = defined
        self._by_api: dict[tuple[str, str, bool], Role] = {}

    def file(self, outline: Outline) -> tuple[Role, tuple[Role, ...]]:
        """The role of a file and those of its documents."""
        path = outline.path
        if "templates/" in path and self._assembly.in_chart(path):
            return Role.helm_template, ()
        whole = _LOOKS.get(outline.look)
        if path.endswith("Chart.yaml") and path in self._assembly.chart_files:
            whole = Role.helm_chart
        if whole in _WHOLE or not outline.entries:
            return whole or Role.empty, ()
        if len(outline.entries) == 1:
            role = self._entry(outline.entries[0], outline)
            return whole or role, (role,)
        documents: dict[int, list[Role]] = {}
        for entry in outline.entries:
            documents.setdefault(entry.document, []).append(self._entry(entry, outline))
        roles = tuple(map(_foremost, documents.values()))
        return whole or _foremost(roles), roles

    def _entry(self, entry: Entry, outline: Outline) -> Role:
        path = outline.path
        if entry.shape == "empty":
            return Role.empty
        if outline.kustomization and _for_kustomize(entry):
            return Role.kustomization
        if path in self._assembly.patches or "fragment" in entry.marks:
            return Role.patch
        return self._object(entry, path) if entry.shape == "object" else self._other(path, entry.shape)

    def _object(self, entry: Entry, path: str) -> Role:
        if "encrypted" in entry.marks:
            return Role.encrypted
        if path in self._assembly.plugins:
            return Role.foreign
        key = entry.api_version, entry.kind, "nameless" in entry.marks
        role = self._by_api.get(key)
        if role is None:
            role = self._by_api[key] = self._of_api(*key)
        return Role.placeholders if "placeholders" in entry.marks and role.judged else role

    def _of_api(self, api_version: str, kind: str, nameless: bool) -> Role:  # noqa: FBT001
        group, _ = split(api_version)
        if is_configuration(api_version, kind):
            return Role.custom_resource if group in self._defined else Role.foreign
        if group in BUILTIN_GROUPS:
            return Role.foreign if nameless and not group and kind not in CORE_KINDS else Role.manifest
        if nameless and group not in self._defined:
            return Role.foreign
        return Role.custom_resource

    def _other(self, path: str, shape: str) -> Role:
        if path.startswith(".github/") or "/.github/" in path:
            return Role.github
        if path.endswith(".json"):
            return Role.json
        name = path.rpartition("/")[2]
        if shape == "mapping" and (name.startswith("values") or path in self._assembly.values):
            return Role.helm_values
        return Role.list if shape in ("list", "json-patch") else Role.yaml


def _for_kustomize(entry: Entry) -> bool:
    return entry.shape == "mapping" or entry.kind in ("Kustomization", "Component")


def _foremost(roles: Iterable[Role]) -> Role:
    present = set(roles)
    return next(role for role in _PRECEDENCE if role in present)
