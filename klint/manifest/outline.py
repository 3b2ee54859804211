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
_FATAL = frozenset(
    {"syntax-error", "excessive-aliases", "too-deep"}
)  # they take a document out of the stream
_LIST_DEPTH = 4  # steps: a List in a List; kubectl writes none deeper
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
    `encrypted`, `relaxed-json`, `broken` (a document that cannot be read) or `broken-manifest` (the same in a file
    that seems to be for Kubernetes or kustomize). With `helm`, `template` and `encrypted` there are no entries. `expectations` are files in
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
    hints = _Hints(hinted(text), "$" in text and bool(_DIRECTIVE.search(text)))
    entries: list[Entry] = []
    named = None
    expected: list[str] = []
    for document in stream.documents:
        value = document.value
        entries += _entries(document.index, (), value, hints)
        if isinstance(value, dict):
            if is_kustomization(name, value):
                named = kustomization(value)
            elif is_test(value):
                expected += expectations(value)
    return Outline(path, look, tuple(entries), named, tuple(expected))


def _unreadable(stream: Stream, path: str) -> str:
    if explains(stream.source, stream.problems):
        return "template"
    if not any(problem.fault in _FATAL for problem in stream.problems):
        return ""
    text = stream.source.text
    if ("apiVersion" in text and "kind" in text) or path.rpartition("/")[2] in NAMES:
        return "broken-manifest"
    return "relaxed-json" if path.endswith(".json") else "broken"


class _Hints(NamedTuple):
    """What the text of a file makes worth a look."""

    placeholders: bool
    directives: bool


def _entries(document: int, path: Path, value: Any, hints: _Hints) -> list[Entry]:
    if not isinstance(value, dict):
        return [Entry(document, path, _shape(value))]
    api_version, kind = value.get("apiVersion"), value.get("kind")
    if not (isinstance(api_version, str) and isinstance(kind, str) and api_version and kind):
        return [Entry(document, path, "mapping")]
    items = value.get("items")
    if not (isinstance(items, list) and kind.endswith("List")) or len(path) >= _LIST_DEPTH:
        return [_object(document, path, value, hints)]
    return [
        entry
        for index, item in enumerate(items)
        for entry in _entries(document, (*path, "items", index), _typed(item, api_version, kind), hints)
    ]


def _typed(item: Any, api_version: str, kind: str) -> Any:
    """An item of a RoleList may leave out that it is a Role."""
    if isinstance(item, dict) and kind != "List" and "kind" not in item and "apiVersion" not in item:
        return {"apiVersion": api_version, "kind": kind.removesuffix("List"), **item}
    return item


def _object(document: int, path: Path, value: dict[str, Any], hints: _Hints) -> Entry:
    metadata = value.get("metadata")
    if not isinstance(metadata, dict):
        metadata = _NO_METADATA
    name, namespace = metadata.get("name"), metadata.get("namespace")
    return Entry(
        document,
        path,
        "object",
        value["apiVersion"],
        value["kind"],
        name if isinstance(name, str) else "",
        namespace if isinstance(namespace, str) else "",
        plain_labels(metadata.get("labels")),
        tuple(_marks(value, metadata, hints)),
    )


def _marks(value: dict[str, Any], metadata: dict[str, Any], hints: _Hints) -> Iterator[str]:
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
    pending = [value]
    for inner in pending:  # which grows
        if isinstance(inner, dict):
            if any(_DIRECTIVE.match(key) for key in inner):
                return True
            pending += inner.values()
        elif isinstance(inner, list):
            pending += inner
    return False


def _shape(value: Any) -> str:
    if value is None:
        return "empty"
    if not isinstance(value, list):
        return "scalar"
    operations = [isinstance(item, dict) and "op" in item and "path" in item for item in value]
    return "json-patch" if operations and all(operations) else "list"
