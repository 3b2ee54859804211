"""Types and their fields, release by release, from the schemas that kubernetes-validate carries."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import zipfile

FIRST, LAST = 25, 37

_PREFIX = re.compile(
    r"io\.k8s\.(?:api|apimachinery\.pkg\.apis|kube-aggregator\.pkg\.apis|apiextensions-apiserver\.pkg\.apis)\."
)
_SCALARS = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
    "io.k8s.apimachinery.pkg.runtime.RawExtension": "any",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int-or-string",
    "meta.v1.FieldsV1": "any",
    "meta.v1.MicroTime": "micro-time",
    "meta.v1.Time": "time",
    "apiextensions.v1.JSON": "any",
    "apiextensions.v1.JSONSchemaPropsOrArray": "schema",
    "apiextensions.v1.JSONSchemaPropsOrBool": "schema",
    "apiextensions.v1.JSONSchemaPropsOrStringArray": "schema",
}
_FORMATS = {"byte": "bytes", "double": "number", "int32": "int32", "int64": "int64"}
_TYPES = {"boolean": "bool", "string": "string"}
_DEPRECATED = re.compile(r"\bDeprecated[:.]|This field is deprecated")
_OLD_NAME = re.compile(r"deprecated[A-Z]")


class Occurrence(NamedTuple):
    """A field as one release's schema has it."""

    shape: str
    required: bool
    marks: dict[str, Any]
    deprecated: bool


class Structure:
    """`fields[type][field][minor]`; by (group, version, kind), the type of an object."""

    def __init__(self) -> None:
        self.fields: dict[str, dict[str, dict[int, Occurrence]]] = defaultdict(lambda: defaultdict(dict))
        self.objects: dict[tuple[str, str, str], str] = {}
        self.names: set[str] = set()  # full ones


def read(wheel: zipfile.ZipFile) -> Structure:
    structure = Structure()
    for minor in range(FIRST, LAST + 1):
        path = f"kubernetes_validate/kubernetes-json-schema/v1.{minor}.0-local-strict/_definitions.json"
        for name, definition in json.loads(wheel.read(path))["$defs"].items():
            structure.names.add(name)
            _add(structure, minor, short(name), definition)
    return structure


def short(name: str) -> str:
    """`io.k8s.api.core.v1.Pod` is `core.v1.Pod`; types that are scalars in YAML get the scalar's word."""
    name = _PREFIX.sub("", name)
    return _SCALARS.get(name, name)


def _add(structure: Structure, minor: int, name: str, definition: dict[str, Any]) -> None:
    for gvk in definition.get("x-kubernetes-group-version-kind", ()):
        structure.objects[gvk["group"], gvk["version"], gvk["kind"]] = name
    required = definition.get("required", ())
    structure.fields[name]  # a type may have no field at all
    for field, schema in definition.get("properties", {}).items():
        structure.fields[name][field][minor] = Occurrence(
            _shape(schema),
            field in required,
            {key.removeprefix("x-kubernetes-"): value for key, value in schema.items() if key[0] == "x"},
            bool(_OLD_NAME.match(field) or _DEPRECATED.search(schema.get("description", ""))),
        )


def _shape(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return short(schema["$ref"].rpartition("/")[2])
    types = schema.get("type", "any")
    kind: str = types if isinstance(types, str) else types[0]
    if kind == "array":
        return "[]" + _shape(schema["items"])
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return "{}" + _shape(schema["additionalProperties"])
    return _FORMATS.get(schema.get("format", "")) or _TYPES[kind]
