"""The transformers that the fields of a kustomization ask for, in kustomize's order.

All of them are made, and the files they need are read, before the first one runs.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from klint.render.embedded import embedded
from klint.render.kustomize.configuration import specs
from klint.render.kustomize.fields import Fields, conform
from klint.render.kustomize.jsonpatch import operations
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.reading import gathered
from klint.render.kustomize.shapes import REPLACEMENT
from klint.render.kustomize.transformers import affixes, entries, images, patches, replicas
from klint.render.kustomize.transformers.namespace import Namespace
from klint.render.kustomize.transformers.replacements import Replacement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from klint.render.kustomize.configuration import Configuration
    from klint.render.kustomize.item import Item
    from klint.render.kustomize.loading import Loader
    from klint.render.kustomize.openapi import Schema
    from klint.yaml import Document, Node, Problem

    Transform = Callable[[list[Item]], list[Item]]


class Step(NamedTuple):
    """A transformer, the name kustomize has for it, and the line that asks for it."""

    name: str
    transform: Transform
    node: Node


class Kitchen(NamedTuple):
    """What transformers are made with."""

    loader: Loader
    configuration: Configuration
    schema: Schema


def steps(fields: Fields, kitchen: Kitchen) -> Iterator[Step]:
    """What a kustomization does to its objects."""
    configuration = kitchen.configuration
    if fields["patchesStrategicMerge"]:
        yield strategic(list(fields.nodes("patchesStrategicMerge")), fields["patchesStrategicMerge"], kitchen)
    for one in fields.each("patches"):
        yield patch(one, kitchen)
    if fields.text("namespace"):
        node = fields["namespace"]
        yield Step("NamespaceTransformer", Namespace(node.value, node, configuration.namespace), node)
    for name, affixed, where in (
        ("namePrefix", affixes.prefixed, configuration.name_prefix),
        ("nameSuffix", affixes.suffixed, configuration.name_suffix),
    ):
        if fields.text(name):
            node = fields[name]
            yield Step(name[4:] + "Transformer", partial(affixed, node=node, specs=where), node)
    yield from _labels(fields, configuration)
    if fields["commonAnnotations"]:
        pairs = fields.pairs("commonAnnotations")
        add = partial(entries.add, pairs=pairs, specs=configuration.annotations)
        yield Step("AnnotationsTransformer", add, fields["commonAnnotations"])
    for one in fields.each("patchesJson6902"):
        yield json_patch(one, "patch", kitchen)
    for one in fields.each("replicas"):
        count = partial(replicas.counted, replica=one, specs=configuration.replicas)
        yield Step("ReplicaCountTransformer", count, one.node)
    yield from _images(fields, configuration)
    if fields["replacements"]:
        yield replacement(fields, kitchen)


def _labels(fields: Fields, configuration: Configuration) -> Iterator[Step]:
    if not fields["labels"] and not fields["commonLabels"]:
        return
    for label in fields.each("labels"):
        try:
            where = entries.label_specs(label, specs(label, "fields"), configuration)
        except RefusalError as refusal:
            raise refusal.at(label.node) from None
        yield Step(
            "LabelTransformer", partial(entries.add, pairs=label.pairs("pairs"), specs=where), label.node
        )
    pairs = fields.pairs("commonLabels")
    add = partial(entries.add, pairs=pairs, specs=configuration.common_labels)
    yield Step("LabelTransformer", add, fields["commonLabels"])


def _images(fields: Fields, configuration: Configuration) -> Iterator[Step]:
    seen: images.Seen = {}
    for name in ("images", "imageTags"):
        for one in fields.each(name):
            apply = partial(images.Image(one, seen).applied, specs=configuration.images)
            yield Step("ImageTagTransformer", apply, one.node)


def replacement(fields: Fields, kitchen: Kitchen) -> Step:
    """The transformer of `replacements`."""
    found: list[Replacement] = []
    for one in fields.each("replacements"):
        found += [
            Replacement(single, kitchen.loader.shelf.limits.weight) for single in _replacements(one, kitchen)
        ]

    def replace(items: list[Item]) -> list[Item]:
        for single in found:
            items = single(items)
        return items

    return Step("ReplacementTransformer", replace, fields["replacements"])


def _replacements(fields: Fields, kitchen: Kitchen) -> Iterator[Fields]:
    path = fields["path"]
    if not fields.text("path"):
        yield fields
        return
    if "source" in fields or fields["targets"]:
        raise RefusalError("invalid", "a replacement has a path, or a source and targets", fields.node)
    stream = kitchen.loader.stream(path)
    if stream.problems or not stream.documents:
        raise RefusalError("malformed", f"{path.value} is no YAML", path)
    root = stream.documents[0].root
    if not isinstance(root.value, (list, dict)):
        raise RefusalError("invalid", f"{path.value} holds no replacements", path)
    for node in root if isinstance(root.value, list) else (root,):
        conform(node, REPLACEMENT, strict=False)
        yield Fields(node)


def strategic(nodes: list[Node], node: Node, kitchen: Kitchen) -> Step:
    """The transformer of `patchesStrategicMerge`."""
    found = [(one, item) for one in nodes for item in _strategic(one, kitchen)]
    if not found:
        raise RefusalError("invalid", "there are no patches in these", node)
    merging = patches.Merging(kitchen.schema.shape)

    def merge(items: list[Item]) -> list[Item]:
        for one, item in found:
            items = merging.by_file(items, item, one)
        return items

    return Step("PatchStrategicMergeTransformer", merge, node)


def _strategic(node: Node, kitchen: Kitchen) -> list[Item]:
    """A patch that is written there, or else in the file that is named."""
    text: str = node.value or ""
    try:
        return gathered(*embedded(node), several=True)
    except RefusalError as refusal:
        if "\n" in text:
            raise refusal.at(node) from None
    return kitchen.loader.objects(node)


def patch(fields: Fields, kitchen: Kitchen) -> Step:
    """The transformer of an entry of `patches`."""
    node, text, documents, problems = _patch_text(fields, kitchen)
    found, refusal = None, None
    try:
        found = gathered(documents, problems, several=len(documents) != 1)
    except RefusalError as error:
        refusal = error
    is_json = not problems and _is_json_patch(text, documents)
    if is_json and found is not None and text:
        raise RefusalError("invalid", "this is no patch", node)
    if found:
        return _merging(found, fields, node, kitchen)
    if refusal is not None and not is_json:
        raise refusal.at(node)
    target = fields.fields("target")
    if "target" not in fields:
        raise RefusalError("invalid", "a JSON patch needs a target", fields.node)
    operated = operations(documents[0].root) if documents and documents[0].value is not None else []
    weight = kitchen.loader.shelf.limits.weight
    apply = partial(patches.operated, steps=operated, selector=target, weight=weight, remember=True)
    return Step("PatchTransformer", apply, fields.node)


def _merging(found: list[Item], fields: Fields, node: Node, kitchen: Kitchen) -> Step:
    options = fields.fields("options")
    merging = patches.Merging(
        kitchen.schema.shape, options.flag("allowNameChange"), options.flag("allowKindChange")
    )
    if "target" in fields:
        if len(found) > 1:
            raise RefusalError("invalid", "only a single patch can have a target", fields["target"])
        apply = partial(merging.by_target, patch=found[0], selector=fields.fields("target"))
        return Step("PatchTransformer", apply, fields.node)

    def merge(items: list[Item]) -> list[Item]:
        for item in found:
            items = merging.by_id(items, item, node)
        return items

    return Step("PatchTransformer", merge, fields.node)


def _patch_text(fields: Fields, kitchen: Kitchen) -> tuple[Node, str, list[Document], list[Problem]]:
    """Where a patch is named or written, its text, and the documents in it."""
    path, inline = fields["path"], fields["patch"]
    written = fields.text("patch").strip()
    if bool(fields.text("path")) == bool(written):
        raise RefusalError("invalid", "a patch needs either a path or a patch", fields.node)
    if written:
        return inline, written, *embedded(inline)
    stream = kitchen.loader.stream(path)
    return path, stream.source.text, stream.documents, list(stream.problems)


def _is_json_patch(text: str, documents: list[Document]) -> bool:
    if not text:
        return False
    if text[0] == "[":
        try:
            value = json.loads(text)
        except ValueError:
            return False
    else:
        value = documents[0].value if documents else None
    return value is None or (
        isinstance(value, list) and all(one is None or isinstance(one, dict) for one in value)
    )


def json_patch(fields: Fields, inline: str, kitchen: Kitchen) -> Step:
    """The transformer of an entry of `patchesJson6902`; `inline` is the field that holds its text."""
    if not fields.fields("target").text("name"):
        raise RefusalError("invalid", "the target of a JSON patch needs a name", fields.node)
    path, text = fields["path"], fields[inline]
    if bool(fields.text("path")) == bool(fields.text(inline)):
        raise RefusalError("invalid", "a JSON patch needs either a path or a text", fields.node)
    if fields.text("path"):
        stream = kitchen.loader.stream(path)
        content, documents, problems = stream.source.text, stream.documents, list(stream.problems)
    else:
        content = text.value
        documents, problems = embedded(text)
    if problems or not _is_json_patch(content, documents):
        raise RefusalError("invalid", "this is no JSON patch", path if fields.text("path") else text)
    found = operations(documents[0].root) if documents and documents[0].value is not None else []
    if not found:
        raise RefusalError("invalid", "there is no operation in this JSON patch", fields.node)
    weight = kitchen.loader.shelf.limits.weight
    apply = partial(
        patches.operated, steps=found, selector=fields.fields("target"), weight=weight, remember=False
    )
    return Step("PatchJson6902Transformer", apply, fields.node)
