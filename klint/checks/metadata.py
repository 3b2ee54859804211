"""Names, labels and annotations."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from klint.cluster.pods import TEMPLATES
from klint.finding import Hit
from klint.kube import names
from klint.manifest import has_placeholder
from klint.manifest.shape import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.manifest import Resource


_HOLDERS = (("spec", "template", "metadata"), ("spec", "jobTemplate", "spec", "template", "metadata"))


def faults(resource: Resource) -> Iterator[Hit]:
    """What is wrong with an object's metadata, and with the labels of the pods that it makes."""
    metadata = resource.value.get("metadata")
    if isinstance(metadata, dict):
        yield from _names(resource, metadata)
        labels, annotations = metadata.get("labels"), metadata.get("annotations")
        if labels and isinstance(labels, dict):
            yield from _labels(resource, ("metadata", "labels"), labels)
        if annotations and isinstance(annotations, dict):
            yield from _annotations(resource, annotations)
    elif metadata is None:
        yield Hit(resource["metadata"], on_key=True, rule="missing-name", kind=resource.kind)
    for path in _HOLDERS if resource.kind in _MAKERS else ():
        yield from _labels(resource, (*path, "labels"), mapping(resource.value, *path, "labels"))


_MAKERS = frozenset(kind for _, kind in TEMPLATES)


def _names(resource: Resource, metadata: dict[str, Any]) -> Iterator[Hit]:
    name, prefix = metadata.get("name"), metadata.get("generateName")
    if not name and not prefix:
        yield Hit(resource["metadata"]["name"], on_key=True, rule="missing-name", kind=resource.kind)
    for field, text, judge in (("name", name, _name_fault), ("generateName", prefix, _prefix_fault)):
        wrong = judge(resource.group, resource.kind, text) if text and isinstance(text, str) else ""
        if wrong and not has_placeholder(text):
            at = resource["metadata"][field]
            yield Hit(at, rule="invalid-name", kind=resource.kind, name=text, wrong=wrong)


_name_fault = cache(names.object_name)
_prefix_fault = cache(names.generated_name)


def _labels(resource: Resource, path: tuple[str, ...], held: dict[str, Any]) -> Iterator[Hit]:
    for key, value in held.items():
        text = value if isinstance(value, str) else ""
        if not _label_fault(key, text) or has_placeholder(key) or has_placeholder(text):
            continue
        at = resource.node.at((*path, key))
        if wrong := names.label_key(key):
            yield Hit(at, on_key=True, rule="invalid-label", what="key", text=key, wrong=wrong)
        else:
            wrong = names.label_value(text)
            yield Hit(at, rule="invalid-label", what="value", text=text, wrong=wrong)


def _annotations(resource: Resource, held: dict[str, Any]) -> Iterator[Hit]:
    """Of annotations only the keys have a form; capitals are as good as small letters."""
    for key in held:
        wrong = _label_fault(key.lower(), "")
        if wrong and not has_placeholder(key):
            at = resource["metadata"]["annotations"][key]
            yield Hit(at, on_key=True, rule="invalid-annotation", key=key, wrong=wrong)


@cache
def _label_fault(key: str, value: str) -> str:
    return names.label_key(key) or names.label_value(value)
