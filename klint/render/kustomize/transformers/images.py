"""Images with another name, tag or digest.

Follows ImageTagTransformer and api/filters/imagetag of kustomize 5.5: every `image` in a list `containers` or
`initContainers` at any depth is looked at, and after it the configured fields.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from klint.render.document import origin_of
from klint.render.kustomize.fieldspec import change
from klint.render.kustomize.patterns import matches
from klint.render.kustomize.problem import RefusalError
from klint.render.kustomize.scalars import text, untyped
from klint.render.kustomize.transformers.entries import selected
from klint.render.origin import made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from klint.render.kustomize.configuration import Specs
    from klint.render.kustomize.fields import Fields
    from klint.render.kustomize.item import Item
    from klint.render.origin import Origin, Traced

Seen = dict[int, tuple[object, frozenset[str]]]
_LISTS = ("containers", "initContainers")


class Image(NamedTuple):
    """An entry of `images`; `seen` holds the images of objects that entries before it have looked through."""

    fields: Fields
    seen: Seen

    def replaced(self, here: Traced) -> Traced:
        """An image as the entry has it."""
        if isinstance(here.value, (dict, list)):
            raise RefusalError("mismatch", "an image must be a text", here.origin.node)
        old = text(here.value)
        if here.value is None or not self.names(old):
            return here
        name, tag, digest = _split(old)
        field = self.fields.text
        if field("newTag") or field("digest"):
            tag, digest = field("newTag"), field("digest")
        elif field("tagSuffix"):
            tag, digest = tag + field("tagSuffix"), ""
        new = (field("newName") or name) + (tag and f":{tag}") + (digest and f"@{digest}")
        return made(untyped(here, new), self.origin.over(here.origin))

    @property
    def origin(self) -> Origin:
        """The line that says what becomes of the image."""
        for name in ("newTag", "digest", "tagSuffix", "newName"):
            if self.fields.text(name):
                return origin_of(self.fields[name])
        return origin_of(self.fields.node)

    def names(self, image: str) -> bool:
        """Whether the entry is about an image; its name is a pattern."""
        name = self.fields.text("name")
        if not image.startswith(_literal(name)):
            return False
        pattern = f"^{name}(:[a-zA-Z0-9_.{{}}-]*)?(@sha256:[a-zA-Z0-9_.{{}}-]*)?$"
        return matches(pattern, image, self.fields["name"])

    def applied(self, items: Iterable[Item], specs: Specs) -> list[Item]:
        """The objects with the images of the entry."""
        return [self._applied(item, specs) for item in items]

    def _applied(self, item: Item, specs: Specs) -> Item:
        gvk = item.gvk
        if gvk.kind == "CustomResourceDefinition":
            return item
        traced = (
            self._searched(item.traced) if any(map(self.names, self._images(item.value))) else item.traced
        )
        for spec in selected(specs, gvk):
            traced = change(traced, spec.path, self.replaced)
        return item._replace(traced=traced)

    def _images(self, value: Any) -> frozenset[str]:
        known = self.seen.get(id(value))
        if known is None:
            known = self.seen[id(value)] = (
                value,
                frozenset(_images(value)),
            )  # the value stays, or its id would not
        return known[1]

    def _searched(self, here: Traced) -> Traced:
        value = here.value
        if isinstance(value, dict):
            for key in value:
                child = here.at(key)
                new = self._searched(child)
                if key in _LISTS and isinstance(new.value, list):
                    new = new.listing(map(self._contained, new.items()))
                if new is not child:
                    here = here.put(key, new)
        elif isinstance(value, list):
            items = list(here.items())
            searched = list(map(self._searched, items))
            if any(new is not old for new, old in zip(searched, items, strict=True)):
                here = here.listing(searched)
        return here

    def _contained(self, container: Traced) -> Traced:
        image = container.get("image")
        if image is None:
            return container
        new = self.replaced(image)
        return container if new is image else container.put("image", new)


def _images(value: Any) -> Iterator[str]:
    """The images in lists of containers; RefusalError where such a list holds something else."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            for name in _LISTS:
                containers = value.get(name)
                if isinstance(containers, list):
                    yield from map(_image, containers)
            waiting += value.values()


def _image(container: Any) -> str:
    if container is None:
        return ""
    image = container.get("image") if isinstance(container, dict) else {}
    if isinstance(image, (dict, list)):
        raise RefusalError("mismatch", "containers must be mappings whose image is a text")
    return text(image)


@lru_cache(maxsize=1024)
def _literal(pattern: str) -> str:
    """What every text begins with that a pattern takes."""
    if "|" in pattern:
        return ""
    plain = re.match(r"[\w/:@-]*", pattern)
    found = plain[0] if plain else ""
    return found[:-1] if pattern[len(found) : len(found) + 1] in ("?", "*", "{", "+") else found


def _split(image: str) -> tuple[str, str, str]:
    """Name, tag and digest; a colon before the first slash is that of a port."""
    slash = max(image.find("/"), 0)
    at, colon = image.find("@", slash), image.find(":", slash)
    if at >= 0 and (colon < 0 or at < colon):
        return image[:at], "", image[at + 1 :]
    if colon < 0:
        return image, "", ""
    if at >= 0:
        return image[:colon], image[colon + 1 : at], image[at + 1 :]
    return image[:colon], image[colon + 1 :], ""
