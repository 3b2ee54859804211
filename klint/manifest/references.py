"""Which files a kustomization names, and whether it changes what it includes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAMES = frozenset({"kustomization.yaml", "kustomization.yml", "Kustomization"})

_PATHS = (
    "resources",
    "bases",
    "components",
    "crds",
    "configurations",
    "generators",
    "transformers",
    "validators",
)
_PATCHES = ("patches", "patchesStrategicMerge", "patchesJson6902")
_CHANGES = (
    *_PATCHES,
    "commonAnnotations",
    "commonLabels",
    "components",
    "images",
    "labels",
    "namePrefix",
    "nameSuffix",
    "namespace",
    "replacements",
    "replicas",
    "transformers",
    "vars",
)


class Kustomization(NamedTuple):
    """What a kustomization says of other files.

    `references` are pairs of a field and a path or URL as it is written; values files of charts go by
    the field `valuesFile`. `changes` are the fields present that change what is included.
    """

    kind: str
    references: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]


def is_kustomization(name: str, value: Mapping[str, Any]) -> bool:
    """Whether a document is for kustomize; `name` is its file's, without folders."""
    kind = value.get("kind")
    if kind not in ("Kustomization", "Component", None):
        return False
    api_version = value.get("apiVersion")
    if not isinstance(api_version, str):
        return name in NAMES
    # Flux' Kustomization is often kept in a file of that name.
    return api_version.startswith("kustomize.config.k8s.io") or (
        name in NAMES and "fluxcd" not in api_version
    )


def kustomization(value: Mapping[str, Any]) -> Kustomization:
    """Read a kustomization; what has the wrong shape is passed over."""
    kind = value.get("kind")
    return Kustomization(
        kind if isinstance(kind, str) else "Kustomization",
        tuple(_references(value)),
        tuple(field for field in _CHANGES if value.get(field)),
    )


def _references(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field, path in _written(value):
        if _is_path(path):
            yield field, path


def _written(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for field in _PATHS:
        yield from ((field, path) for path in _items(value.get(field)))
    for field in _PATCHES:
        # A patch named by nothing but its path is the form of old.
        yield from ((field, _path(patch) or patch) for patch in _items(value.get(field)))
    for field in ("configMapGenerator", "secretGenerator"):
        for generator in _items(value.get(field)):
            yield from ((field, path) for path in _generated_from(generator))
    yield from (("replacements", _path(replacement)) for replacement in _items(value.get("replacements")))
    yield "openapi", _path(value.get("openapi"))
    for field in ("helmCharts", "helmChartInflationGenerator"):
        for chart in _items(value.get(field)):
            yield from (("valuesFile", path) for path in _values_files(chart))


def _path(value: Any) -> Any:
    return value.get("path") if isinstance(value, dict) else None


def _generated_from(generator: Any) -> Iterator[Any]:
    if not isinstance(generator, dict):
        return
    for file in _items(generator.get("files")):
        yield file.partition("=")[2] or file if isinstance(file, str) else None
    yield from _items(generator.get("envs"))
    yield generator.get("env")


def _values_files(chart: Any) -> Iterator[Any]:
    if isinstance(chart, dict):
        yield chart.get("valuesFile")
        yield chart.get("values")
        yield from _items(chart.get("additionalValuesFiles"))


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_path(value: Any) -> bool:
    """Patches, generators and transformers may stand inline as text."""
    return isinstance(value, str) and bool(value) and "\n" not in value and "{" not in value
