"""Vars: `$(NAME)` in texts stands for a field of some object.

Follows the var handling of kustomize 5.5: api/internal/accumulator and api/filters/refvar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.render.document import origin_of
from klint.render.kustomize.configuration import gvk
from klint.render.kustomize.fieldspec import change
from klint.render.kustomize.identity import Id, gvk_of
from klint.render.kustomize.paths import lookup, split, subscripted
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import text, written
from klint.render.kustomize.transformers.entries import selected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klint.render.kustomize.configuration import Specs
    from klint.render.kustomize.fields import Fields
    from klint.render.kustomize.item import Item
    from klint.render.origin import Origin, Traced


class Variable(NamedTuple):
    """An entry of `vars`."""

    fields: Fields

    @property
    def name(self) -> str:
        return self.fields.text("name")

    @property
    def target(self) -> Id:
        objref = self.fields.fields("objref")
        kind = gvk(objref)
        if objref.text("apiVersion"):
            group, version, _ = gvk_of(objref.text("apiVersion"), "")
            kind = kind._replace(group=group or kind.group, version=version)
        return Id(kind, objref.text("name"), objref.text("namespace"))

    def value(self, traced: Traced) -> Traced:
        """What it stands for, in the object it reads from."""
        node = self.fields.fields("fieldref")["fieldPath"]
        path = text(node.value) or "metadata.name"
        found = lookup(traced, subscripted(split(path)), node)
        if found is None:
            raise RefusalError(
                "mismatch", f"var {self.name} reads {path}, where nothing is", self.fields.node
            )
        return found


def merged(variables: Mapping[str, Variable], more: Iterable[Variable]) -> dict[str, Variable]:
    """Both; RefusalError for a name that is there twice."""
    result = dict(variables)
    for one in more:
        if one.name in result:
            raise RefusalError("conflict", f"there is a var {one.name} already", one.fields.node)
        result[one.name] = one
    return result


def assigned(items: Iterable[Item], variables: Iterable[Variable]) -> list[Item]:
    """The objects, those that vars read from knowing so."""
    result = list(items)
    for variable in variables:
        wanted = variable.target
        found = [index for index, item in enumerate(result) if any(_is(wanted, one) for one in item.ids)]
        if len(found) > 1:
            message = f"var {variable.name} may read from any of {len(found)} objects"
            raise RefusalError("conflict", message, variable.fields.node)
        for index in found:
            item = result[index]
            result[index] = item._replace(variables=(*item.variables, variable.name))
    return result


def _is(wanted: Id, one: Id) -> bool:
    return (
        wanted.gvk == one.gvk
        and wanted.name == one.name
        and (not wanted.namespace or wanted.namespace == one.space)
    )


def resolved(items: Iterable[Item], variables: Mapping[str, Variable], specs: Specs) -> list[Item]:
    """The objects with the values of all vars in the fields that may hold them."""
    result = list(items)
    if not variables:
        return result
    expansion = _Expansion({name: _value(result, variables[name]) for name in sorted(variables)})
    for index, item in enumerate(result):
        traced = item.traced
        for spec in selected(specs, item.gvk):
            traced = change(traced, spec.path, expansion.expand)
        result[index] = item._replace(traced=traced)
    return result


def _value(items: Iterable[Item], variable: Variable) -> tuple[Traced, Origin]:
    """What a var stands for, and where that is said."""
    for item in items:
        if variable.name in item.variables:
            value = variable.value(item.traced)
            return value, origin_of(variable.fields.node).over(value.origin)
    raise RefusalError("no-target", f"no object is what var {variable.name} reads from", variable.fields.node)


class _Expansion(NamedTuple):
    values: Mapping[str, tuple[Traced, Origin]]

    def expand(self, here: Traced) -> Traced:
        """A text, or the texts in a mapping or a list, with values for names."""
        value = here.value
        if isinstance(value, dict):
            for key, child in value.items():
                if isinstance(child, str) and "$" in child:
                    here = here.put(key, self._expanded(here.at(key)))
            return here
        if isinstance(value, list):
            if not all(isinstance(item, str) for item in value):
                raise RefusalError(
                    "mismatch", "a list that may hold vars must be one of texts", here.origin.node
                )
            if any("$" in item for item in value):
                return here.listing(map(self._expanded, here.items()))
            return here
        return self._expanded(here) if isinstance(value, str) and "$" in value else here

    def _expanded(self, here: Traced) -> Traced:
        used: list[Origin] = []
        value = self._text(here.value, used)
        return here if value == here.value else here._replace(value=value, origin=here.origin.over(*used))

    def _text(self, value: str, used: list[Origin]) -> Any:
        result, at = "", 0
        while True:
            dollar = value.find("$", at)
            if dollar < 0 or dollar + 1 == len(value):
                return result + value[at:]
            result += value[at:dollar]
            following = value[dollar + 1]
            closing = value.find(")", dollar + 2) if following == "(" else -1
            if closing < 0:
                result += "$" if following == "$" else "$" + following
                at = dollar + 2
                continue
            name = value[dollar + 2 : closing]
            at = closing + 1
            found, origin = self.values.get(name, (None, None))
            if found is None or origin is None or isinstance(found.value, (dict, list)):
                result += f"$({name})"
                continue
            used.append(origin)
            if dollar == 0 and at == len(value):
                return written(found) if found.value is None else found.value
            result += written(found)
