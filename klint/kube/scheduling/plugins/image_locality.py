"""ImageLocality: nodes that have the pod's images, each counting the more the more nodes have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.scheduling.plugin import GREATEST
from klint.kube.scheduling.values import items, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.kube.scheduling.plugin import Scored
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.pods.template import Template
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.state import State

NAME = "ImageLocality"

_MIB = 2**20
_LEAST = 23 * _MIB
_MOST = 1000 * _MIB  # for each container


class _Scorer(NamedTuple):
    parts: tuple[Scored, ...]

    def scores(self, candidates: int) -> list[Scored]:
        return [(score, mask & candidates) for score, mask in self.parts if mask & candidates]


def scoring(pod: Pod, state: State, profile: Profile) -> _Scorer:  # noqa: ARG001
    images = _images(pod.template)
    return state.remember((NAME, images), lambda: _Scorer(tuple(_parts(images, state).items())))


def _images(template: Template) -> tuple[str, ...]:
    containers = [*items(template.spec, "initContainers"), *items(template.spec, "containers")]
    return tuple(_tagged(text(container.get("image"))) for container in containers)


def _tagged(image: str) -> str:
    return image if ":" in image.rpartition("/")[2] else f"{image}:latest"


def _parts(images: tuple[str, ...], state: State) -> Mapping[int, int]:
    worth = {image: _worth(image, state) for image in set(images)}
    found: dict[int, int] = {}
    for present, mask in state.nodes.by_images.items():
        names = {name for name, _ in present}
        score = _score(sum(worth[image] for image in images if image in names), len(images))
        found[score] = found.get(score, 0) | mask
    return found


def _worth(image: str, state: State) -> int:
    """The size that the first node tells, by the share of nodes that have the image."""
    size, holders = None, 0
    for present, mask in state.nodes.by_images.items():
        sizes = dict(present)
        if image in sizes:
            size = sizes[image] if size is None else size
            holders += mask.bit_count()
    return int((size or 0) * (holders / len(state.nodes)))


def _score(total: int, containers: int) -> int:
    most = _MOST * containers
    return GREATEST * (max(_LEAST, min(total, most)) - _LEAST) // (most - _LEAST)
