"""Names, labels and annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.finding import Hit
from klint.kube import names
from klint.manifest import has_placeholder

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


def labels(resource: Resource) -> Iterator[Hit]:
    """Labels of the object and of the pods that it makes."""
    value = resource.value
    held = _labels(value)
    for path in (("metadata",), ("spec", "template", "metadata"), _CRON):
        metadata = value if len(path) == 1 else _reach(value, path[:-1])
        if metadata is None:
            continue
        held = _labels(metadata)
        if held is not None and any(_label_fault(key, text) for key, text in held.items()):
            yield from _label_hits(resource.node.at((*path, "labels")), held)


_CRON = ("spec", "jobTemplate", "spec", "template", "metadata")


def _reach(value: object, path: tuple[str, ...]) -> dict[str, object] | None:
    for step in path:
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value if isinstance(value, dict) else None


def _labels(holder: dict[str, object]) -> dict[str, object] | None:
    metadata = holder.get("metadata")
    held = metadata.get("labels") if isinstance(metadata, dict) else None
    return held if isinstance(held, dict) else None


def _label_fault(key: str, value: object) -> str:
    wrong = names.label_key(key)
    if wrong:
        return wrong
    return names.label_value(value) if isinstance(value, str) else ""


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
    metadata = resource.value.get("metadata")
    held = metadata.get("annotations") if isinstance(metadata, dict) else None
    for key in held if isinstance(held, dict) else ():
        wrong = names.label_key(key.lower())
        if wrong and not has_placeholder(key):
            yield Hit(resource["metadata"]["annotations"][key], on_key=True, key=key, wrong=wrong)
