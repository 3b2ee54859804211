"""What selectors select."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klint.cluster import Cluster, LabelIndex
from klint.kube.pods import added_labels, pods
from klint.kube.selectors import EVERYTHING, NOTHING, label_selector, map_selector, selected
from klint.manifest import outline, resources
from klint.text import Source
from klint.yaml import parse

WEB = {"app": "web", "tier": "front"}


def expression(key: str, operator: str, *values: str) -> dict[str, Any]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


@pytest.mark.parametrize(
    ("selector", "selects"),
    [
        (None, False),
        ({}, True),
        ({"matchLabels": None}, True),
        ({"matchLabels": {"app": "web"}}, True),
        ({"matchLabels": {"app": "web", "tier": "back"}}, False),
        ({"matchLabels": {"gone": ""}}, False),
        (expression("app", "In", "api", "web"), True),
        (expression("app", "In", "api"), False),
        (expression("gone", "In", "web"), False),
        (expression("app", "NotIn", "web"), False),
        (expression("app", "NotIn", "api"), True),
        (expression("gone", "NotIn", "web"), True),
        (expression("app", "Exists"), True),
        (expression("gone", "Exists"), False),
        (expression("app", "DoesNotExist"), False),
        (expression("gone", "DoesNotExist"), True),
        (expression("app", "In"), False),  # the rest is refused by the API server
        (expression("app", "NotIn"), False),
        (expression("app", "Exists", "web"), False),
        (expression("app", "Gt", "1"), False),
        ({"matchExpressions": ["x"]}, False),
        ({"matchExpressions": {"key": "app"}}, False),
        ({"matchExpressions": [{"operator": "Exists"}]}, False),
    ],
)
def test_label_selectors(selector: Any, *, selects: bool) -> None:
    read = label_selector(selector)
    assert read.matches(WEB) is selects
    assert read.mask(LabelIndex([WEB])) == int(selects)


@pytest.mark.parametrize(
    ("selector", "selects"),
    [
        (None, False),
        ({}, False),
        ("app", False),
        ({"app": "web"}, True),
        ({"app": "web", "tier": "front"}, True),
        ({"app": "web", "x": "y"}, False),
    ],
)
def test_map_selectors(selector: Any, *, selects: bool) -> None:
    assert map_selector(selector).matches(WEB) is selects


def test_numbers_are_compared_as_kustomize_quotes_them() -> None:
    assert map_selector({"version": 1, "stable": True, "note": None}).matches(
        {"version": "1", "stable": "true", "note": ""}
    )


_KEYS, _VALUES = st.sampled_from("abc"), st.sampled_from(["", "1", "2"])
_LABELS = st.dictionaries(_KEYS, _VALUES)
_EXPRESSIONS = st.fixed_dictionaries(
    {
        "key": _KEYS,
        "operator": st.sampled_from(["In", "NotIn", "Exists", "DoesNotExist"]),
        "values": st.lists(_VALUES, max_size=2),
    }
)
_SELECTORS = st.fixed_dictionaries(
    {"matchLabels": _LABELS, "matchExpressions": st.lists(_EXPRESSIONS, max_size=2)}
)


@given(_SELECTORS, st.lists(_LABELS, max_size=8))
def test_masks_say_the_same_as_single_answers(selector: Any, everyone: list[dict[str, str]]) -> None:
    read = label_selector(selector)
    mask = read.mask(LabelIndex(everyone))
    assert [bool(mask >> index & 1) for index in range(len(everyone))] == [
        read.matches(one) for one in everyone
    ]
    assert not mask >> len(everyone)


def test_selected_pods() -> None:
    text = "".join(
        f"---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: {space}, labels: {{app: web}}}}\n"
        for name, space in (("a", "shop"), ("b", ""), ("c", "default"))
    )
    stream = parse(Source("a.yaml", text))
    cluster = Cluster(resources(stream, outline(stream, "a.yaml")))
    web = map_selector({"app": "web"})
    assert [pod.name for pod in selected(cluster, web)] == ["a", "b", "c"]
    assert [pod.name for pod in selected(cluster, web, "shop")] == ["a"]
    assert [pod.name for pod in selected(cluster, web, "")] == ["b", "c"]
    assert selected(cluster, NOTHING) == []
    assert len(selected(cluster, EVERYTHING)) == 3


def test_labels_that_controllers_add() -> None:
    text = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec: {template: {}}\n"
    stream = parse(Source("a.yaml", text))
    (pod,) = pods(resources(stream, outline(stream, "a.yaml"))[0])
    assert "statefulset.kubernetes.io/pod-name" in added_labels(pod)
