"""What a CustomResourceDefinition says of its versions besides their schemas.

Follows k8s.io/apiextensions-apiserver 1.34, apis/apiextensions/validation, for objects that are created.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.schema.crd.definition import mapping
from klint.schema.crd.names import entries, is_label, names, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.schema.crd.structure import Fault
    from klint.schema.violation import Path

_COLUMN_TYPES = ("boolean", "date", "integer", "number", "string")
_COLUMN_FORMATS = ("byte", "date", "date-time", "double", "float", "int32", "int64", "password")
_REVIEWS = ("v1", "v1beta1")


def spec(value: Mapping[str, Any]) -> Iterator[Fault]:
    """The faults of a definition that are not in its schemas; for apiextensions.k8s.io/v1."""
    yield from names(value)
    said = mapping(value.get("spec"))
    if said.get("scope") and said["scope"] not in ("Cluster", "Namespaced"):
        yield ("spec", "scope"), "must be Cluster or Namespaced"
    if said.get("preserveUnknownFields") is True:
        yield (
            ("spec", "preserveUnknownFields"),
            "must be false; a schema has x-kubernetes-preserve-unknown-fields",
        )
    yield from _versions(entries(said.get("versions")))
    yield from _conversion(mapping(said.get("conversion")))


def _versions(rows: list[Any]) -> Iterator[Fault]:
    place: Path = ("spec", "versions")
    if rows and sum(mapping(row).get("storage") is True for row in rows) != 1:
        yield place, "must have exactly one version with storage: true"
    seen: set[str] = set()
    for index, row in enumerate(rows):
        name = text(mapping(row).get("name"))
        if name in seen:
            yield (*place, index, "name"), f"must be unique; there is a version {name} before"
        elif name and not is_label(name):
            yield (*place, index, "name"), "must be small letters, digits and dashes, a letter first"
        seen.add(name)
        yield from _version(mapping(row), (*place, index))


def _version(row: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    if not isinstance(mapping(row.get("schema")).get("openAPIV3Schema"), dict):
        yield (*path, "schema", "openAPIV3Schema"), "must be given"
    warning = row.get("deprecationWarning")
    if warning is not None and row.get("deprecated") is not True:
        yield (*path, "deprecationWarning"), "must only be given with deprecated: true"
    elif isinstance(warning, str) and not 0 < len(warning) <= 256:
        yield (*path, "deprecationWarning"), "must have 1 to 256 characters"
    yield from _scale(
        mapping(mapping(row.get("subresources")).get("scale")), (*path, "subresources", "scale")
    )
    for index, column in enumerate(entries(row.get("additionalPrinterColumns"))):
        yield from _column(mapping(column), (*path, "additionalPrinterColumns", index))


def _scale(scale: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    for key, roots in (
        ("specReplicasPath", (".spec.",)),
        ("statusReplicasPath", (".status.",)),
        ("labelSelectorPath", (".spec.", ".status.")),
    ):
        if scale.get(key) and not text(scale[key]).startswith(roots):
            yield (*path, key), f"must begin with {' or '.join(roots)}"


def _column(column: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    if column.get("type") and column["type"] not in _COLUMN_TYPES:
        yield (*path, "type"), f"must be one of {', '.join(_COLUMN_TYPES)}"
    if column.get("format") and column["format"] not in _COLUMN_FORMATS:
        yield (*path, "format"), f"must be one of {', '.join(_COLUMN_FORMATS)}"
    if column.get("jsonPath") and not text(column["jsonPath"]).startswith("."):
        yield (*path, "jsonPath"), "must begin with a dot"


def _conversion(conversion: Mapping[str, Any]) -> Iterator[Fault]:
    place: Path = ("spec", "conversion")
    strategy, webhook = conversion.get("strategy"), conversion.get("webhook")
    if strategy and strategy not in ("None", "Webhook"):
        yield (*place, "strategy"), "must be None or Webhook"
    if strategy == "Webhook":
        yield from _webhook(mapping(webhook), (*place, "webhook"))
    elif strategy and webhook:
        yield (*place, "webhook"), "must only be given with strategy: Webhook"


def _webhook(webhook: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    client = mapping(webhook.get("clientConfig"))
    if (client.get("url") is None) == (client.get("service") is None):
        yield (*path, "clientConfig"), "must have either url or service"
    elif client.get("url") is not None and not text(client["url"]).startswith("https://"):
        yield (*path, "clientConfig", "url"), "must begin with https://"
    reviews = entries(webhook.get("conversionReviewVersions"))
    if not {*map(str, reviews)} & {*_REVIEWS}:
        yield (*path, "conversionReviewVersions"), f"must name one of {', '.join(_REVIEWS)}"
    if len({*map(str, reviews)}) < len(reviews):
        yield (*path, "conversionReviewVersions"), "must not name a version twice"
