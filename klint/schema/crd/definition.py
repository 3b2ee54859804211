"""A CustomResourceDefinition as it stands in a manifest, and the versions that it defines."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.manifest import Resource
    from klint.schema.violation import Path

_NOTHING: Mapping[str, Any] = {}


class Version(NamedTuple):
    """One version of a custom resource.

    `schema` is its openAPIV3Schema, None where it has none; `path` leads to that in the definition.
    `prunes` is False where the API server keeps fields that the schema does not name (v1beta1 only).
    `status` says that status is written through a subresource of its own, and ignored otherwise.
    `replicas` leads to the number of replicas that the scale subresource shows, if there is one.
    """

    name: str
    served: bool
    storage: bool
    deprecated: bool
    warning: str
    schema: Mapping[str, Any] | None
    path: Path
    prunes: bool
    status: bool
    replicas: tuple[str, ...]


class Definition(NamedTuple):
    """What a CustomResourceDefinition says; of what is malformed, the usual is assumed."""

    resource: Resource
    group: str
    kind: str
    scope: str
    versions: tuple[Version, ...]

    def version(self, name: str) -> Version | None:
        return next((version for version in self.versions if version.name == name), None)

    @property
    def served(self) -> tuple[str, ...]:
        """The names of the versions that the API server serves."""
        return tuple(version.name for version in self.versions if version.served)


@lru_cache(maxsize=4096)
def definition(resource: Resource) -> Definition:
    """Read a CustomResourceDefinition, apiextensions.k8s.io/v1 or v1beta1."""
    spec = mapping(mapping(resource.value).get("spec"))
    return Definition(
        resource=resource,
        group=_text(spec.get("group")),
        kind=_text(mapping(spec.get("names")).get("kind")),
        scope=_text(spec.get("scope")) or "Namespaced",
        versions=tuple(_versions(spec, old=resource.version == "v1beta1")),
    )


def _versions(spec: Mapping[str, Any], *, old: bool) -> list[Version]:
    rows = spec.get("versions")
    if not isinstance(rows, list) or not rows:
        row = {"name": spec.get("version"), "served": True, "storage": True}
        return [_version(row, spec, -1, old=old)] if old and spec.get("version") else []
    return [_version(mapping(row), spec, index, old=old) for index, row in enumerate(rows)]


def _version(row: Mapping[str, Any], spec: Mapping[str, Any], index: int, *, old: bool) -> Version:
    """v1beta1 may say once, at the top, what v1 says for every version."""
    schema, path = mapping(row.get("schema")).get("openAPIV3Schema"), ("schema", "openAPIV3Schema")
    place: Path = ("spec", "versions", index, *path)
    if schema is None and old:
        schema = mapping(spec.get("validation")).get("openAPIV3Schema")
        place = ("spec", "validation", "openAPIV3Schema")
    subresources = mapping(row.get("subresources") or (spec.get("subresources") if old else None))
    replicas = _text(mapping(subresources.get("scale")).get("specReplicasPath"))
    return Version(
        name=_text(row.get("name")),
        served=row.get("served") is not False,
        storage=row.get("storage") is True,
        deprecated=row.get("deprecated") is True,
        warning=_text(row.get("deprecationWarning")),
        schema=schema if isinstance(schema, dict) else None,
        path=place,
        prunes=spec.get("preserveUnknownFields", old) is not True,
        status="status" in subresources,
        replicas=tuple(filter(None, replicas.split("."))),
    )


def mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is a mapping, else an empty one: manifests hold anything anywhere."""
    return value if isinstance(value, dict) else _NOTHING


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
