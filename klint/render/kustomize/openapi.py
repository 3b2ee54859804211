"""Merge keys of a schema that a kustomization brings along.

Follows kyaml/openapi 0.18 (kustomize 5.5): such a schema takes the place of the bundled one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from klint.render.kustomize.identity import Gvk, bundled
from klint.render.kustomize.mergekeys import TYPES, Shape, shape
from klint.render.kustomize.problem import RefusalError

if TYPE_CHECKING:
    from klint.render.kustomize.fields import Fields
    from klint.render.kustomize.loading import Loader
    from klint.yaml import Node

_GVK = "x-kubernetes-group-version-kind"
_VERSION = "v1.21.2"


class Schema:
    """What is known of kinds: the bundled schema, one of a file, or both."""

    def __init__(self, definitions: dict[str, Any] | None = None, *, alone: bool = False) -> None:
        self._definitions = definitions or {}
        self._alone = alone
        self.given = definitions is not None
        self._kinds: dict[Gvk, dict[str, Any]] = {}
        for definition in self._definitions.values():
            for one in _kinds(definition):
                self._kinds[one] = definition

    def shape(self, gvk: Gvk) -> Shape | None:
        """The shape of objects of a kind; None where nothing is known of it."""
        if gvk in self._kinds:
            return _Defined(self._definitions, self._alone).shape(self._kinds[gvk])
        return None if self._alone else shape(gvk)


BUNDLED = Schema()
_CHOSEN = Schema({})


def schema(fields: Fields, loader: Loader, now: Schema, *, alone: bool) -> Schema:
    """The schema with the `openapi` field of a kustomization; the first one that brings any decides."""
    openapi = fields.fields("openapi")
    path, version = openapi["path"], openapi.text("version")
    if path.value is None and not version:
        return now
    if path.value is not None and version:
        raise RefusalError("invalid", "openapi takes a path or a version, not both", openapi.node)
    if version:
        if version != _VERSION:
            raise RefusalError(
                "invalid", f"kustomize 5.5 has the OpenAPI of {_VERSION} only", openapi["version"]
            )
        return now if now.given else _CHOSEN
    stream = loader.stream(path)
    if now.given:
        return now
    root = stream.documents[0].root if stream.documents and not stream.problems else None
    if root is None or not isinstance(root["definitions"].value, dict):
        raise RefusalError("invalid", f"{path.value} holds no OpenAPI definitions", path)
    _refuse_scopes(root["paths"].value, path)
    return Schema(root["definitions"].value, alone=alone)


def _refuse_scopes(paths: Any, node: Node) -> None:
    """klint asks only the bundled schema which kinds are in no namespace."""
    for path, operations in paths.items() if isinstance(paths, dict) else ():
        get = operations.get("get") if isinstance(operations, dict) else None
        gvk = get.get(_GVK) if isinstance(get, dict) else None
        if isinstance(gvk, dict) and "namespaces/{namespace}" not in path and not bundled(_gvk(gvk)):
            raise RefusalError("unsupported", "klint does not read the paths of an OpenAPI schema", node)


def _kinds(definition: Any) -> list[Gvk]:
    kinds = definition.get(_GVK) if isinstance(definition, dict) else None
    return [_gvk(one) for one in kinds if isinstance(one, dict)] if isinstance(kinds, list) else []


def _gvk(value: dict[str, Any]) -> Gvk:
    return Gvk(*(str(value.get(key) or "") for key in ("group", "version", "kind")))


class _DefinedFields(Mapping[str, Shape]):
    """The shapes of fields, made when asked for: definitions may contain themselves."""

    def __init__(self, defined: _Defined, schema: dict[str, Any]) -> None:
        properties = schema.get("properties")
        self._defined = defined
        self._properties: dict[str, Any] = properties if isinstance(properties, dict) else {}
        self._rest = schema.get("additionalProperties")

    def __getitem__(self, name: str) -> Shape:
        found = self._defined.shape(self._properties.get(name, self._rest))
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._properties)

    def __len__(self) -> int:
        return len(self._properties)


class _Defined(NamedTuple):
    """The definitions of a schema, `alone` or beside those that are bundled."""

    definitions: dict[str, Any]
    alone: bool

    def shape(self, schema: Any) -> Shape | None:
        """The shape of what a schema describes; None for one that is none, or that leads nowhere."""
        for _ in range(len(self.definitions) + 1):
            if not isinstance(schema, dict):
                return None
            name = schema.get("$ref")
            if not isinstance(name, str):
                return self._shape(schema)
            name = name.rpartition("/")[2]
            if name not in self.definitions:
                return None if self.alone else TYPES.get(name)
            schema = self.definitions[name]
        return None

    def _shape(self, schema: dict[str, Any]) -> Shape:
        strategy = schema.get("x-kubernetes-patch-strategy")
        keys: tuple[str, ...] | None = None
        if isinstance(strategy, str) and "merge" in strategy.split(","):
            listed, single = (
                schema.get("x-kubernetes-list-map-keys"),
                schema.get("x-kubernetes-patch-merge-key"),
            )
            keys = tuple(map(str, listed)) if isinstance(listed, list) else (str(single),) if single else ()
        items = None if keys is None else self.shape(schema.get("items"))
        return Shape(_DefinedFields(self, schema), keys, items)
