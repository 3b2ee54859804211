"""Names, labels and annotations."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from klint.finding import Hit
from klint.kube import names
from klint.manifest import has_placeholder
from klint.manifest.shape import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.manifest import Resource
    from klint.yaml import Node


def name(resource: Resource) -> Iterator[Hit]:
    """The object's own name, or the beginning of one."""
    metadata = resource.value.get("metadata")
    if not isinstance(metadata, dict):
        return
    for field, judge in (("name", names.object_name), ("generateName", names.generated_name)):
        text = metadata.get(field)
        if isinstance(text, str) and text and not has_placeholder(text):
            wrong = judge(resource.group, resource.kind, text)
            if wrong:
                yield Hit(resource["metadata"][field], kind=resource.kind, name=text, wrong=wrong)


def nameless(resource: Resource) -> Iterator[Hit]:
    """Neither a name nor the beginning of one."""
    metadata = resource.value.get("metadata")
    if metadata is None or (isinstance(metadata, dict) and not _named(metadata)):
        yield Hit(resource["metadata"]["name"], on_key=True, kind=resource.kind)


def _named(metadata: dict[str, object]) -> bool:
    return any(metadata.get(field) not in (None, "") for field in ("name", "generateName"))


_HOLDERS = (
    ("metadata",),
    ("spec", "template", "metadata"),
    ("spec", "jobTemplate", "spec", "template", "metadata"),
)


def labels(resource: Resource) -> Iterator[Hit]:
    """Labels of the object and of the pods that it makes."""
    for path in _HOLDERS:
        held = mapping(resource.value, *path, "labels")
        if any(_label_fault(key, text if isinstance(text, str) else "") for key, text in held.items()):
            yield from _label_hits(resource.node.at((*path, "labels")), held)


@cache
def _label_fault(key: str, value: str) -> str:
    return names.label_key(key) or names.label_value(value)


def _label_hits(node: Node, held: dict[str, object]) -> Iterator[Hit]:
    for key, value in held.items():
        if has_placeholder(key) or (isinstance(value, str) and has_placeholder(value)):
            continue
        wrong = names.label_key(key)
        if wrong:
            yield Hit(node[key], on_key=True, what="key", text=key, wrong=wrong)
        elif isinstance(value, str) and (wrong := names.label_value(value)):
            yield Hit(node[key], what="value", text=value, wrong=wrong)


def annotation_keys(resource: Resource) -> Iterator[Hit]:
    """Keys of annotations; capitals are as good as small letters."""
    for key in mapping(resource.value, "metadata", "annotations"):
        wrong = _label_fault(key.lower(), "")
        if wrong and not has_placeholder(key):
            yield Hit(resource["metadata"]["annotations"][key], on_key=True, key=key, wrong=wrong)
