"""Definitions and objects as tests write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.manifest import outline, resources
from klint.text import Source
from klint.yaml import Stream

if TYPE_CHECKING:
    from klint.manifest import Resource

_HEAD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets}
  versions:
"""


def resource(text: str) -> Resource:
    stream = Stream(Source("object.yaml", text))
    assert not stream.problems
    (found,) = resources(stream, outline(stream, "object.yaml"))
    return found


def definition(*versions: str) -> Resource:
    """A definition of Widget with these versions, each a mapping in flow style."""
    return resource(_HEAD + "".join(f"    - {version}\n" for version in versions))


def with_schema(schema: str, more: str = "") -> Resource:
    """A definition of Widget v1 with this schema in flow style."""
    return definition(
        f"{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {schema}}}{more}}}"
    )


def with_spec(spec: str, more: str = "") -> Resource:
    """A definition of Widget v1 whose spec has this schema."""
    return with_schema(f"{{type: object, properties: {{spec: {spec}}}}}", more)


def widget(text: str, version: str = "v1") -> Resource:
    return resource(f"apiVersion: example.com/{version}\nkind: Widget\nmetadata: {{name: one}}\n{text}\n")
