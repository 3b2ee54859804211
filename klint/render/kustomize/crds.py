"""References that OpenAPI definitions of custom resources declare.

Follows LoadConfigFromCRDs of kustomize 5.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.render.kustomize.configuration import EMPTY, Configuration
from klint.render.kustomize.fieldspec import FieldSpec
from klint.render.kustomize.identity import Gvk
from klint.render.kustomize.problem import RefusalError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.yaml import Node, Stream

_MARK = "x-kubernetes-"
_DEPTH = 64  # of definitions in each other, which kustomize does not bound


def read(stream: Stream, node: Node) -> Configuration:
    """What the file under `crds`, which `node` names, says."""
    if stream.problems or not stream.documents or not isinstance(stream.documents[0].value, dict):
        raise RefusalError("invalid", "crds must be files of OpenAPI definitions", node)
    definitions: dict[str, Any] = stream.documents[0].value
    if not all(isinstance(one, dict) for one in definitions.values()):
        raise RefusalError("invalid", "crds must be files of OpenAPI definitions, not of CRDs", node)
    configuration = EMPTY
    for name in definitions:
        if {"kind", "apiVersion", "metadata"} <= _properties(definitions, name).keys():
            kind = Gvk("", "", name.rpartition(".")[2])
            for found in _found(definitions, name, kind, ()):
                configuration = configuration.with_more(found)
    return configuration


def _properties(definitions: dict[str, Any], name: str) -> dict[str, Any]:
    definition = definitions.get(name)
    schema = definition.get("Schema", definition.get("schema")) if isinstance(definition, dict) else None
    properties = schema.get("properties") if isinstance(schema, dict) else None
    return properties if isinstance(properties, dict) else {}


def _found(
    definitions: dict[str, Any], name: str, kind: Gvk, path: tuple[str, ...]
) -> Iterator[Configuration]:
    if len(path) > _DEPTH:
        return
    for field, schema in _properties(definitions, name).items():
        if not isinstance(schema, dict):
            continue
        here = (*path, field)
        spec = FieldSpec("/".join(here), kind)
        if f"{_MARK}annotation" in schema:
            yield Configuration(annotations=(spec,))
        if f"{_MARK}label-selector" in schema:
            yield Configuration(common_labels=(spec,))
        if f"{_MARK}identity" in schema:
            yield Configuration(name_prefix=(spec,))
        target, version = schema.get(f"{_MARK}object-ref-kind"), schema.get(f"{_MARK}object-ref-api-version")
        if isinstance(target, str) and isinstance(version, str):
            key = str(schema.get(f"{_MARK}object-ref-name-key", "name"))
            named = FieldSpec("/".join((*here, key)), kind)
            yield Configuration(references=((Gvk("", version, target), (named,)),))
        reference = schema.get("$ref")
        if isinstance(reference, str):
            yield from _found(definitions, reference, kind, here)
