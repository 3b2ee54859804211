"""How files belong together: what kustomizations and charts make of them."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.manifest.outline import Outline

_REMOTE = r"\A[a-z+]+://|\Agit@|\?(?:.*&)?(?:ref|version)=|\A(?:github|gitlab|bitbucket)\.\w+/"
_KUTTL = r"(?:^|/)\d+-(?:assert|errors?)(?:-[^/]*)?\.ya?ml$"  # by name: what a step should lead to
_INCLUDES = frozenset({"resources", "bases", "components"})
_PATCHES = frozenset({"patches", "patchesStrategicMerge", "patchesJson6902"})
_PLUGINS = frozenset({"generators", "transformers", "validators"})

# Fields that can put in what the API server would miss; a namespace, an image or a replica count never do.
_SUPPLY = frozenset(
    {*_PATCHES, "commonLabels", "components", "labels", "replacements", "transformers", "vars"}
)


class Assembly(NamedTuple):
    """Paths of files by what others make of them; `charts` are the folders of charts.

    `completed` are files whose objects are not whole as they stand: some kustomization adds to them, or a test
    describes with them only what it looks at.
    """

    patches: frozenset[str]
    plugins: frozenset[str]
    values: frozenset[str]
    completed: frozenset[str]
    charts: frozenset[str]
    chart_files: frozenset[str]

    def in_chart(self, path: str) -> bool:
        """Whether a file is among the templates of a chart."""
        if path.startswith("templates/"):
            return "" in self.charts
        at = path.find("/templates/")
        while at >= 0:
            if path[:at] in self.charts:
                return True
            at = path.find("/templates/", at + 1)
        return False


class _Folder(NamedTuple):
    """One kustomization with its references resolved."""

    outline: Outline
    targets: list[tuple[str, str]]  # field, path

    @property
    def supplies(self) -> bool:
        named = self.outline.kustomization
        return named is not None and not _SUPPLY.isdisjoint(named.changes)


def assemble(outlines: Iterable[Outline]) -> Assembly:
    """Resolve what files say of each other."""
    charts: set[str] = set()
    chart_files: set[str] = set()
    partial: set[str] = set()
    folders: dict[str, _Folder] = {}
    for outline in outlines:
        path = outline.path
        if outline.kustomization:
            folders[path] = _Folder(outline, list(_targets(outline)))
        elif path.endswith("Chart.yaml") and _is_chart(outline):
            charts.add(path.rpartition("/")[0])
            chart_files.add(path)
        elif outline.expectations:
            partial.update(_resolved(path, expected) for expected in outline.expectations)
        elif ("-assert" in path or "-error" in path) and re.search(_KUTTL, path):
            partial.add(path)
    targets = [target for folder in folders.values() for target in folder.targets]
    return Assembly(
        frozenset(path for field, path in targets if field in _PATCHES),
        frozenset(path for field, path in targets if field in _PLUGINS),
        frozenset(path for field, path in targets if field == "valuesFile"),
        frozenset(partial.union(_completed(folders))),
        frozenset(charts),
        frozenset(chart_files),
    )


def _is_chart(outline: Outline) -> bool:
    if outline.path.rpartition("/")[2] != "Chart.yaml":
        return False
    return outline.look == "template" or any(entry.shape == "mapping" for entry in outline.entries)


def _targets(outline: Outline) -> Iterator[tuple[str, str]]:
    for field, path in outline.kustomization.references if outline.kustomization else ():
        if not re.search(_REMOTE, path):
            yield field, _resolved(outline.path, path)


def _resolved(file: str, path: str) -> str:
    """What `path` means when it is written in `file`."""
    folder = file.rpartition("/")[0]
    return posixpath.normpath(f"{folder}/{path}" if folder and path[0] != "/" else path)


def _completed(folders: Mapping[str, _Folder]) -> Iterator[str]:
    """Files included, over any number of steps, by a kustomization that supplies something."""
    by_folder = {path.rpartition("/")[0] or ".": path for path in folders}
    pending = [path for path, folder in folders.items() if folder.supplies]
    seen = set(pending)
    while pending:
        for field, target in folders[pending.pop()].targets:
            if field not in _INCLUDES:
                continue
            inner = by_folder.get(target) or (target if target in folders else None)
            if inner is None:
                yield target
            elif inner not in seen:
                seen.add(inner)
                pending.append(inner)
