"""Which fields a kustomization changes: kustomize's own list and what configurations add."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.render.kustomize import defaults
from klint.render.kustomize.fields import Fields, conform
from klint.render.kustomize.fieldspec import FieldSpec, merged
from klint.render.kustomize.identity import Gvk
from klint.render.kustomize.order import FIRST, LAST
from klint.render.kustomize.shapes import CONFIGURATION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.render.kustomize.defaults import References
    from klint.yaml import Node

    Specs = tuple[FieldSpec, ...]

_RANKS = {kind: index - len(FIRST) for index, kind in enumerate(FIRST)} | {
    kind: 1 + index for index, kind in enumerate(LAST)
}


class Configuration(NamedTuple):
    """The fields of each transformer; `references` are those that name an object of some kind."""

    name_prefix: Specs = ()
    name_suffix: Specs = ()
    namespace: Specs = ()
    common_labels: Specs = ()
    labels: Specs = ()
    template_labels: Specs = ()
    annotations: Specs = ()
    variables: Specs = ()
    images: Specs = ()
    replicas: Specs = ()
    references: References = ()

    def with_more(self, other: Configuration) -> Configuration:
        """Both; RefusalError where they disagree.

        The order decides: a spec for all kinds is dropped where one for some kind is there before it.
        """
        if other is self or other is EMPTY or (self is EMPTY and other is DEFAULT):
            return other if self is EMPTY else self
        both = (_in_order(merged(*pair)) for pair in zip(self[:-1], other[:-1], strict=True))
        return Configuration._make([*both, _merged_references(self.references, other.references)])


def read(node: Node) -> Configuration:
    """What a file under `configurations` says."""
    conform(node, CONFIGURATION)
    fields = Fields(node)
    names = (
        "namePrefix",
        "nameSuffix",
        "namespace",
        "commonLabels",
        "labels",
        "templateLabels",
        "commonAnnotations",
    )
    simple = (specs(fields, name) for name in (*names, "varReference", "images", "replicas"))
    references = ((gvk(one), specs(one, "fieldSpecs")) for one in fields.each("nameReference"))
    return Configuration._make([*simple, tuple(references)])


def specs(fields: Fields, name: str) -> Specs:
    """A list of field specs."""
    return tuple(FieldSpec(one.text("path"), gvk(one), one.flag("create")) for one in fields.each(name))


def gvk(fields: Fields) -> Gvk:
    """Group, version and kind beside other fields."""
    return Gvk(fields.text("group"), fields.text("version"), fields.text("kind"))


def _merged_references(references: References, more: References) -> References:
    by_target = dict(references)
    for target, fields in more:
        by_target[target] = merged(by_target[target], fields) if target in by_target else fields
    return in_order(by_target.items())


def in_order(references: Iterable[tuple[Gvk, Specs]]) -> References:
    """References by their target, as kustomize goes through them."""
    return tuple(sorted(references, key=lambda one: _rank(one[0])))


def _in_order(specs: Specs) -> Specs:
    return tuple(sorted(specs, key=lambda spec: _rank(spec.gvk)))


def _rank(gvk: Gvk) -> tuple[int, str]:
    group, version, kind = gvk
    return _RANKS.get(kind, 0), f"{group or '~G'}_{version or '~V'}_{kind or '~K'}"


EMPTY = Configuration()
DEFAULT = Configuration(
    name_prefix=defaults.NAMES,
    name_suffix=defaults.NAMES,
    namespace=_in_order(defaults.NAMESPACE),
    common_labels=_in_order(defaults.COMMON_LABELS),
    template_labels=_in_order(defaults.TEMPLATE_LABELS),
    annotations=_in_order(defaults.ANNOTATIONS),
    variables=_in_order(defaults.VARIABLES),
    images=defaults.IMAGES,
    replicas=_in_order(defaults.REPLICAS),
    references=in_order(defaults.REFERENCES),
)
