"""Selectors of workloads and the labels of their own pods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cluster import pods
from klint.finding import Hit
from klint.kube.selectors import label_selector, map_selector
from klint.manifest import has_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.manifest import Resource
    from klint.yaml import Node


def of_own_template(workload: Resource) -> Iterator[Hit]:
    """A workload whose selector does not match the pods that it makes (validation of apps/v1 and core/v1)."""
    selector = workload["spec"]["selector"]
    pod = next(pods(workload), None)
    if not selector or pod is None:
        return
    plain = workload.kind == "ReplicationController"
    wanted = map_selector(selector.value) if plain else label_selector(selector.value)
    if wanted.requirements is None or wanted.matches(pod.labels):
        return
    if _unsure(selector.value) or _unsure(dict(pod.labels)):
        return
    at, wrong = _first_miss(selector if plain else selector["matchLabels"], pod.labels, selector)
    labels = pod.node["metadata"]["labels"]
    related = (labels, "the labels of its pods")
    yield Hit(
        at, related, on_key=at.path == selector.path, kind=workload.kind, name=workload.name, wrong=wrong
    )


def _first_miss(wanted: Node, labels: Any, selector: Node) -> tuple[Node, str]:
    """The pair that does not match, or the whole selector if it is one of its expressions."""
    pairs = wanted.value if isinstance(wanted.value, dict) else {}
    for key, value in pairs.items():
        if labels.get(key) != value:
            found = f"{key}={labels[key]}" if key in labels else f"no {key}"
            return wanted[key], f"{key}={value}, but its pods have {found}"
    return selector, "something that its pods do not have"


def _unsure(value: Any) -> bool:
    """Whether something is still to be filled in."""
    if isinstance(value, dict):
        return any(has_placeholder(key) or _unsure(inner) for key, inner in value.items())
    if isinstance(value, list):
        return any(map(_unsure, value))
    return isinstance(value, str) and has_placeholder(value)
