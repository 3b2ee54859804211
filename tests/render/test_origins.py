"""A rendered object stands where a person would edit it."""

from __future__ import annotations

from klint.render.kustomize.build import Kustomizer
from klint.render.tree import Texts

FILES = {
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n"
        "  template:\n    spec:\n      containers:\n        - name: web\n          image: web:1\n"
    ),
    "over/kustomization.yaml": (
        "namePrefix: shop-\nresources: [../base]\npatches:\n  - path: more.yaml\n"
        "images:\n  - name: web\n    newTag: '2'\n"
    ),
    "over/more.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 3\n",
}


def test_values_and_where_they_are_written() -> None:
    built = Kustomizer(Texts(FILES)).build("over")
    assert built.problem is None
    [document] = built.documents
    assert document.value["metadata"]["name"] == "shop-web"
    assert document.value["spec"]["replicas"] == 3
    container = document.root["spec"]["template"]["spec"]["containers"][0]
    assert container["image"].value == "web:2"
    assert container["image"].source.path == "over/kustomization.yaml"
    assert container["name"].source.path == "base/web.yaml"
    replicas = document.root["spec"]["replicas"]
    assert (replicas.source.path, replicas.source.position(replicas.span.start).line) == ("over/more.yaml", 5)


def test_what_is_missing_is_a_problem_and_no_exception() -> None:
    built = Kustomizer(Texts({"kustomization.yaml": "resources: [gone.yaml]\n"})).build("")
    assert built.problem is not None
    assert built.problem.kind == "missing"
