"""Generators and transformers that a kustomization configures as objects of their own.

Only those that are part of kustomize 5.5 are known; programs and containers are never run.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from klint.render.document import RenderedDocument, origin_of
from klint.render.embedded import embedded
from klint.render.kustomize import generators, hashes, pipeline
from klint.render.kustomize.configuration import specs
from klint.render.kustomize.fields import Fields, conform
from klint.render.kustomize.fieldspec import steps as parts
from klint.render.kustomize.item import Item
from klint.render.kustomize.paths import Rewriting
from klint.render.kustomize.pipeline import Step
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.reading import gathered
from klint.render.kustomize.scalars import text
from klint.render.kustomize.selectors import select
from klint.render.kustomize.shapes import PLUGINS
from klint.render.kustomize.transformers import affixes, entries, images, replicas
from klint.render.kustomize.transformers.namespace import Namespace
from klint.render.origin import instead, made

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.render.kustomize.pipeline import Kitchen
    from klint.render.origin import Traced
    from klint.yaml import Node

_HELM = "HelmChartInflationGenerator"


def fields_of(item: Item) -> tuple[str, Fields]:
    """The kind of a built-in plugin and its configuration; RefusalError for any other plugin."""
    root = RenderedDocument(item.traced, 0).root
    group, version, kind = item.gvk
    if (group, version) != ("", "builtin"):
        raise RefusalError("plugin", f"klint does not run the plugin {kind}", root)
    if kind == _HELM:
        raise RefusalError("helm", "klint does not render helm charts of kustomizations", root)
    if kind not in PLUGINS:
        raise RefusalError("plugin", f"kustomize has no plugin {kind}", root)
    conform(root, PLUGINS[kind], strict=False)
    return kind, Fields(root)


def generate(item: Item, read: generators.Reader) -> Item:
    """What a configured generator makes."""
    kind, fields = fields_of(item)
    if kind in ("ConfigMapGenerator", "SecretGenerator"):
        return generators.generated(kind.removesuffix("Generator"), fields, Fields(fields["none"]), read)
    if kind == "IAMPolicyGenerator":
        return _service_account(fields)
    raise RefusalError("invalid", f"{kind} generates nothing", fields.node)


def _service_account(fields: Fields) -> Item:
    if fields.text("cloud") != "gke":
        raise RefusalError("invalid", "an IAMPolicyGenerator is for the cloud gke only", fields["cloud"])
    account, origin = fields.fields("serviceAccount"), origin_of(fields.node)
    service = fields.fields("kubernetesService")
    address = f"{account.text('name')}@{account.text('projectId')}.iam.gserviceaccount.com"
    annotation = made(address, origin_of(account.node))
    metadata = made({}, origin).put("name", made(service.text("name"), origin_of(service["name"])))
    if service.text("namespace"):
        metadata = metadata.put("namespace", made(service.text("namespace"), origin_of(service["namespace"])))
    metadata = metadata.put("annotations", made({}, origin).put("iam.gke.io/gcp-service-account", annotation))
    return Item(made({"apiVersion": "v1", "kind": "ServiceAccount"}, origin).put("metadata", metadata))


def transformer(item: Item, kitchen: Kitchen) -> Step:
    """The transformer that an object configures."""
    kind, fields = fields_of(item)
    maker = _MAKERS.get(kind)
    if maker is None:
        raise RefusalError("invalid", f"{kind} transforms nothing", fields.node)
    return maker(fields, kitchen)._replace(name=kind, node=fields.node)


def _entries(name: str) -> Callable[[Fields, Kitchen], Step]:
    def make(fields: Fields, kitchen: Kitchen) -> Step:  # noqa: ARG001
        add = partial(entries.add, pairs=fields.pairs(name), specs=specs(fields, "fieldSpecs"))
        return Step("", add, fields.node)

    return make


def _hash(fields: Fields, kitchen: Kitchen) -> Step:  # noqa: ARG001
    return Step("", hashes.hashed, fields.node)


def _image(fields: Fields, kitchen: Kitchen) -> Step:  # noqa: ARG001
    image = images.Image(fields.fields("imageTag"), {})
    return Step("", partial(image.applied, specs=specs(fields, "fieldSpecs")), fields.node)


def _namespace(fields: Fields, kitchen: Kitchen) -> Step:  # noqa: ARG001
    node = fields.fields("metadata")["namespace"]
    if not text(node.value):
        return Step("", list, fields.node)
    subjects, unset_only = fields.text("setRoleBindingSubjects"), fields.flag("unsetOnly")
    namespace = Namespace(node.value, node, specs(fields, "fieldSpecs"), subjects, unset_only=unset_only)
    return Step("", namespace, fields.node)


def _affix(*names: str) -> Callable[[Fields, Kitchen], Step]:
    def make(fields: Fields, kitchen: Kitchen) -> Step:  # noqa: ARG001
        if "fieldSpecs" not in fields:
            raise RefusalError("invalid", "this transformer needs fieldSpecs", fields.node)
        where = specs(fields, "fieldSpecs")

        def affix(items: list[Item]) -> list[Item]:
            for name in names:
                change = affixes.prefixed if name == "prefix" else affixes.suffixed
                items = change(items, fields[name], where)
            return items

        return Step("", affix, fields.node)

    return make


def _replicas(fields: Fields, kitchen: Kitchen) -> Step:  # noqa: ARG001
    replica = fields.fields("replica")
    return Step(
        "", partial(replicas.counted, replica=replica, specs=specs(fields, "fieldSpecs")), fields.node
    )


def _patch(fields: Fields, kitchen: Kitchen) -> Step:
    return pipeline.patch(fields, kitchen)


def _json_patch(fields: Fields, kitchen: Kitchen) -> Step:
    return pipeline.json_patch(fields, "jsonOp", kitchen)


def _strategic(fields: Fields, kitchen: Kitchen) -> Step:
    nodes = list(fields.nodes("paths"))
    if fields.text("patches"):
        nodes.append(fields["patches"])
    return pipeline.strategic(nodes, fields.node, kitchen)


def _replacement(fields: Fields, kitchen: Kitchen) -> Step:
    return pipeline.replacement(fields, kitchen)


def _value(fields: Fields, kitchen: Kitchen) -> Step:
    value = fields.text("value").strip() or kitchen.loader.folder.rpartition("/")[2]
    node = fields["value"] if fields.text("value").strip() else fields.node
    targets = list(fields.each("targets"))
    if fields.text("targetFilePath"):
        stream = kitchen.loader.stream(fields["targetFilePath"])
        for document in stream.documents[:1]:
            targets += Fields(document.root).each("targets")
    if not targets:
        raise RefusalError("invalid", "a ValueAddTransformer needs targets", fields.node)

    def add(items: list[Item]) -> list[Item]:
        for target in targets:
            items = _added(items, value, node, target)
        return items

    return Step("", add, fields.node)


def _added(items: list[Item], value: str, node: Node, target: Fields) -> list[Item]:
    chosen = range(len(items)) if "selector" not in target else select(items, target.fields("selector"))
    path, position = target.text("fieldPath"), target.number("filePathPosition")
    if not path or position < 0:
        raise RefusalError("invalid", "a target needs a fieldPath, and no negative position", target.node)
    origin = origin_of(node)

    def put(here: Traced) -> Traced:
        if isinstance(here.value, (dict, list)):
            raise RefusalError("mismatch", f"{path} is no text", node)
        new = _inserted(text(here.value), position - 1, value) if position else value
        return instead(here, made(new, origin))

    result = list(items)
    for index in chosen:
        item = result[index]
        if path == "metadata/namespace":
            result[index] = item._replace(traced=Namespace(value, node, ())([item])[0].traced)
            continue
        traced, _ = Rewriting(put, node, origin).applied(item.traced, parts(path))
        result[index] = item._replace(traced=traced)
    return result


def _inserted(path: str, at: int, part: str) -> str:
    """A file path with one more part."""
    if not path:
        return part
    absolute = path.startswith("/")
    names = [name for name in path.split("/") if name]
    names.insert(min(at, len(names)), part)
    return ("/" if absolute else "") + "/".join(names)


_MAKERS: dict[str, Callable[[Fields, Kitchen], Step]] = {
    "AnnotationsTransformer": _entries("annotations"),
    "HashTransformer": _hash,
    "ImageTagTransformer": _image,
    "LabelTransformer": _entries("labels"),
    "NamespaceTransformer": _namespace,
    "PatchJson6902Transformer": _json_patch,
    "PatchStrategicMergeTransformer": _strategic,
    "PatchTransformer": _patch,
    "PrefixSuffixTransformer": _affix("prefix", "suffix"),
    "PrefixTransformer": _affix("prefix"),
    "ReplacementTransformer": _replacement,
    "ReplicaCountTransformer": _replicas,
    "SuffixTransformer": _affix("suffix"),
    "ValueAddTransformer": _value,
}


def inline(node: Node) -> list[Item] | None:
    """The plugins that are configured where they are listed; None where that is a path."""
    try:
        documents, problems = embedded(node)
        return gathered(documents, problems, several=len(documents) != 1)
    except RefusalError:
        return None
