from __future__ import annotations

from typing import Any

import pytest

from klint.cel import Environment, EvaluationError, Function, Place
from klint.cel.places import locator
from klint.cel.values import Lazy

POD: dict[str, Any] = {
    "kind": "Pod",
    "metadata": {"name": "web", "labels": {"app": "web", "tier": "x"}, "finalizers": ["b", "a", "b"]},
    "spec": {
        "hostNetwork": True,
        "containers": [{"name": "c", "image": "i:1", "ports": [{"port": 80}]}, {"name": "d", "image": "j"}],
        "initContainers": [{"name": "e", "image": "k"}],
    },
}
ORIGIN = object()
ROOT = Place(POD, ORIGIN)


def paths(expression: str, **more: Any) -> list[tuple[str | int, ...]]:
    place = Environment(None, ["object", *more]).compile(expression).trace({"object": ROOT, **more})
    parts = list(place.items()) if isinstance(place.value, list) else [place]
    assert all(part.origin is ORIGIN for part in parts)
    assert [part.value for part in parts] == (place.value if isinstance(place.value, list) else [place.value])
    return [part.path for part in parts]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("object.metadata.name", ["metadata.name"]),
        ("object['metadata']['labels'].app", ["metadata.labels.app"]),
        ("object.spec.containers", ["spec.containers.0", "spec.containers.1"]),
        ("object.spec.containers[1].image", ["spec.containers.1.image"]),
        (
            "object.spec.containers + object.spec.?initContainers.orValue([])",
            ["spec.containers.0", "spec.containers.1", "spec.initContainers.0"],
        ),
        (
            "object.spec.containers + object.spec.?nosuch.orValue([])",
            ["spec.containers.0", "spec.containers.1"],
        ),
        ("object.spec.containers.filter(c, c.name == 'd')", ["spec.containers.1"]),
        (
            "object.spec.containers.filter(c, has(c.ports)).map(c, c.ports[0].port)",
            ["spec.containers.0.ports.0.port"],
        ),
        ("object.spec.containers.map(c, c.?ports.orValue([])).flatten()", ["spec.containers.0.ports.0"]),
        ("object.spec.containers.transformList(i, c, i == 1, c.name)", ["spec.containers.1.name"]),
        ("object.metadata.labels.transformList(k, v, v)", ["metadata.labels.app", "metadata.labels.tier"]),
        ("object.spec.containers.sortBy(c, c.image + 'x')", ["spec.containers.0", "spec.containers.1"]),
        (
            "object.metadata.finalizers.sort()",
            ["metadata.finalizers.1", "metadata.finalizers.0", "metadata.finalizers.2"],
        ),
        ("object.metadata.finalizers.distinct()", ["metadata.finalizers.0", "metadata.finalizers.1"]),
        ("object.metadata.finalizers.reverse().slice(0, 1)", ["metadata.finalizers.2"]),
        ("object.spec.containers.first().value().name", ["spec.containers.0.name"]),
        ("object.spec.containers.last().value()", ["spec.containers.1"]),
        ("object.kind == 'Pod' ? object.spec : object.metadata", ["spec"]),
        ("cel.bind(s, object.spec, s.containers[0])", ["spec.containers.0"]),
        ("object.spec.?containers[?1].?image.value()", ["spec.containers.1.image"]),
        ("object.?spec.optMap(s, s.hostNetwork).value()", ["spec.hostNetwork"]),
        ("dyn(optional.of(object.spec).value())", ["spec"]),
        ("object.?nosuch.or(object.?kind).value()", ["kind"]),
        ("[object.kind, ?object.?nosuch, ?object.metadata.?name]", ["kind", "metadata.name"]),
    ],
)
def test_selected_values_keep_their_places(expression: str, expected: list[str]) -> None:
    assert [".".join(map(str, path)) for path in paths(expression)] == expected


