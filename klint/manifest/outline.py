"""What one file says by itself, without looking at any other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.manifest.expectations import expectations, is_test
from klint.manifest.groups import BUILTIN_GROUPS, split
from klint.manifest.labels import NO_LABELS, plain_labels
from klint.manifest.placeholder import hinted, riddled
from klint.manifest.references import NAMES, Kustomization, is_kustomization, kustomization
from klint.manifest.template import explains, is_encrypted, is_helm_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.yaml import Stream

Path = tuple[str | int, ...]

_DIRECTIVE = re.compile(
    r"\$(?:patch|retainKeys|deleteFromPrimitiveList|setElementOrder)\b"
)  # of a merge patch
_NO_METADATA: dict[str, Any] = {}


class Entry(NamedTuple):
    """A document, or one object of a document that holds a list of them.

    `shape` is `object` (it has an apiVersion and a kind), `mapping`, `list`, `json-patch`, `scalar` or `empty`.
    The names are empty where nothing usable is written. `marks` are among: `nameless` (no name and no generateName),
    `encrypted`, `placeholders` and `fragment` (it holds directives of a strategic merge patch).
    """

    document: int
    path: Path
    shape: str
    api_version: str = ""
    kind: str = ""
    name: str = ""
    namespace: str = ""
    labels: Mapping[str, str] = NO_LABELS
    marks: tuple[str, ...] = ()


class Outline(NamedTuple):
    """One file; plain JSON both ways.

    `look` is empty for a file that can be read, otherwise `helm` or `template` (something has to fill it),
    `encrypted`, `relaxed-json`, `broken` (a syntax error) or `broken-manifest` (one in a file that seems to be for
    Kubernetes or kustomize). With `helm`, `template` and `encrypted` there are no entries. `expectations` are files in
    which a test of Chainsaw describes what should become of objects.
    """

    path: str
    look: str
    entries: tuple[Entry, ...]
    kustomization: Kustomization | None = None
    expectations: tuple[str, ...] = ()

    def to_json(self) -> list[Any]:
        return list(self)

    @classmethod
    def from_json(cls, row: list[Any]) -> Outline:
        path, look, entries, named, expectations = row
        found = tuple(map(_entry, entries))
        return cls(path, look, found, _kustomization(named), tuple(expectations))


def _entry(row: list[Any]) -> Entry:
    document, path, shape, api_version, kind, name, namespace, labels, marks = row
    return Entry(document, tuple(path), shape, api_version, kind, name, namespace, labels, tuple(marks))


def _kustomization(row: list[Any] | None) -> Kustomization | None:
    if row is None:
        return None
    kind, references, changes = row
    return Kustomization(kind, tuple((field, path) for field, path in references), tuple(changes))


def outline(stream: Stream, path: str) -> Outline:
    """Look a file over; `path` is what the user sees, and what other files' references are resolved against."""
    source = stream.source
    text = source.text
    if is_helm_template(path, text):
        return Outline(path, "helm", ())
    if is_encrypted(text):
        return Outline(path, "encrypted", ())
    look = _unreadable(stream, path) if stream.problems else ""
    if look == "template":
        return Outline(path, look, ())
    name = path.rpartition("/")[2]
    entries: list[Entry] = []
    named = None
    expected: list[str] = []
    for document in stream.documents:
        value = document.value
        stretch = text, document.start, document.end
        hints = _Hints(document.index, hinted(*stretch), bool(_DIRECTIVE.search(*stretch)))
        entries += _entries(hints, (), value)
        if isinstance(value, dict):
            if is_kustomization(name, value):
                named = kustomization(value)
            elif is_test(value):
                expected += expectations(value)
    return Outline(path, look, tuple(entries), named, tuple(expected))


def _unreadable(stream: Stream, path: str) -> str:
    if explains(stream.source, stream.problems):
        return "template"
    if not any(problem.fault == "syntax-error" for problem in stream.problems):
        return ""
    text = stream.source.text
    if ("apiVersion" in text and "kind" in text) or path.rpartition("/")[2] in NAMES:
        return "broken-manifest"
    return "relaxed-json" if path.endswith(".json") else "broken"


class _Hints(NamedTuple):
    """A document, and what its text makes worth a look."""

    document: int
    placeholders: bool
    directives: bool


def _entries(hints: _Hints, path: Path, value: Any) -> Iterator[Entry]:
    if not isinstance(value, dict):
        yield Entry(hints.document, path, _shape(value))
        return
    api_version, kind = value.get("apiVersion"), value.get("kind")
    if not (isinstance(api_version, str) and isinstance(kind, str) and api_version and kind):
        yield Entry(hints.document, path, "mapping")
        return
    items = value.get("items")
    if not (kind.endswith("List") and isinstance(items, list)):
        yield _object(hints, path, value)
        return
    for index, item in enumerate(items):
        yield from _entries(hints, (*path, "items", index), _typed(item, api_version, kind))


def _typed(item: Any, api_version: str, kind: str) -> Any:
    """An item of a RoleList may leave out that it is a Role."""
    if isinstance(item, dict) and kind != "List" and "kind" not in item and "apiVersion" not in item:
        return {"apiVersion": api_version, "kind": kind.removesuffix("List"), **item}
    return item


def _object(hints: _Hints, path: Path, value: dict[str, Any]) -> Entry:
    metadata = value.get("metadata")
    if not isinstance(metadata, dict):
        metadata = _NO_METADATA
    name, namespace = metadata.get("name"), metadata.get("namespace")
    return Entry(
        hints.document,
        path,
        "object",
        value["apiVersion"],
        value["kind"],
        name if isinstance(name, str) else "",
        namespace if isinstance(namespace, str) else "",
        plain_labels(metadata.get("labels")),
        tuple(_marks(hints, value, metadata)),
    )


def _marks(hints: _Hints, value: dict[str, Any], metadata: dict[str, Any]) -> Iterator[str]:
    if not metadata.get("name") and not metadata.get("generateName"):
        yield "nameless"
    if "sops" in value and isinstance(value["sops"], dict) and "mac" in value["sops"]:
        yield "encrypted"
    if hints.placeholders and value["kind"] != "CustomResourceDefinition":
        builtin = split(value["apiVersion"])[0] in BUILTIN_GROUPS
        if riddled(value, builtin=builtin):
            yield "placeholders"
    if hints.directives and _holds_directive(value):
        yield "fragment"


def _holds_directive(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_DIRECTIVE.match(key) or _holds_directive(inner) for key, inner in value.items())
    return isinstance(value, list) and any(_holds_directive(inner) for inner in value)


def _shape(value: Any) -> str:
    if value is None:
        return "empty"
    if not isinstance(value, list):
        return "scalar"
    operations = [isinstance(item, dict) and "op" in item and "path" in item for item in value]
    return "json-patch" if operations and all(operations) else "list"