@pytest.mark.parametrize(
    "expression", ["object.metadata.name + 'x'", "1", "object.kind == 'Pod'", "has(object.kind)"]
)
def test_calculated_values_have_none(expression: str) -> None:
    place = Environment(None, ["object"]).compile(expression).trace({"object": ROOT})
    assert place.origin is None
    assert place.value == Environment(None, ["object"]).compile(expression)({"object": POD})


def test_an_error_knows_where_the_missing_field_would_stand() -> None:
    program = Environment(None, ["object"]).compile("object.spec.containers[0].securityContext.runAsNonRoot")
    with pytest.raises(EvaluationError, match="no field 'securityContext'") as caught:
        program.trace({"object": ROOT})
    assert caught.value.place
    assert caught.value.place.path == ("spec", "containers", 0, "securityContext")


def test_what_comes_from_elsewhere_is_found_by_identity() -> None:
    environment = Environment(
        None, ["object", "variables"], [Function("again", (dict,), lambda pod: pod["spec"]["containers"])]
    )
    variables = Lazy({"all": lambda: POD["spec"]["containers"] + POD["spec"]["initContainers"]})
    bindings = {"object": ROOT, "variables": variables}
    found = environment.compile("again(object)[1].image").trace(bindings, locate=locator(ROOT))
    assert (found.origin, found.path) == (ORIGIN, ("spec", "containers", 1, "image"))
    found = environment.compile("variables.all.map(c, c.name)[2]").trace(bindings, locate=locator(ROOT))
    assert (found.origin, found.path) == (ORIGIN, ("spec", "initContainers", 0, "name"))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("object.kind == 'Job'", "kind"),
        ("!has(object.spec.hostNetwork) || object.spec.hostNetwork == false", "spec.hostNetwork"),
        (
            "object.kind != 'Pod' || object.spec.containers.all(c, c.image.endsWith(':1'))",
            "spec.containers.1.image",
        ),
        (
            "object.spec.containers.all(c, has(c.securityContext) && c.securityContext.privileged == false)",
            "spec.containers.0.securityContext",
        ),
        ("!object.spec.containers.exists(c, c.image == 'j')", "spec.containers.1.image"),
        ("object.spec.containers.exists(c, c.image == 'z')", "spec.containers"),
        (
            "object.spec.containers.all(c, c.?ports.orValue([]).all(p, p.port > 1024))",
            "spec.containers.0.ports.0.port",
        ),
        (
            "(object.spec.containers + object.spec.initContainers).all(c, c.name != 'e')",
            "spec.initContainers.0.name",
        ),
        ("object.metadata.labels.all(k, v, v == 'web')", "metadata.labels.tier"),
        ("object.metadata.labels['team'] == 'a'", "metadata.labels.team"),
        ("'team' in object.metadata.labels", "metadata.labels"),
        ("object.spec.?securityContext.?runAsNonRoot.orValue(false)", "spec.securityContext.runAsNonRoot"),
        ("object.kind == 'Job' ? true : object.spec.hostNetwork == false", "spec.hostNetwork"),
        ("cel.bind(s, object.spec, !s.hostNetwork)", "spec.hostNetwork"),
        ("object.spec.containers.map(c, c.image).all(i, i.startsWith('i'))", "spec.containers.1.image"),
        ("size(object.spec.containers) < 2", "spec.containers"),
        ("!(object.kind == 'Pod' && object.spec.hostNetwork)", "spec.hostNetwork"),
        ("quantity(object.spec.limit).isLessThan(quantity('1'))", "spec.limit"),
        ("object.spec.containers.exists_one(c, true)", "spec.containers"),
        ("1 == 2", ""),
    ],
)
def test_blame(expression: str, expected: str) -> None:
    place = Environment(None, ["object"]).compile(expression).blame({"object": ROOT})
    assert (".".join(map(str, place.path)) if place else "") == expected
    assert place is None or place.origin is ORIGIN


def test_keys_lead_to_their_values() -> None:
    labels = ROOT.at("metadata").at("labels")
    assert [(key.value, key.path[-1]) for key in labels.items()] == [("app", "app"), ("tier", "tier")]
